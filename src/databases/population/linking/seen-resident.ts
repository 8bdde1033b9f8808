import type { Resource } from '../../../fhir/index.ts';
import { findLinked, type Interaction, isInside, type LinkedPatients, type Scope, type Sql } from '../../../store/index.ts';
import { composeGolden } from './golden.ts';
import { type IdentifiedPatient, readPlacedPatients, withLinks } from './patient-links.ts';

/** What somebody sees of a resident. */
export interface SeenResident {
  /** Those of its registrations that the scope shows, the main one first. */
  readonly registrations: readonly IdentifiedPatient[];
  /** What is known from them together, under the id of the first; no version of any Patient. */
  readonly golden: IdentifiedPatient;
}

/** Tells a golden record from the registration whose id it has. */
export const GOLDEN_TAG = { system: 'urn:minkang:registration', code: 'golden-record' } as const;

/** Residents by the ids of all their Patients; of whom the scope shows nothing there is undefined. In the order asked. */
export async function readSeen(
  sql: Sql,
  scope: Scope,
  interaction: Interaction,
  residents: readonly LinkedPatients[],
): Promise<(SeenResident | undefined)[]> {
  if (!scope.allows('Patient', interaction)) return residents.map(() => undefined);
  const stored = await readPlacedPatients(sql, residents.flat());
  return residents.map((ids) => {
    const registrations = ids.flatMap((id) => {
      const found = stored.get(id);
      return found && isInside(scope, found.place, 'population') ? [found.patient] : [];
    });
    return registrations.length > 0 ? { registrations, golden: toGolden(registrations) } : undefined;
  });
}

/** The id of the main Patient of the resident that a Patient is of. */
export const residentOfPatient = async (sql: Sql, patient: string): Promise<string> =>
  (await findLinked(sql, [patient])).get(patient)?.[0] ?? patient;

/** The resident that a Patient is of; undefined where the scope shows none of its registrations. */
export async function readSeenOf(
  sql: Sql,
  scope: Scope,
  interaction: Interaction,
  patient: string,
): Promise<SeenResident | undefined> {
  const ids = (await findLinked(sql, [patient])).get(patient) ?? [patient];
  const [seen] = await readSeen(sql, scope, interaction, [ids]);
  return seen;
}

/** Its `meta` is its own: when its latest registration was written, and that it is a golden record. It names none that is not seen. */
function toGolden(registrations: readonly IdentifiedPatient[]): IdentifiedPatient {
  const { resourceType, id, meta: _meta, ...rest } = composeGolden(registrations.map((one) => withLinks(one, []))).patient;
  const latest = registrations.flatMap(lastUpdated).toSorted().at(-1);
  return { resourceType, id, meta: { ...(latest ? { lastUpdated: latest } : {}), tag: [GOLDEN_TAG] }, ...rest };
}

const lastUpdated = ({ meta }: Resource): string[] => (typeof meta?.['lastUpdated'] === 'string' ? [meta['lastUpdated']] : []);
