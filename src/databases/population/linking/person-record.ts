import { isObject, type Resource } from '../../../fhir/index.ts';
import type { PersonRecord } from '../../../matching/index.ts';
import { birthCertificate, healthCard, identityNumber } from '../../../standards/index.ts';
import { nameOf, toResident } from '../resident-row.ts';

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const SEXES: Readonly<Record<string, string>> = { male: '1', female: '2' };

/**
 * What of a Patient tells people apart, as the matching reads it. Old names, numbers and addresses do not stand for the person.
 * @param place division code of the Patient
 */
export function toPersonRecord(patient: Resource & { readonly id: string }, place: string): PersonRecord {
  // put out of use, such as a newborn who was recorded by mistake: nobody is taken for it
  if (patient['active'] === false) return { id: patient.id };
  const { birthDate, address } = toResident(patient);
  const numbers = listOf(patient['identifier']).filter(({ use }) => use !== 'old');
  const numberOf = (system: string) => textOf(numbers.find((one) => one['system'] === system)?.['value']);
  const contactOf = (system: string) =>
    textOf(listOf(patient['telecom']).find((one) => one['system'] === system && one['use'] !== 'old')?.['value']);
  const record = {
    name: textOf(nameOf(patient)),
    sex: SEXES[String(patient['gender'])],
    birthDate,
    number: numberOf(identityNumber),
    number2: numberOf(healthCard),
    phone: contactOf('phone'),
    email: contactOf('email'),
    division: place,
    address: textOf(address),
    birthCertificate: numberOf(birthCertificate),
  };
  return { id: patient.id, ...Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) };
}

/** Longer texts are nobody's name, number or dwelling, and would cost whoever compares them. */
const MOST_CHARACTERS = 200;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, MOST_CHARACTERS).toWellFormed() : undefined;

/** Two birth certificates are of two children, however alike: twins, and strangers of one name and day. */
export function differInBirth(one: PersonRecord, other: PersonRecord): boolean {
  const [here, there] = [certificateOf(one), certificateOf(other)];
  return here !== undefined && there !== undefined && here !== there;
}

const certificateOf = (record: object): string | undefined =>
  'birthCertificate' in record && typeof record.birthCertificate === 'string' ? record.birthCertificate : undefined;

/** The same as text, to be kept; equal texts compare equally. */
export const toFields = ({ id: _id, ...fields }: PersonRecord): string => JSON.stringify(fields);

/** What was kept. */
export const fromFields = (id: string, fields: string): PersonRecord => ({ id, ...JSON.parse(fields) });

/** Whoever registers somebody of one of these takes turns with others who do. */
export function turnsOf({ birthDate, number, name }: PersonRecord): string[] {
  const strong = [...(birthDate ? [`birth ${birthDate}`] : []), ...(number ? [`number ${number}`] : [])];
  return strong.length > 0 ? strong : name ? [`name ${name}`] : [];
}

/** Parts a block that is too large: by division, sex and year of birth. 31 bits. */
export function refinementOf({ division = '', sex = '', birthDate = '' }: PersonRecord): number {
  let hash = 0x811c9dc5;
  for (const character of `${division}|${sex}|${birthDate.slice(0, 4)}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 1;
}
