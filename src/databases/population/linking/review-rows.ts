import { shardOf } from '../../../kernel/index.ts';
import type { LinkedPatients, Sql } from '../../../store/index.ts';
import type { Pair } from './components.ts';
import type { Contradicting } from './contradictions.ts';
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

/** A question about two registrations that are linked. */
export interface ContradictingPair extends Omit<DoubtfulPair, 'reason'>, Pick<Contradicting, 'kinds' | 'about'> {}

/**
 * Puts linked pairs before somebody, one of which was changed. Once more where something was decided of the pair, but not if it was about
 * the same contradiction.
 */
export async function openContradictions(
  tx: Sql,
  pairs: readonly ContradictingPair[],
  modelVersion: number,
  at: string,
): Promise<void> {
  if (pairs.length === 0) return;
  await tx`
    insert into population.review as known (shard, a, b, state, reason, score, evidence, about, model_version, place, opened_at)
    select shard, a, b, 'open', 'contradicts', score, evidence, about, ${modelVersion}::integer, place, ${at}::timestamptz
      from unnest(${pairs.map(({ a }) => shardOf(a))}::bigint[], ${pairs.map(({ a }) => a)}::text[], ${pairs.map(({ b }) => b)}::text[],
                  ${pairs.map(({ score }) => score)}::float8[],
                  ${pairs.map(({ prior, parts, kinds }) => JSON.stringify({ prior, parts, contradictions: kinds }))}::text[],
                  ${pairs.map(({ about }) => about)}::text[], ${pairs.map(({ place }) => place)}::text[])
           as given (shard, a, b, score, evidence, about, place)
        on conflict (a, b, shard) do update
       set state = 'open', reason = excluded.reason, score = excluded.score, evidence = excluded.evidence, about = excluded.about,
           model_version = excluded.model_version, place = excluded.place, opened_at = excluded.opened_at, decided_by = null, decided_at = null
     where known.about is distinct from excluded.about or known.state = 'settled'`;
}

/** Linked pairs that a change has brought into agreement again are no question any more. */
export async function settleContradictions(tx: Sql, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await tx`
    update population.review set state = 'settled'
     where reason = 'contradicts' and state in ('open', 'later')
       and (a, b, shard) in (select * from unnest(${pairs.map(({ a }) => a)}::text[], ${pairs.map(({ b }) => b)}::text[],
                                                  ${pairs.map(({ a }) => shardOf(a))}::bigint[]))`;
}

/** How many questions about a Patient wait for somebody. */
export async function countOpenReviews(sql: Sql, patient: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from population.review where state in ('open', 'later') and (a = ${patient} or b = ${patient})`;
  return row?.count ?? 0;
}

/** Pairs of one resident are no question any more, unless the question is whether they are rightly linked. */
export async function settleReviews(tx: Sql, groups: readonly LinkedPatients[]): Promise<void> {
  const members = groups.filter(({ length }) => length > 1).flatMap((group) => group.map((id) => ({ id, main: group[0] ?? id })));
  if (members.length === 0) return;
  const [ids, mains] = [members.map(({ id }) => id), members.map(({ main }) => main)];
  await tx`
    with member as (select * from unnest(${ids}::text[], ${mains}::text[]) as given (id, main))
    update population.review r set state = 'settled'
      from member one, member other
     where r.a = one.id and r.b = other.id and one.main = other.main and r.state in ('open', 'later')
       and r.reason <> 'contradicts'`;
}
