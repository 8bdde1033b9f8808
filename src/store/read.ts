import { shardOf } from '../kernel/index.ts';
import { BINARY, type Catalogue, type DatabaseName } from './catalogue.ts';
import { shardsOf } from './commit-sql.ts';
import type { Fragment, Sql } from './database.ts';
import { inScope, ownedPlace, type Scope } from './scope.ts';
import { hiddenContexts } from './security-context.ts';

/** One version as stored; `body` is the JSON text, undefined after a delete. */
export interface Stored {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** ISO instant. */
  readonly updatedAt: string;
  readonly resident: string | undefined;
  readonly body: string | undefined;
}

interface StoredRow {
  type: string;
  id: string;
  version: number;
  updatedAt: Date;
  resident: string | null;
  body: string | null;
}

/**
 * What a scope shows of resources of the types, as a condition on a row: `isInside` in SQL, on `place`; of Binaries, those whose
 * security context it may read.
 */
export function inPlaces(sql: Sql, database: DatabaseName, scope: Scope, types: string | readonly string[]): Fragment {
  const inside = isPlaced(sql, database, scope);
  const hidden = types === BINARY || (Array.isArray(types) && types.includes(BINARY)) ? hiddenContexts(scope) : [];
  if (hidden.length === 0) return inside;
  return sql`(${inside} and (type <> ${BINARY} or split_part(coalesce(links[1], ''), '/', 1) <> all(${hidden}::text[])))`;
}

function isPlaced(sql: Sql, database: DatabaseName, scope: Scope): Fragment {
  const { owned } = scope;
  if (database === 'reference') {
    if (owned === 'everybody') return sql`true`;
    return owned ? sql`(place not like '@%' or place = ${ownedPlace(owned.by)})` : sql`place not like '@%'`;
  }
  return inScope(sql, scope, 'place');
}

/** Databases in which the scope may look for a type. */
export function databasesFor(catalogue: Catalogue, scope: Scope, type: string): DatabaseName[] {
  return catalogue.databasesOf(type).filter((database) => scope.databases.includes(database));
}

/** The current version, deleted ones included; undefined where there is none in the scope. */
export async function readCurrent(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  type: string,
  id: string,
): Promise<Stored | undefined> {
  const direct = await readIn(sql, catalogue, scope, type, id, shardOf(id));
  if (direct) return direct;
  const located = (await shardsOf(sql, [{ type, id }]))({ type, id });
  return located === shardOf(id) ? undefined : readIn(sql, catalogue, scope, type, id, located);
}

async function readIn(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  type: string,
  id: string,
  shard: number,
): Promise<Stored | undefined> {
  for (const database of databasesFor(catalogue, scope, type)) {
    const [row] = await sql<StoredRow[]>`
      select type, id, version, updated_at as "updatedAt", resident, body
        from ${sql(database)}.resource
       where type = ${type} and id = ${id} and shard = ${shard} and ${inPlaces(sql, database, scope, type)}`;
    if (row) return toStored(row);
  }
  return undefined;
}

/** Current versions in the scope, by `Type/id`, deleted ones included; one statement a database. */
export async function readAllCurrent(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  names: readonly Pick<Stored, 'type' | 'id'>[],
): Promise<Map<string, Stored>> {
  const found = new Map<string, Stored>();
  if (names.length === 0) return found;
  const shards = await shardsOf(sql, names);
  for (const database of scope.databases) {
    const here = names.filter(({ type }) => catalogue.databasesOf(type).includes(database));
    if (here.length === 0) continue;
    const rows = await sql<StoredRow[]>`
      select type, id, version, updated_at as "updatedAt", resident, body
        from ${sql(database)}.resource
       where (type, id, shard) in (select * from unnest(${here.map(({ type }) => type)}::text[], ${here.map(({ id }) => id)}::text[],
                                                        ${here.map(shards)}::bigint[]))
             and ${inPlaces(
               sql,
               database,
               scope,
               here.map(({ type }) => type),
             )}`;
    for (const row of rows) found.set(`${row.type}/${row.id}`, toStored(row));
  }
  return found;
}

export function toStored({ type, id, version, updatedAt, resident, body }: StoredRow): Stored {
  return { type, id, version, updatedAt: updatedAt.toISOString(), resident: resident ?? undefined, body: body ?? undefined };
}

/**
 * All versions, newest first, at most `limit`, older than `before` where given. Who may see the current version may see
 * the earlier ones; a deleted resource keeps its history.
 */
export async function readHistory(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  type: string,
  id: string,
  limit: number,
  before = 2 ** 31 - 1,
): Promise<Stored[]> {
  const current = await readCurrent(sql, catalogue, scope, type, id);
  if (!current) return [];
  const shard = (await shardsOf(sql, [{ type, id }]))({ type, id });
  // what is current may be replaced, and found among the older ones, between the two looks
  const below = Math.min(before, current.version);
  const older = await Promise.all(
    databasesFor(catalogue, scope, type).map((database) => olderIn(sql, database, current, shard, limit, below)),
  );
  const versions = [...(current.version < before ? [current] : []), ...older.flat()];
  return versions.sort((a, b) => b.version - a.version).slice(0, limit);
}

async function olderIn(
  sql: Sql,
  database: DatabaseName,
  { type, id, resident }: Stored,
  shard: number,
  limit: number,
  before: number,
): Promise<Stored[]> {
  const rows = await sql<Omit<StoredRow, 'resident'>[]>`
    select type, id, version, updated_at as "updatedAt", body
      from ${sql(database)}.resource_version
     where type = ${type} and id = ${id} and shard = ${shard} and version < ${before}
     order by version desc limit ${limit}`;
  // whose record it is now: whoever looks at an earlier version looks at this resident's data
  return rows.map((row) => ({ ...toStored({ ...row, resident: null }), resident }));
}

/** One version of a resource; undefined where there is none in the scope. */
export async function readVersion(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  type: string,
  id: string,
  version: number,
): Promise<Stored | undefined> {
  const [found] = await readHistory(sql, catalogue, scope, type, id, 1, version + 1);
  return found?.version === version ? found : undefined;
}
