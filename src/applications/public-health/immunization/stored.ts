import { parseJson, type Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { parseSearch, type Scope, type ScopedStore, type SearchEntry } from '../../../store/index.ts';
import type { Child, Contraindication, Forecast, GivenDose } from './contract.ts';
import { NEWBORN_CODES, readChild, readContraindications, readDose } from './fhir-records.ts';
import type { CompiledSchedule } from './forecast/compile.ts';
import { forecast } from './forecast/forecast.ts';

/** What the store has of a child, of all its registrations that the scope shows. */
interface StoredHistory {
  readonly child: Child;
  readonly doses: readonly GivenDose[];
  /** By diagnoses and allergies on record. */
  readonly contraindications: readonly Contraindication[];
  /** What was read, for the audit log. */
  readonly read: readonly SearchEntry[];
}

const MOST_RECORDS = '1000';

/**
 * @throws Problem resource-unknown where the scope does not show the Patient, right-missing where it does not show vaccinations:
 * a forecast without them would say that nothing was given
 */
export async function readStoredHistory(store: ScopedStore, scope: Scope, patientId: string): Promise<StoredHistory> {
  const patient = await store.read('Patient', patientId);
  if (!scope.allows('Immunization', 's') || !scope.databases.includes('health_records'))
    throw new Problem('right-missing', 'The account sees no vaccinations', { at: 'Immunization' });
  const search = (type: string, more: readonly (readonly [string, string])[]) =>
    store.search(parseSearch(type, [['patient', patientId], ...more, ['_count', MOST_RECORDS]], true));
  const codes = `http://loinc.org|${NEWBORN_CODES.weight},${NEWBORN_CODES.system}|${NEWBORN_CODES.mother}`;
  const [immunizations, observations, diagnoses, allergies] = await Promise.all([
    search('Immunization', []),
    search('Observation', [['code', codes]]),
    search('Condition', [['clinical-status', 'active']]),
    search('AllergyIntolerance', [['criticality', 'high']]),
  ]);
  const resources = ({ entries }: { readonly entries: readonly SearchEntry[] }) =>
    entries.map(({ body }) => parseJson(body) as Resource);
  return {
    child: readChild(parseJson(patient.body) as Resource, resources(observations)),
    doses: resources(immunizations).flatMap((one) => readDose(one) ?? []),
    contraindications: readContraindications(resources(diagnoses), resources(allergies)),
    read: [immunizations, observations, diagnoses, allergies].flatMap(({ entries }) => entries),
  };
}

/** Forecast of a stored child. @throws Problem as `readStoredHistory` does; input-invalid where the Patient has no whole birth date */
export async function forecastStored(
  store: ScopedStore,
  scope: Scope,
  schedule: CompiledSchedule,
  asked: { readonly patient: string; readonly today: string; readonly contraindications: readonly Contraindication[] },
): Promise<{ readonly found: Forecast; readonly read: readonly SearchEntry[] }> {
  const { child, doses, contraindications, read } = await readStoredHistory(store, scope, asked.patient);
  const all = [...contraindications, ...asked.contraindications];
  return { found: forecast(child, doses, all, asked.today, schedule), read };
}
