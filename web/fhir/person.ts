import type { Language } from '../ui/language.ts';
import { maskNumber } from './mask.ts';
import { originOf, type ResidentRecord } from './record.ts';
import { CARD_STATE, HEALTH_CARD, HEALTH_RECORD_NUMBER, IDENTITY_NUMBER } from './systems.ts';
import { type Fields, listOf, type Resource, stringOf } from './types.ts';
import { concept } from './words/concepts.ts';
import { humanName, moment, postalAddress } from './words/values.ts';

export interface HealthCard {
  readonly numberMasked: string;
  /** `active`, `lost`, … */
  readonly state: string;
}

export interface Person {
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate: string | undefined;
  /** YYYY-MM-DD, or '' where the resident has died on an unknown day. */
  readonly deceasedOn: string | undefined;
  readonly identityNumberMasked: string | undefined;
  readonly recordNumber: string | undefined;
  readonly cards: readonly HealthCard[];
  readonly address: string | undefined;
  /** FHIR id at the platform signed in to, where the resident is known there. */
  readonly localId: string | undefined;
}

/** The header of a resident: the Patients of all places seen as one person, those of `here` before others. */
export function toPerson({ resources }: ResidentRecord, here: string, language: Language): Person | undefined {
  const patients = resources
    .filter(({ resourceType }) => resourceType === 'Patient')
    .toSorted((a, b) => weight(b, here) - weight(a, here));
  const first = patients[0];
  if (!first) return undefined;
  const local = patients.find((patient) => originOf(patient).place === here);
  const identifiers = patients.flatMap(({ identifier }) => listOf(identifier));
  const identityNumber = numberIn(identifiers, IDENTITY_NUMBER);
  return {
    name: patients.map(({ name }) => humanName(name, language)).find(Boolean) ?? '',
    sex: sexOf(patients),
    birthDate: given(patients, ({ birthDate }) => stringOf(birthDate)),
    deceasedOn: given(patients, deceasedOn),
    identityNumberMasked: identityNumber && maskNumber(identityNumber),
    recordNumber: numberIn(identifiers, HEALTH_RECORD_NUMBER),
    cards: cardsOf(identifiers),
    address: given(patients, ({ address }) => postalAddress(address)),
    localId: local?.id,
  };
}

/** Population database first, then what is here. */
function weight(patient: Resource, here: string): number {
  const { database, place } = originOf(patient);
  return (place === here ? 2 : 0) + (database === 'population' ? 1 : 0);
}

function given<Value>(patients: readonly Resource[], read: (patient: Resource) => Value | undefined): Value | undefined {
  return patients.map(read).find((value) => value !== undefined);
}

function sexOf(patients: readonly Resource[]): Person['sex'] {
  const said = given(patients, ({ gender }) => stringOf(gender));
  return said === 'male' || said === 'female' || said === 'other' ? said : 'unknown';
}

function deceasedOn({ deceasedDateTime, deceasedBoolean }: Resource): string | undefined {
  if (stringOf(deceasedDateTime)) return moment(deceasedDateTime)?.slice(0, 10);
  return deceasedBoolean === true ? '' : undefined;
}

function numberIn(identifiers: readonly Fields[], wanted: string): string | undefined {
  return stringOf(identifiers.find(({ system }) => system === wanted)?.value);
}

function cardsOf(identifiers: readonly Fields[]): readonly HealthCard[] {
  const cards = identifiers
    .filter(({ system }) => system === HEALTH_CARD)
    .map(({ value, extension }) => {
      const state = listOf(extension).find(({ url }) => url === CARD_STATE);
      return { numberMasked: maskNumber(String(value)), state: stringOf(state?.valueCode) ?? 'active' };
    });
  return [...new Map(cards.map((card) => [card.numberMasked, card])).values()].toSorted(
    (a, b) => Number(b.state === 'active') - Number(a.state === 'active'),
  );
}

/** Active allergies and flags, as short warnings. */
export function alertsOf({ resources }: ResidentRecord, language: Language): readonly string[] {
  const active = ({ resourceType, clinicalStatus, status }: Resource) => {
    const code = stringOf(listOf(listOf(clinicalStatus)[0]?.coding)[0]?.code);
    if (resourceType === 'AllergyIntolerance') return !code || code === 'active';
    return resourceType === 'Flag' && status === 'active';
  };
  const named = resources.filter(active).map(({ code }) => concept(code, language));
  return [...new Set(named.filter((name) => name !== undefined))];
}
