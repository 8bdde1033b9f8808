import { Problem, shardOf } from '../../../kernel/index.ts';
import { inScope, type Scope, type ScopedStore, type Sql } from '../../../store/index.ts';
import { type ActOptions, act } from './act.ts';
import { pairOf } from './components.ts';
import type { ReviewItem, ReviewPage, ReviewState } from './contract.ts';
import { readRegistrations } from './registrations.ts';

interface ReviewRow {
  readonly a: string;
  readonly b: string;
  readonly state: ReviewState;
  readonly reason: string;
  readonly score: number;
  readonly evidence: string;
  readonly modelVersion: number;
  readonly place: string;
  readonly openedAt: Date;
  readonly heldBy: string | null;
  readonly heldUntil: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface ReviewQuery {
  readonly state: ReviewState;
  /** Division code; those below it too. */
  readonly place?: string | undefined;
  readonly count: number;
  /** The last pair of the page before. */
  readonly after?: { readonly score: number; readonly a: string; readonly b: string } | undefined;
}

/** One page of doubtful pairs in the scope, those that most look like one person first. */
export async function listReviews(sql: Sql, scope: Scope, query: ReviewQuery): Promise<Omit<ReviewPage, 'next'>> {
  const { state, place = '', count, after } = query;
  const [rows, counts, decided] = await Promise.all([
    sql<ReviewRow[]>`
      select ${columns(sql)} from population.review
       where state = ${state} and starts_with(place, ${place}) and ${inScope(sql, scope, 'place')}
         ${after ? sql`and (-score, a, b) > (${-after.score}::float8, ${after.a}, ${after.b})` : sql``}
       order by -score, a, b limit ${count}`,
    sql<{ state: ReviewState; count: number }[]>`
      select state, count(*)::integer as count from population.review
       where starts_with(place, ${place}) and ${inScope(sql, scope, 'place')} group by state`,
    sql<{ day: string; linked: number; notSame: number }[]>`
      select (decided_at at time zone 'Asia/Shanghai')::date::text as day, (count(*) filter (where state = 'linked'))::integer as linked,
             (count(*) filter (where state = 'not-same'))::integer as "notSame"
        from population.review
       where decided_at is not null and starts_with(place, ${place}) and ${inScope(sql, scope, 'place')}
       group by 1 order by 1 desc limit 14`,
  ]);
  return {
    items: await toItems(sql, rows),
    counts: { ...NONE, ...Object.fromEntries(counts.map((one) => [one.state, one.count])) },
    decided,
  };
}

const NONE: Record<ReviewState, number> = { open: 0, later: 0, linked: 0, 'not-same': 0, settled: 0 };

/** One pair. @throws Problem resource-unknown */
export async function getReview(sql: Sql, scope: Scope, one: string, other: string): Promise<ReviewItem> {
  const { a, b } = pairOf(one, other);
  const rows = await sql<ReviewRow[]>`
    select ${columns(sql)} from population.review
     where a = ${a} and b = ${b} and shard = ${shardOf(a)} and ${inScope(sql, scope, 'place')}`;
  const [item] = await toItems(sql, rows);
  if (!item) throw new Problem('resource-unknown', 'There is no such question', { at: 'a' });
  return item;
}

const columns = (sql: Sql) => sql`
  a, b, state, reason, score, evidence, model_version as "modelVersion", place, opened_at as "openedAt", held_by as "heldBy",
  held_until as "heldUntil", decided_by as "decidedBy", decided_at as "decidedAt"`;

async function toItems(sql: Sql, rows: readonly ReviewRow[]): Promise<ReviewItem[]> {
  const known = await readRegistrations(sql, [...new Set(rows.flatMap(({ a, b }) => [a, b]))]);
  return rows.flatMap(({ a, b, evidence, openedAt, heldBy, heldUntil, decidedBy, decidedAt, ...row }) => {
    const [one, other] = [known.get(a), known.get(b)];
    if (!one || !other) return [];
    const { prior, parts, contradictions } = JSON.parse(evidence) as Pick<ReviewItem, 'prior' | 'parts' | 'contradictions'>;
    return [
      {
        ...row,
        ...{ a: one, b: other, prior, parts, openedAt: openedAt.toISOString() },
        ...(contradictions ? { contradictions } : {}),
        ...(heldBy && heldUntil && heldUntil > new Date() ? { heldBy, heldUntil: heldUntil.toISOString() } : {}),
        ...(decidedBy && decidedAt ? { decidedBy, decidedAt: decidedAt.toISOString() } : {}),
      },
    ];
  });
}

/** So long a pair is somebody's who has it before them. */
const HELD_MINUTES = 10;

/**
 * Takes a pair before oneself; asking again prolongs it.
 * @throws Problem held-by-another
 */
export async function holdReview(sql: Sql, a: string, b: string, by: string, at: Date): Promise<void> {
  const until = new Date(at.getTime() + HELD_MINUTES * 60_000);
  const { count } = await sql`
    update population.review set held_by = ${by}, held_until = ${until.toISOString()}::timestamptz
     where a = ${a} and b = ${b} and shard = ${shardOf(a)} and (held_by is null or held_by = ${by} or held_until < ${at.toISOString()}::timestamptz)`;
  if (count === 0) throw new Problem('held-by-another', 'Somebody else has this pair before them', { at: 'a' });
}

/** Lets a pair go that one has before oneself; what somebody else has stays theirs. A repeat changes nothing. */
export async function releaseReview(sql: Sql, a: string, b: string, by: string): Promise<void> {
  await sql`
    update population.review set held_by = null, held_until = null
     where a = ${a} and b = ${b} and shard = ${shardOf(a)} and held_by = ${by}`;
}

export type Verdict = 'link' | 'not-same' | 'later' | 'open';

const STATES = { link: 'linked', 'not-same': 'not-same', later: 'later', open: 'open' } as const;
/** From which states a verdict may be given; the same verdict again changes nothing. */
const FROM: Readonly<Record<Verdict, readonly ReviewState[]>> = {
  link: ['open', 'later'],
  'not-same': ['open', 'later'],
  later: ['open'],
  open: ['later', 'not-same'],
};

/**
 * Decides about a pair, in one transaction with what follows from it. `open` takes back `not the same`.
 * @param store of the whole platform: whose queue it is decides who may decide
 * @throws Problem already-decided, kept-apart
 */
export async function decideReview(
  store: ScopedStore,
  sql: Sql,
  item: ReviewItem,
  verdict: Verdict,
  { by, at, reason, within }: Pick<ActOptions, 'by' | 'at' | 'reason' | 'within'>,
): Promise<void> {
  const { a, b } = pairOf(item.a.patient, item.b.patient);
  const state = STATES[verdict];
  if (item.state === state) return;
  const move = async (tx: Sql) => {
    const isDecision = verdict === 'link' || verdict === 'not-same';
    const { count } = await tx`
      update population.review
         set state = ${state}, held_by = null, held_until = null,
             decided_by = ${isDecision ? by : null}, decided_at = ${isDecision ? at : null}::timestamptz
       where a = ${a} and b = ${b} and shard = ${shardOf(a)} and state = any(${FROM[verdict]}::text[])`;
    if (count === 0) throw new Problem('already-decided', 'Somebody has decided about this pair meanwhile', { at: 'verdict' });
  };
  if (verdict === 'later' || (verdict === 'open' && item.state === 'later')) return move(sql);
  const kind = verdict === 'link' ? 'link' : verdict === 'not-same' ? 'apart' : 'together';
  await act(store, { kind, a, b }, { by, at, reason, first: move, within });
}
