import { isObject, type Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { canonicalValue, identityNumber, parseResidentNumber } from '../../../standards/index.ts';
import { toResident } from '../resident-row.ts';
import type { IdentifiedPatient } from './patient-links.ts';
import { extensionSurvivorship, type Survivorship, survivorship } from './survivorship.ts';

/** One element of a golden record, and whose it is. */
export interface GoldenSource {
  /** Element of Patient, or address of an extension. */
  readonly element: string;
  readonly rule: Survivorship;
  /** Patients from which it was taken. */
  readonly from: readonly string[];
}

export interface Golden {
  readonly patient: IdentifiedPatient;
  readonly sources: readonly GoldenSource[];
}

/** How far what a Patient says of itself is borne out. */
export type Trust = 'number-agrees' | 'number' | 'said';
const TRUSTS: readonly Trust[] = ['number-agrees', 'number', 'said'];

/** By its identity number: whether there is a right one, and whether day of birth and sex are those of the number. */
export function trustOf(patient: IdentifiedPatient): Trust {
  const { identifiers, birthDate, sex } = toResident(patient);
  const numbers = identifiers.filter(({ system }) => system === identityNumber);
  const parsed = numbers.map(({ value }) => parseResidentNumber(value)).find((one) => !(one instanceof Problem));
  if (parsed === undefined || parsed instanceof Problem) return 'said';
  const agrees = parsed.birthDate === birthDate && (sex === 'unknown' || parsed.sex === sex);
  return agrees ? 'number-agrees' : 'number';
}

/**
 * What is known of a resident from all its registrations, by the rules of survivorship. The same registrations give the same
 * record, in whatever order they come.
 * @param patients the main one first
 */
export function composeGolden(patients: readonly IdentifiedPatient[]): Golden {
  const [main, ...others] = patients;
  if (!main) throw new Error('a resident has a Patient');
  if (others.length === 0) return { patient: main, sources: [] };
  const orders: Record<Survivorship, readonly IdentifiedPatient[]> = {
    trusted: byTrust(patients),
    latest: byTime(patients),
    all: byTrust(patients),
  };
  const sources: GoldenSource[] = [];
  const golden: Record<string, unknown> = { resourceType: 'Patient', id: main.id };
  for (const [element, rule] of Object.entries(survivorship)) {
    const speaking = orders[rule].filter((patient) => patient[element] !== undefined);
    const [first] = speaking;
    if (!first) continue;
    golden[element] = rule === 'all' ? together(speaking.flatMap((patient) => listOf(patient[element]))) : first[element];
    sources.push({ element, rule, from: (rule === 'all' ? speaking : [first]).map(({ id }) => id) });
  }
  const extension = extensionsOf(orders[extensionSurvivorship], sources);
  if (extension.length > 0) golden['extension'] = extension;
  golden['active'] = patients.some(({ active }) => active !== false);
  golden['link'] = others.map(({ id }) => ({ other: { reference: `Patient/${id}` }, type: 'seealso' }));
  return { patient: golden as IdentifiedPatient, sources };
}

const timeOf = ({ meta }: Resource): string =>
  isObject(meta) && typeof meta['lastUpdated'] === 'string' ? meta['lastUpdated'] : '';

const byTime = (patients: readonly IdentifiedPatient[]) => patients.toSorted(later);
const byTrust = (patients: readonly IdentifiedPatient[]) =>
  patients.toSorted((one, other) => TRUSTS.indexOf(trustOf(one)) - TRUSTS.indexOf(trustOf(other)) || later(one, other));

function later(one: IdentifiedPatient, other: IdentifiedPatient): number {
  const [a, b] = [timeOf(one), timeOf(other)];
  if (a !== b) return a < b ? 1 : -1;
  return one.id < other.id ? -1 : 1;
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Each identifier once, by its system and value. */
function together(values: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const keyOf = ({ system, value }: Record<string, unknown>) =>
    `${String(system)}|${canonicalValue(String(system), String(value))}`;
  const first = new Map<string, Record<string, unknown>>();
  for (const value of values) if (!first.has(keyOf(value))) first.set(keyOf(value), value);
  return [...first.values()];
}

/** Extensions of one address belong together: all of them come from the same Patient. */
function extensionsOf(patients: readonly IdentifiedPatient[], sources: GoldenSource[]): Record<string, unknown>[] {
  const urls = [...new Set(patients.flatMap(({ extension }) => listOf(extension).map(({ url }) => String(url))))].sort();
  return urls.flatMap((url) => {
    const from = patients.find(({ extension }) => listOf(extension).some((one) => one['url'] === url));
    if (!from) return [];
    sources.push({ element: url, rule: extensionSurvivorship, from: [from.id] });
    return listOf(from['extension']).filter((one) => one['url'] === url);
  });
}
