import { shardOf } from '../../../kernel/index.ts';
import type { LinkedPatients, Sql } from '../../../store/index.ts';
import type { DoubtfulPair } from './decide.ts';

/** Puts doubtful pairs before somebody. A pair that was there is not asked again, whatever was decided of it. */
export async function openReviews(tx: Sql, pairs: readonly DoubtfulPair[], modelVersion: number, at: string): Promise<void> {
  if (pairs.length === 0) return;
  await tx`
    insert into population.review (shard, a, b, state, reason, score, evidence, model_version, place, opened_at)
    select shard, a, b, 'open', reason, score, evidence, ${modelVersion}::integer, place, ${at}::timestamptz
      from unnest(${pairs.map(({ a }) => shardOf(a))}::bigint[], ${pairs.map(({ a }) => a)}::text[], ${pairs.map(({ b }) => b)}::text[],
                  ${pairs.map(({ reason }) => reason)}::text[], ${pairs.map(({ score }) => score)}::float8[],
                  ${pairs.map(({ prior, parts }) => JSON.stringify({ prior, parts }))}::text[], ${pairs.map(({ place }) => place)}::text[])
           as given (shard, a, b, reason, score, evidence, place)
        on conflict do nothing`;
}

/** How many questions about a Patient wait for somebody. */
export async function countOpenReviews(sql: Sql, patient: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from population.review where state in ('open', 'later') and (a = ${patient} or b = ${patient})`;
  return row?.count ?? 0;
}

/** Pairs of one resident are no question any more. */
export async function settleReviews(tx: Sql, groups: readonly LinkedPatients[]): Promise<void> {
  for (const group of groups.filter(({ length }) => length > 1))
    await tx`
      update population.review set state = 'settled'
       where state in ('open', 'later') and a = any(${group}::text[]) and b = any(${group}::text[])`;
}
