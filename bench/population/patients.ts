import type { Resource } from '../../src/fhir/index.ts';
import { newId, Problem } from '../../src/kernel/index.ts';
import { identityNumber, parseResidentNumber } from '../../src/standards/index.ts';
import { type WrittenRecord, writtenRecords } from '../residents/generate.ts';
import { HEADINGS } from '../residents/records.ts';

const NAMES = HEADINGS.split(',').slice(1);
const SEXES: Readonly<Record<string, string>> = { '1': 'male', '2': 'female' };
const DIVISION = 'urn:minkang:extension:division';

export type Patient = Resource & { readonly id: string };

/** Registrations of a generated population without end, as Patients: some of a person who came before, with the mistakes that institutions make. */
export function* patients(seed: number): Generator<Patient, never> {
  for (const record of writtenRecords(seed)) yield toPatient(record);
  throw new Error('records come without end');
}

/** The division of a Patient that was made here. */
export function placeOf(resource: Resource): string {
  const extensions = Array.isArray(resource['extension']) ? resource['extension'] : [];
  return String(extensions.find(({ url }) => url === DIVISION)?.valueCode ?? '350102');
}

/** The platform takes no wrong number: a desk that has one leaves it out. */
function toPatient({ cells }: WrittenRecord): Patient {
  const cell = (name: string) => cells[NAMES.indexOf(name)] ?? '';
  const [phone, address, birthDate] = [cell('phone'), cell('address'), dayOf(cell('birth_date'))];
  const identity = parseResidentNumber(cell('id_no').toUpperCase());
  return {
    resourceType: 'Patient',
    id: newId(),
    extension: [{ url: DIVISION, valueCode: cell('division_code') }],
    name: [{ text: cell('name') }],
    ...(SEXES[cell('sex')] ? { gender: SEXES[cell('sex')] } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(identity instanceof Problem ? {} : { identifier: [{ system: identityNumber, value: identity.number }] }),
    ...(phone ? { telecom: [{ system: 'phone', value: phone }] } : {}),
    ...(address ? { address: [{ text: address }] } : {}),
  };
}

/** A day as FHIR has it; undefined where the record has one that no calendar has. */
function dayOf(text: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})$/.exec(text) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? undefined : date;
}
