import { isObject, type Resource, toNumber } from '../../../fhir/index.ts';
import { chinaDay } from '../../../kernel/index.ts';
import { vaccines as national } from '../../../standards/index.ts';
import type { Child, Contraindication, GivenDose } from './contract.ts';
import { type Condition, conditions } from './schedules/conditions.ts';
import { type Vaccine, vaccines } from './schedules/vaccines.ts';

export const CVX = 'http://hl7.org/fhir/sid/cvx';
/** System of the vaccines' own names. */
export const OWN = 'urn:minkang:vaccine';
/** What is measured of a newborn: birth weight (LOINC), and whether the mother has HBsAg: `positive` or `negative`. */
export const NEWBORN_CODES = { weight: '8339-4', mother: 'mother-hbsag', system: 'urn:minkang:observation' } as const;

const byName = new Map(Object.entries<Vaccine>(vaccines).map(([id, { name }]) => [name.zh, id]));

/** A vaccine as tables write it: its own name, the Chinese one, `cvx:03`, `cn:11` or the national code alone. */
export const vaccineIn = (text: string): string => byName.get(text) ?? (/^\d{2}$/.test(text) ? `cn:${text}` : text);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const codingsOf = (concept: unknown): readonly Readonly<Record<string, unknown>>[] =>
  isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'].filter(isObject) : [];

/** The child that a Patient is. */
export function readChild(patient: Resource, observations: readonly Resource[] = []): Child {
  const { gender } = patient;
  return {
    birthDate: textOf(patient['birthDate']) ?? '',
    sex: gender === 'female' || gender === 'male' ? gender : 'unknown',
    birthWeightGrams: weightIn(observations),
    motherHBsAg: motherIn(observations),
  };
}

const withCode = (observations: readonly Resource[], code: string) =>
  observations.find((one) => codingsOf(one['code']).some((coding) => coding['code'] === code));

/** In grams, whichever of g and kg it was measured in. */
function weightIn(observations: readonly Resource[]): number | undefined {
  const quantity = withCode(observations, NEWBORN_CODES.weight)?.['valueQuantity'];
  if (!isObject(quantity)) return undefined;
  const value = toNumber(quantity['value']);
  const unit = quantity['code'] ?? quantity['unit'];
  return value === undefined ? undefined : unit === 'kg' ? value * 1000 : unit === 'g' ? value : undefined;
}

function motherIn(observations: readonly Resource[]): 'positive' | 'negative' | undefined {
  const value = withCode(observations, NEWBORN_CODES.mother)?.['valueString'];
  return value === 'positive' || value === 'negative' ? value : undefined;
}

/**
 * The dose that an Immunization records; none where it was not given or entered in error. Its vaccine is known by our own code,
 * CVX, the national code, or the Chinese name; one known by CVX alone was given abroad.
 */
export function readDose(immunization: Resource): GivenDose | undefined {
  if (immunization['status'] !== 'completed') return undefined;
  const codings = codingsOf(immunization['vaccineCode']);
  const of = (system: string) => textOf(codings.find((one) => one['system'] === system)?.['code']);
  const [own, cvx, code] = [of(OWN), of(CVX), of(national.system)];
  const concept = immunization['vaccineCode'];
  const names = [isObject(concept) ? concept['text'] : undefined, ...codings.map((one) => one['display'])];
  const named = names.map((name) => byName.get(textOf(name) ?? '')).find((id) => id !== undefined);
  const vaccine =
    own ?? (cvx === undefined ? undefined : `cvx:${cvx}`) ?? named ?? (code === undefined ? undefined : `cn:${code}`);
  return {
    id: textOf(immunization['id']),
    vaccine: vaccine ?? 'unknown',
    date: dateOf(textOf(immunization['occurrenceDateTime'])),
    abroad: own === undefined && code === undefined && cvx !== undefined,
  };
}

/** The day in China of an instant, and a date as it stands. */
function dateOf(text: string | undefined): string | undefined {
  if (text === undefined || !text.includes('T')) return text;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text.slice(0, 10) : chinaDay(instant);
}

const codeIn = (concept: unknown): string => textOf(codingsOf(concept)[0]?.['code']) ?? '';
const OVER: ReadonlySet<string> = new Set(['inactive', 'resolved', 'remission']);
const DENIED: ReadonlySet<string> = new Set(['refuted', 'entered-in-error']);
const stands = (one: Resource): boolean =>
  !OVER.has(codeIn(one['clinicalStatus'])) && !DENIED.has(codeIn(one['verificationStatus']));

/** What diagnoses that stand, and severe allergies to vaccines, forbid for good. */
export function readContraindications(diagnoses: readonly Resource[], allergies: readonly Resource[]): Contraindication[] {
  const codes = diagnoses.filter(stands).flatMap((one) => codingsOf(one['code']).map(({ code }) => textOf(code) ?? ''));
  const known = Object.entries<Condition>(conditions).filter(([, { codes: ofIt = [] }]) =>
    ofIt.some((code) => codes.some((one) => (/^[A-Z]/.test(code) ? one.startsWith(code) : one === code))),
  );
  const vaccinesIn = allergies
    .filter((one) => stands(one) && one['criticality'] === 'high')
    .flatMap((one) => readDose({ resourceType: 'Immunization', status: 'completed', vaccineCode: one['code'] })?.vaccine ?? [])
    .filter((vaccine) => vaccine !== 'unknown');
  return [
    ...known.map(([condition]) => ({ condition })),
    ...(vaccinesIn.length > 0 ? [{ condition: 'anaphylaxis', vaccines: vaccinesIn }] : []),
  ];
}
