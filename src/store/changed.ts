import type { Catalogue, DatabaseName } from './catalogue.ts';
import { shardsOf } from './commit-sql.ts';
import type { Sql } from './database.ts';
import type { ChangeEntry } from './feed.ts';

/** Which version of which resource is meant. */
type VersionKey = Pick<ChangeEntry, 'type' | 'id' | 'version'>;

/** What a change made of a resource, and what it was before. */
export interface Changed<Key extends VersionKey> {
  readonly key: Key;
  /** Where the resource is now, and whose: they decide who may see any of its versions. */
  readonly database: DatabaseName;
  readonly place: string;
  readonly resident: string | undefined;
  readonly isDeleted: boolean;
  /** Of a Binary: `Type/id` of what decides who sees it. */
  readonly context: string | undefined;
  /** The version of the change as JSON text; undefined where it was a deletion. */
  readonly body: string | undefined;
  /** The version before it. */
  readonly previous: string | undefined;
}

interface ChangedRow {
  index: number;
  place: string;
  resident: string | null;
  deleted: boolean;
  context: string | null;
  body: string | null;
  previous: string | null;
}

/**
 * The versions that the keys name, with those before them, in the order of the keys; one that is not here is left out.
 * Not under a scope: for work on behalf of many, which asks `isInside` for each of them.
 */
export async function readChanged<Key extends VersionKey>(
  sql: Sql,
  catalogue: Catalogue,
  keys: readonly Key[],
): Promise<Changed<Key>[]> {
  if (keys.length === 0) return [];
  const shards = await shardsOf(sql, keys);
  const places = new Set(keys.flatMap(({ type }) => catalogue.databasesOf(type)));
  const found: (Changed<Key> & { index: number })[] = [];
  for (const database of places)
    for (const { index, resident, deleted, context, body, previous, place } of await readIn(sql, database, keys, shards)) {
      const key = keys[index];
      if (key)
        found.push({
          index,
          key,
          database,
          place,
          resident: resident ?? undefined,
          isDeleted: deleted,
          context: context ?? undefined,
          body: body ?? undefined,
          previous: previous ?? undefined,
        });
    }
  return found.sort((a, b) => a.index - b.index).map(({ index: _index, ...changed }) => changed);
}

function readIn(
  sql: Sql,
  database: DatabaseName,
  keys: readonly VersionKey[],
  shards: (key: VersionKey) => number,
): Promise<ChangedRow[]> {
  return sql<ChangedRow[]>`
    select asked.index, r.place, r.resident, r.deleted, case when r.type = 'Binary' then r.links[1] end as context,
           case when r.version = asked.version then r.body else
             (select v.body from ${sql(database)}.resource_version v
               where v.type = r.type and v.id = r.id and v.shard = r.shard and v.version = asked.version) end as body,
           (select v.body from ${sql(database)}.resource_version v
             where v.type = r.type and v.id = r.id and v.shard = r.shard and v.version = asked.version - 1) as previous
      from unnest(${keys.map(({ type }) => type)}::text[], ${keys.map(({ id }) => id)}::text[], ${keys.map(shards)}::bigint[],
                  ${keys.map(({ version }) => version)}::integer[], ${keys.map((_, index) => index)}::integer[])
           as asked (type, id, shard, version, index)
      join ${sql(database)}.resource r on r.type = asked.type and r.id = asked.id and r.shard = asked.shard`;
}
