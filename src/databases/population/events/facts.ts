import type { Field, FormValue, FormValues } from '../../../forms/index.ts';
import type { Fault } from '../../../kernel/index.ts';
import { membersIn } from '../household/changes.ts';
import { type Kin, toKin } from '../kin/relative.ts';
import { type Identified, textOf } from '../parts.ts';
import { isPerson } from './composition.ts';
import type { EventKind } from './contract.ts';

/** What is known of those whom an event concerns, as it is before the event. */
export interface Facts {
  /** Patients by id: the resident and whoever the form names. */
  readonly residents: ReadonlyMap<string, Identified>;
  /** The household of which each is a member, by Patient id. */
  readonly households: ReadonlyMap<string, Identified>;
  /** RelatedPersons of each, by Patient id. */
  readonly kin: ReadonlyMap<string, readonly Identified[]>;
  /** Kinds of events of the resident that are on record and not corrected. */
  readonly onRecord: ReadonlySet<string>;
  readonly now: Date;
  /** A new id, beside a resident where one is given. */
  newId(beside?: string): string;
  /** A health record number for who is at home in this division. */
  readonly recordNumber: string | undefined;
}

/** A kind of vital event: its form, its evidence, what it needs to be so, and what follows from it. */
export interface EventRules {
  readonly kind: EventKind;
  readonly name: { readonly zh: string; readonly en: string };
  readonly fields: readonly Field[];
  /** Key of the field that says when. */
  readonly when: string;
  /** It makes the resident whom it is about. */
  readonly creates?: boolean;
  /** Number of the evidence: an event of the kind is recorded once under it. */
  certificateOf(values: FormValues, resident: string, facts: Facts): string;
  /** What cannot be so, or is to be asked about. */
  check(values: FormValues, resident: Identified | undefined, facts: Facts): readonly Fault[];
  /** The resources as they are after the event; those that are not changed may be among them. */
  effect(values: FormValues, resident: string, facts: Facts): readonly Identified[];
}

export const text = (value: FormValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
export const personId = (value: FormValue | undefined): string | undefined => (isPerson(value) ? value.id : undefined);

/** The day of an event, from its field. */
export const dayOf = (values: FormValues, key: string): string => (text(values[key]) ?? '').slice(0, 10);

export const kinOf = ({ kin }: Facts, resident: string): readonly (Kin & { readonly resource: Identified })[] =>
  (kin.get(resident) ?? []).flatMap((resource) => {
    const found = toKin(resource);
    return found ? [{ ...found, resource }] : [];
  });

/** Who is married to the resident by what is on record. */
export const spouseTie = (facts: Facts, resident: string) =>
  kinOf(facts, resident).find(({ role, isCurrent }) => role === 'SPS' && isCurrent);

export function relationInHousehold({ households }: Facts, resident: string): string | undefined {
  const group = households.get(resident);
  return group && membersIn(group).find(({ id, isCurrent }) => id === resident && isCurrent)?.relation;
}

/** Full years between two days. */
export function yearsBetween(from: string | undefined, to: string): number | undefined {
  if (!from || from.length < 10) return undefined;
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5, 10) ? 1 : 0);
}

export const birthDateOf = (patient: Identified | undefined): string | undefined => textOf(patient?.['birthDate']);
export const hasDied = (patient: Identified): boolean =>
  patient['deceasedDateTime'] !== undefined || patient['deceasedBoolean'] === true;
