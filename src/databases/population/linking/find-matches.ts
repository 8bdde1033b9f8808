import type { Resource } from '../../../fhir/index.ts';
import type { PersonRecord, ResidentJudged } from '../../../matching/index.ts';
import type { Sql } from '../../../store/index.ts';
import { findCandidates } from './match-rows.ts';
import type { ModelInForce } from './models.ts';
import type { IdentifiedPatient } from './patient-links.ts';
import { toPersonRecord } from './person-record.ts';

/** A resident who may be the person asked about. */
export interface Match extends Pick<ResidentJudged, 'decision' | 'reason' | 'best'> {
  /** Ids of the resident's Patients, in the order of their registration. */
  readonly patients: readonly string[];
  readonly modelVersion: number;
}

/** The residents who may be this person, by the model in force, the surest first; as registering would find them. Writes nothing. */
export async function findMatches(sql: Sql, { matcher, version }: ModelInForce, record: PersonRecord): Promise<Match[]> {
  const [residents = []] = await findCandidates(sql, [{ record, keys: matcher.keysOf(record) }]);
  const others = residents.filter(({ patients }) => !patients.includes(record.id));
  const { residents: judged } = matcher.judgeResident(
    record,
    others.map(({ people }) => people.map((member) => member.record)),
  );
  return judged
    .map(({ resident, decision, reason, best }) => ({
      decision,
      reason,
      best,
      patients: others[resident]?.patients ?? [],
      modelVersion: version,
    }))
    .toSorted((one, other) => RANKS[other.decision] - RANKS[one.decision] || other.best.score - one.best.score);
}

const RANKS = { link: 2, review: 1, new: 0 } as const;

/** Of a Patient that is not stored; it never finds itself. */
export const recordOf = (patient: Resource, place: string): PersonRecord =>
  toPersonRecord({ ...patient, id: patient.id ?? 'asked' } satisfies IdentifiedPatient, place);
