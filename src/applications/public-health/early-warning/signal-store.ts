import { Problem, shardOf } from '../../../kernel/index.ts';
import { findDivision } from '../../../standards/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import { findDisease } from '../diseases/disease.ts';
import type { SignalMethod, SignalRow, SignalState } from './contract.ts';

export interface ToRaise {
  readonly key: string;
  readonly method: SignalMethod;
  readonly family: string;
  readonly division: string;
  readonly setting: string | undefined;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly observed: number;
  readonly threshold: number;
  readonly data: object;
  /** A signal of this prefix whose day is not before is the same one. */
  readonly continues?: { readonly prefix: string; readonly since: string };
}

/** Keeps signals: known ones with their data of now. What was dismissed comes up again where it has grown. */
export async function raise(tx: Sql, found: readonly ToRaise[], now: Date): Promise<void> {
  for (const one of found) {
    const key = one.continues ? await continued(tx, one.continues, one.key) : one.key;
    await tx`
      insert into early_warning.signal as known (shard, key, method, family, division, setting, day, observed, threshold, data, raised_at, updated_at)
      values (${shardOf(key)}, ${key}, ${one.method}, ${one.family}, ${one.division}, ${one.setting ?? null}, ${one.day}::date, ${one.observed},
              ${one.threshold}, ${JSON.stringify(one.data)}::text::jsonb, ${now}, ${now})
          on conflict (key, shard) do update
         set day = excluded.day, observed = excluded.observed, threshold = excluded.threshold, data = excluded.data, updated_at = excluded.updated_at,
             state = case when known.state = 'dismissed' and excluded.observed > known.observed then 'new' else known.state end
       where (known.observed, known.day, known.data) is distinct from (excluded.observed, excluded.day, excluded.data)`;
  }
}

async function continued(tx: Sql, { prefix, since }: { prefix: string; since: string }, key: string): Promise<string> {
  const [known] = await tx<{ key: string }[]>`
    select key from early_warning.signal where starts_with(key, ${prefix}) and day >= ${since}::date order by day desc limit 1`;
  return known?.key ?? key;
}

interface Kept extends Omit<SignalRow, 'id' | 'diseaseName' | 'placeName' | 'updatedAt'> {
  readonly key: string;
  readonly updatedAt: Date;
}

const columns = (sql: Sql) => sql`
  key, method, family as disease, division as place, setting, day::text as day, observed, threshold, data, state, reason, outbreak, updated_at as "updatedAt"`;

/** Signals of the scope, the latest day first. */
export async function listSignals(
  sql: Sql,
  scope: Scope,
  query: {
    readonly state?: SignalState | undefined;
    readonly hidden: readonly string[];
    readonly count: number;
    readonly after?: { readonly on: string; readonly key: string } | undefined;
  },
): Promise<SignalRow[]> {
  const { state, hidden, count, after } = query;
  const rows = await sql<Kept[]>`
    select ${columns(sql)} from early_warning.signal
     where ${inScope(sql, scope, 'division')} and not family = any(${hidden}::text[])
       ${state ? sql`and state = ${state}` : sql``}
       ${after ? sql`and (day, key) < (${after.on}::date, ${after.key})` : sql``}
     order by day desc, key desc limit ${count}`;
  return rows.map(toRow);
}

/** @throws Problem resource-unknown */
export async function getSignal(sql: Sql, scope: Scope, id: string): Promise<SignalRow> {
  const key = toKey(id);
  const [row] = await sql<Kept[]>`
    select ${columns(sql)} from early_warning.signal where key = ${key} and shard = ${shardOf(key)} and ${inScope(sql, scope, 'division')}`;
  if (!row) throw new Problem('resource-unknown', 'No such signal here', { at: 'id' });
  return toRow(row);
}

/** Keys hold names of places: they stand in addresses as what cannot be mistaken for a path. */
const toId = (key: string): string => Buffer.from(key).toString('base64url');
const toKey = (id: string): string => Buffer.from(id, 'base64url').toString();

function toRow({ key, updatedAt, setting, reason, outbreak, ...rest }: Kept): SignalRow {
  return {
    ...rest,
    id: toId(key),
    diseaseName: findDisease(rest.disease, rest.day)?.name ?? { zh: rest.disease, en: rest.disease },
    placeName: findDivision(rest.place.slice(0, 6))?.name ?? { zh: rest.place, en: rest.place },
    updatedAt: updatedAt.toISOString(),
    ...(setting ? { setting } : {}),
    ...(reason ? { reason } : {}),
    ...(outbreak ? { outbreak } : {}),
  };
}

/** From which state to which: what was dismissed can be looked into again, a verified one stays. */
const NEXT: Readonly<Record<SignalState, readonly SignalState[]>> = {
  new: ['looked-into', 'verified', 'dismissed'],
  'looked-into': ['verified', 'dismissed'],
  verified: [],
  dismissed: ['looked-into'],
};

/**
 * Says what became of a signal; a repeat changes nothing.
 * @throws Problem resource-unknown; case-conflict where somebody said otherwise meanwhile
 */
export async function decideSignal(
  sql: Sql,
  scope: Scope,
  {
    id,
    state,
    reason,
    by,
    now,
    outbreak,
  }: {
    readonly id: string;
    readonly state: SignalState;
    readonly reason: string | undefined;
    readonly by: string;
    readonly now: Date;
    readonly outbreak?: string | undefined;
  },
): Promise<SignalRow> {
  const key = toKey(id);
  const from = (Object.keys(NEXT) as SignalState[]).filter((one) => NEXT[one].includes(state));
  const [done] = await sql<Kept[]>`
    update early_warning.signal
       set state = ${state}, reason = ${reason ?? null}, decided_by = ${by}, decided_at = ${now}, outbreak = coalesce(${outbreak ?? null}, outbreak)
     where key = ${key} and shard = ${shardOf(key)} and ${inScope(sql, scope, 'division')} and state = any(${from}::text[]) returning ${columns(sql)}`;
  if (done) return toRow(done);
  const known = await getSignal(sql, scope, id);
  if (known.state !== state) throw new Problem('case-conflict', 'The signal was decided meanwhile', { at: 'state' });
  return known;
}
