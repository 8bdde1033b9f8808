import { FIELDS, weightsOf } from '../../../matching/index.ts';
import { findLinked, type Sql } from '../../../store/index.ts';
import { weakestCut } from './components.ts';
import type { MatchingModel, MatchingRun, ResidentLinks } from './contract.ts';
import { composeGolden } from './golden.ts';
import { strengthAmong } from './link-rows.ts';
import type { Models } from './models.ts';
import { readPlacedPatients } from './patient-links.ts';
import { readRegistrations } from './registrations.ts';

/** The registrations of a resident, by the id of any of its Patients, and what joins and has joined them. */
export async function readResidentLinks(sql: Sql, patient: string): Promise<ResidentLinks> {
  const ids = (await findLinked(sql, [patient])).get(patient) ?? [patient];
  const [registrations, patients, links, events] = await Promise.all([
    readRegistrations(sql, ids),
    readPlacedPatients(sql, ids),
    sql<
      (Omit<ResidentLinks['links'][number], 'at' | 'score' | 'modelVersion'> & {
        at: Date;
        score: number | null;
        modelVersion: number | null;
      })[]
    >`
      select a, b, origin, score, model_version as "modelVersion", linked_by as by, linked_at as at from population.link
       where a = any(${ids}::text[]) or b = any(${ids}::text[]) order by linked_at, a, b limit 500`,
    sql<
      (Omit<ResidentLinks['events'][number], 'at' | 'score' | 'reason'> & {
        at: Date;
        score: number | null;
        reason: string | null;
      })[]
    >`
      select kind, a, b, origin, score, reason, acted_by as by, acted_at as at from population.link_event
       where a = any(${ids}::text[]) or b = any(${ids}::text[]) order by acted_at desc, a, b limit 500`,
  ]);
  const members = ids.flatMap((id) => patients.get(id)?.patient ?? []);
  const cut = weakestCut({ patients: ids, links }, ids[0] ?? patient, strengthAmong(links));
  return {
    registrations: ids.flatMap((id) => registrations.get(id) ?? []),
    links: links.map(({ at, score, modelVersion, ...one }) => ({
      ...one,
      ...(score === null ? {} : { score }),
      ...(modelVersion === null ? {} : { modelVersion }),
      at: at.toISOString(),
    })),
    events: events.map(({ at, score, reason, ...one }) => ({
      ...one,
      ...(score === null ? {} : { score }),
      ...(reason === null ? {} : { reason }),
      at: at.toISOString(),
    })),
    ...(cut ? { weakest: { ...cut.link, leaving: cut.leaving } } : {}),
    golden: members.length > 0 ? composeGolden(members).sources : [],
  };
}

/** The model in force as a page shows it, with the versions that there were. */
export async function describeModel(sql: Sql, models: Models): Promise<MatchingModel> {
  const { version, model } = models.current();
  const weights = weightsOf(model);
  const versions = await sql<
    { version: number; records: number; inForce: Date | null; until: Date | null; by: string; at: Date }[]
  >`
    select version, records, in_force as "inForce", until, made_by as by, made_at as at from population.matching_model
     order by version desc limit 50`;
  const lastRun = await readLastRun(sql);
  return {
    ...(lastRun ? { lastRun } : {}),
    version,
    records: model.records,
    prior: model.prior,
    thresholds: model.thresholds,
    fields: model.fields.map(({ name, m, u }, field) => ({
      name,
      levels: (FIELDS[field]?.levels ?? []).map((level, index) => ({
        level,
        m: m[index] ?? 0,
        u: u[index] ?? 0,
        weight: weights[field]?.[index] ?? 0,
      })),
    })),
    versions: versions.map(({ inForce, until, at, ...one }) => ({
      ...one,
      ...(inForce ? { inForce: inForce.toISOString() } : {}),
      ...(until ? { until: until.toISOString() } : {}),
      at: at.toISOString(),
    })),
  };
}

async function readLastRun(sql: Sql): Promise<MatchingRun | undefined> {
  const [row] = await sql<{ endedAt: Date; report: string }[]>`
    select ended_at as "endedAt", report from population.matching_run order by ended_at desc limit 1`;
  if (!row) return undefined;
  const { summary, blocks } = JSON.parse(row.report) as {
    summary: Omit<MatchingRun, 'endedAt' | 'blocks'>;
    blocks: MatchingRun['blocks'];
  };
  const { records, clusters, pairs, newLinks, doubtful, precision, recall } = summary;
  return { endedAt: row.endedAt.toISOString(), records, clusters, pairs, newLinks, doubtful, precision, recall, blocks };
}
