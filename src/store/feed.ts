import type { DatabaseName } from './catalogue.ts';
import type { Sql } from './database.ts';

/** One entry of the change feed. */
export interface ChangeEntry {
  readonly xid: string;
  readonly position: number;
  readonly database: DatabaseName;
  readonly resident: string | undefined;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly action: 'create' | 'update' | 'delete';
  /** ISO instant. */
  readonly at: string;
}

/** How far a consumer has come. Opaque; compare nothing but equality. */
export interface FeedPosition {
  readonly xid: string;
  readonly position: number;
}

export const FEED_START: FeedPosition = { xid: '0', position: 0 };

/**
 * The next entries after a position, in order, at most `limit`. Entries of transactions that still run, and all that
 * came after the oldest of them, wait: so none that commits late is ever skipped.
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT
 */
export async function readFeed(sql: Sql, after: FeedPosition, limit: number): Promise<ChangeEntry[]> {
  const rows = await sql<(Omit<ChangeEntry, 'resident' | 'at'> & { resident: string | null; at: Date })[]>`
    select xid::text, position, database, resident, type, id, version, action, at
      from store.change
     where xid < pg_snapshot_xmin(pg_current_snapshot())
       and (xid, position) > (${after.xid}::xid8, ${after.position})
     order by change.xid, position limit ${limit}`; // the bare name would be the text above: 1000 before 999
  return rows.map((row) => ({ ...row, resident: row.resident ?? undefined, at: row.at.toISOString() }));
}

/** Where a consumer stands; the start, if it never came by. */
export async function readPosition(sql: Sql, consumer: string): Promise<FeedPosition> {
  const [row] = await sql<
    { xid: string; position: number }[]
  >`select xid::text, position from store.consumer where name = ${consumer}`;
  return row ?? FEED_START;
}

/** The last entry that can be read now: everything up to it is committed and visible to whoever looks from here on. */
export async function readFeedEnd(sql: Sql): Promise<FeedPosition> {
  const [row] = await sql<{ xid: string; position: number }[]>`
    select xid::text, position from store.change
     where xid < pg_snapshot_xmin(pg_current_snapshot()) order by change.xid desc, position desc limit 1`;
  return row ?? FEED_START;
}

/** Now, where a consumer has seen all that was written; else the instant of the last change that it has seen. */
export async function seenUntil(sql: Sql, consumer: string, now: Date): Promise<Date> {
  const [end, position] = [await readFeedEnd(sql), await readPosition(sql, consumer)];
  if (end.xid === position.xid && end.position === position.position) return now;
  const [row] = await sql<{ at: Date | null }[]>`
    select at from store.change where (xid, position) <= (${position.xid}::xid8, ${position.position})
     order by change.xid desc, position desc limit 1`;
  return row?.at ?? new Date(0);
}

/** Forgets a consumer that will not come again. */
export async function removePosition(tx: Sql, consumer: string): Promise<void> {
  await tx`delete from store.consumer where name = ${consumer}`;
}

/**
 * Where a consumer stands, held until the transaction ends: of several processes, one reads on.
 * @returns undefined while another one does
 */
export async function lockPosition(tx: Sql, consumer: string): Promise<FeedPosition | undefined> {
  const [row] = await tx<{ xid: string; position: number }[]>`
    select xid::text, position from store.consumer where name = ${consumer} for update skip locked`;
  return row;
}

/** Moves a consumer on. Call it in the transaction that did the work. */
export async function movePosition(tx: Sql, consumer: string, { xid, position }: FeedPosition): Promise<void> {
  await tx`
    insert into store.consumer (name, xid, position) values (${consumer}, ${xid}::xid8, ${position})
        on conflict (name) do update set xid = excluded.xid, position = excluded.position`;
}

/** How many entries a consumer has not seen, counted up to 100,000, and since when the oldest of them waits. */
export async function feedLag(sql: Sql, after: FeedPosition): Promise<{ changes: number; since: string | undefined }> {
  const [row] = await sql<{ changes: number; since: Date | null }[]>`
    select count(*) as changes, min(at) as since
      from (select at from store.change where (xid, position) > (${after.xid}::xid8, ${after.position}) order by xid, position limit 100000) waiting`;
  return { changes: row?.changes ?? 0, since: row?.since?.toISOString() };
}
