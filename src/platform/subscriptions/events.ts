import type { Sql } from '../../store/index.ts';
import type { Subscriber } from './subscribers.ts';

/** One event of one subscription: which version of which resource it is about. */
export interface Event {
  readonly number: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly action: 'create' | 'update' | 'delete';
  /** When the resource changed. */
  readonly at: Date;
}

/** What is to be told to whom, in the order of the feed. */
export interface Match {
  readonly subscriber: Subscriber;
  readonly event: Omit<Event, 'number' | 'at'> & { readonly at: string };
}

/** Gives each its number and keeps it, after those that are there. */
export async function addEvents(tx: Sql, matches: readonly Match[]): Promise<void> {
  const groups = [...Map.groupBy(matches, ({ subscriber }) => subscriber.id).values()];
  const counted = await tx<{ id: string; events: number }[]>`
    update subscriptions.subscription s set events = events + more.count
      from unnest(${groups.map(([first]) => first?.subscriber.id ?? '')}::text[], ${groups.map(({ length }) => length)}::integer[]) more (id, count)
     where s.id = more.id and s.status <> 'off'
    returning s.id, s.events`;
  const totals = new Map(counted.map(({ id, events }) => [id, events]));
  const rows = groups.flatMap((group) => {
    const total = totals.get(group[0]?.subscriber.id ?? '');
    return total === undefined ? [] : group.map((match, index) => ({ ...match, number: total - group.length + index + 1 }));
  });
  await insertEvents(tx, rows);
}

async function insertEvents(tx: Sql, rows: readonly (Match & { number: number })[]): Promise<void> {
  const of = <Value>(pick: (row: Match & { number: number }) => Value) => rows.map(pick);
  await tx`
    insert into subscriptions.event (shard, subscription, number, type, id, version, action, at)
    select * from unnest(${of((row) => row.subscriber.shard)}::bigint[], ${of((row) => row.subscriber.id)}::text[],
                         ${of((row) => row.number)}::bigint[], ${of((row) => row.event.type)}::text[], ${of((row) => row.event.id)}::text[],
                         ${of((row) => row.event.version)}::integer[], ${of((row) => row.event.action)}::text[],
                         ${of((row) => row.event.at)}::timestamptz[])`;
}

/** Events of a subscription from one number to another, both included, in their order; at most `limit`. */
export function readEvents(
  sql: Sql,
  { id, shard }: Pick<Subscriber, 'id' | 'shard'>,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<Event[]> {
  return sql<Event[]>`
    select number, type, id, version, action, at from subscriptions.event
     where subscription = ${id} and shard = ${shard} and number between ${from} and ${to} order by number limit ${limit}`;
}

/** Events that nobody asks for any more; what has not been delivered by then is lost, and its number missing. */
export async function removeEvents(sql: Sql, before: Date): Promise<void> {
  await sql`delete from subscriptions.event where at < ${before}`;
}
