import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { officialDefinitions, parseJson, type Resource } from '../fhir/index.ts';
import { type Catalogue, type DatabaseName, databases } from './catalogue.ts';
import type { Written } from './change.ts';
import { type Current, overwrite, writeSearchValues } from './commit-sql.ts';
import { type Database, type Sql, sqlState } from './database.ts';
import { asFiled } from './filing.ts';
import type { OwnParameters } from './own-parameters.ts';
import { toRow } from './row.ts';

/** What reindexing needs of a store. */
export interface Reindexing {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly parameters: OwnParameters;
}

/** One more whenever what is indexed of a resource changes though its parameters do not. */
const INDEX_FORMAT = 3;

/** Stands for the official parameters and the way in which this program indexes by them. */
export const indexDigest = (): string => createHash('sha256').update(`${INDEX_FORMAT} ${officialDefinitions()}`).digest('hex');

/** Whether everything stored was indexed by other definitions. Where nothing is stored, nothing is to be done. */
export async function isIndexOutdated(sql: Sql, digest: string): Promise<boolean> {
  const [row] = await sql<{ digest: string | null }[]>`select digest from store.parameter_set`;
  if (row?.digest === digest) return false;
  for (const database of databases) {
    const [any] = await sql`select from ${sql(database)}.resource limit 1`;
    if (any) return true;
  }
  await sql`update store.parameter_set set digest = ${digest}`;
  return false;
}

/**
 * All is indexed by the set of a version and the official parameters: says so, unless the set has changed meanwhile.
 * The version goes up, so that every process learns of it.
 */
export async function finishReindex(
  database: Database,
  done: { readonly version: number; readonly places: readonly string[]; readonly digest: string | undefined },
): Promise<boolean> {
  return database.begin(async (tx) => {
    const { count } = await tx`
      update store.parameter_set set version = version + 1, digest = coalesce(${done.digest ?? null}, digest) where version = ${done.version}`;
    if (count === 0) return false;
    await tx`insert into store.indexed_parameter select * from unnest(${done.places}::text[]) on conflict do nothing`;
    return true;
  });
}

/** How many resources there are of the types. */
export async function countToReindex(sql: Sql, types: readonly string[]): Promise<number> {
  let total = 0;
  for (const database of databases) {
    const [row] = await sql<{ count: number }[]>`
      select count(*) as count from ${sql(database)}.resource where type = any(${types}::text[])`;
    total += row?.count ?? 0;
  }
  return total;
}

/** Types of which anything is stored. */
export async function storedTypes(sql: Sql): Promise<string[]> {
  const found = new Set<string>();
  for (const database of databases) {
    const rows = await sql<{ type: string }[]>`
      with recursive types as (
        (select type from ${sql(database)}.resource order by type limit 1)
        union all
        select (select r.type from ${sql(database)}.resource r where r.type > types.type order by r.type limit 1)
          from types where types.type is not null)
      select type from types where type is not null`;
    for (const { type } of rows) found.add(type);
  }
  return [...found].sort();
}

const ROWS_A_BATCH = 250;
const RETRIES = 6;
const TRANSIENT = new Set(['40001', '40P01']);

interface ReindexPage {
  readonly count: number;
  /** Undefined: this was the last one of the type in this database. */
  readonly last: string | undefined;
}

/**
 * Indexes the next resources of a type in a database anew, in one short transaction: their rows are locked, their bodies,
 * versions and times stay as they are, and no change is entered in the feed.
 * @param within does its own part in that transaction
 */
export async function reindexPage(
  store: Reindexing,
  at: { readonly database: DatabaseName; readonly type: string; readonly after: string },
  within: (tx: Sql, page: ReindexPage) => Promise<void>,
): Promise<ReindexPage> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.database.begin(async (tx) => {
        const page = await reindexRows(tx, store, at);
        await within(tx, page);
        return page;
      });
    } catch (thrown) {
      if (!TRANSIENT.has(sqlState(thrown) ?? '') || attempt === RETRIES) throw thrown;
      await sleep(2 ** attempt * Math.random() * 10);
    }
  }
}

interface ReindexRow {
  readonly shard: number;
  readonly id: string;
  readonly version: number;
  readonly place: string;
  readonly resident: string | null;
  readonly updatedAt: string;
  readonly deleted: boolean;
  readonly body: string | null;
}

async function reindexRows(
  tx: Sql,
  { catalogue, parameters }: Reindexing,
  { database, type, after }: { readonly database: DatabaseName; readonly type: string; readonly after: string },
): Promise<ReindexPage> {
  const rows = await tx<ReindexRow[]>`
    select shard, id, version, place, resident, to_char(updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "updatedAt", deleted, body
      from ${tx(database)}.resource where type = ${type} and id > ${after}
     order by id limit ${ROWS_A_BATCH} for update`;
  const written = rows.flatMap((row): Written[] => (row.body === null ? [] : [toWritten(row, row.body)]));
  const current = new Map(written.map((one): [string, Current] => [`${type}/${one.row.id}`, toCurrent(one)]));
  if (written.length > 0) {
    if ((await overwrite(tx, written, current)) < written.length) throw new Error('what was locked has gone');
    await writeSearchValues(tx, written, current);
  }
  return { count: rows.length, last: rows.length < ROWS_A_BATCH ? undefined : rows.at(-1)?.id };

  function toWritten({ shard, id, version, place, resident, updatedAt }: ReindexRow, body: string): Written {
    const resource = { ...(parseJson(body) as Resource), id };
    // where it is, it stays: only a write moves a record
    const indexed = { ...toRow(resource, catalogue, body, parameters), database, shard };
    const row = asFiled(indexed, { database, shard, resident: resident ?? undefined });
    return { action: 'update', row, version, place, updatedAt, body, resource };
  }
}

const toCurrent = ({ row, version, place, updatedAt, body }: Written): Current => ({
  row,
  version,
  place,
  updatedAt,
  deleted: false,
  body: body ?? null,
  context: undefined,
});
