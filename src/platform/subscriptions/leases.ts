import type { Sql } from '../../store/index.ts';
import { type ReadSubscribers, type Subscriber, subscriberColumns } from './subscribers.ts';

/** A subscriber that this process serves for the moment, and nobody else. */
export interface Lease {
  readonly by: string;
  readonly subscriber: Subscriber;
}

/** Longer than the longest timeout of a channel: whoever holds it has given up before another one begins. */
const LEASE_SECONDS = 90;

export interface Room {
  /** How many may be taken in all. */
  readonly any: number;
  /** How many of them may be such whose last attempt failed: dead endpoints leave room for the living. */
  readonly failing: number;
}

/**
 * Takes subscribers to whom something is to be sent now: a handshake, events, a heartbeat; or whose status is behind.
 * Those that wait longest come first, and whoever is being served elsewhere is left alone.
 */
export async function takeDue(sql: Sql, read: ReadSubscribers, now: Date, by: string, room: Room): Promise<Lease[]> {
  const due = (failing: boolean, limit: number) => sql`
    select id, shard from subscriptions.subscription
     where channel = 'rest-hook' and status <> 'off' and (failures > 0) = ${failing}
       and (leased_until is null or leased_until < ${now}) and (retry_at is null or retry_at <= ${now})
       and (not verified or events > delivered or status <> 'active' or ends_at < ${now}
            or sent_at + heartbeat_seconds * interval '1 second' <= ${now})
     order by sent_at limit ${limit} for update skip locked`;
  const rows = await sql`
    with healthy as (${due(false, room.any)}), failing as (${due(true, Math.min(room.any, room.failing))})
    update subscriptions.subscription s set leased_by = ${by}, leased_until = ${now}::timestamptz + ${LEASE_SECONDS} * interval '1 second'
     where (s.id, s.shard) in (select id, shard from (select * from healthy union all select * from failing) due limit ${room.any})
    returning ${subscriberColumns(sql)}`;
  return read(rows).map((subscriber) => ({ by, subscriber }));
}

/** What became of an attempt. */
export type Settled =
  | { readonly kind: 'accepted'; readonly upTo?: number; readonly handshake?: boolean; readonly silent?: boolean }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAt: Date };

/**
 * Gives a subscriber back with the outcome. What was accepted stays accepted, even where its owner has written it anew
 * meanwhile; the rest is then forgotten. A lease that was lost to another process changes nothing else.
 */
export async function settle(sql: Sql, { by, subscriber }: Lease, now: Date, settled: Settled): Promise<void> {
  const { id, shard, version } = subscriber;
  if (settled.kind === 'failed') {
    await sql`
      update subscriptions.subscription
         set leased_by = null, leased_until = null, failures = failures + 1, failing_since = coalesce(failing_since, ${now}),
             retry_at = ${settled.retryAt}, reason = ${settled.reason}, sent_at = ${now}
       where id = ${id} and shard = ${shard} and leased_by = ${by} and version = ${version}`;
    await release(sql, { by, subscriber });
    return;
  }
  const { upTo = 0, handshake = false, silent = false } = settled;
  await sql`
    update subscriptions.subscription
       set leased_by = case when leased_by = ${by} then null else leased_by end,
           leased_until = case when leased_by = ${by} then null else leased_until end,
           delivered = greatest(delivered, ${upTo}), verified = verified or (${handshake} and version = ${version}),
           failures = 0, failing_since = null, retry_at = null, reason = null,
           sent_at = case when ${silent} then sent_at else ${now}::timestamptz end
     where id = ${id} and shard = ${shard}`;
}

/** Gives a subscriber back without an outcome. */
export async function release(sql: Sql, { by, subscriber }: Lease): Promise<void> {
  await sql`
    update subscriptions.subscription set leased_by = null, leased_until = null
     where id = ${subscriber.id} and shard = ${subscriber.shard} and leased_by = ${by}`;
}

/** Notes how far a websocket has got. */
export async function noteDelivered(
  sql: Sql,
  { id, shard }: Pick<Subscriber, 'id' | 'shard'>,
  upTo: number,
  now: Date,
): Promise<void> {
  await sql`
    update subscriptions.subscription set delivered = greatest(delivered, ${upTo}), sent_at = ${now}
     where id = ${id} and shard = ${shard}`;
}
