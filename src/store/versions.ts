import type { Catalogue } from './catalogue.ts';
import { databases } from './catalogue.ts';
import { shardsOf } from './commit-sql.ts';
import type { Sql } from './database.ts';

interface Key {
  readonly type: string;
  readonly id: string;
}

/** The current versions under the keys, by `Type/id`; one statement a database. */
export async function versionsOf(
  tx: Sql,
  catalogue: Catalogue,
  keys: readonly Key[],
): Promise<Map<string, { version: number; updatedAt: string }>> {
  const found = new Map<string, { version: number; updatedAt: string }>();
  if (keys.length === 0) return found;
  const shards = await shardsOf(tx, keys);
  for (const database of databases) {
    const here = keys.filter(({ type }) => catalogue.databasesOf(type).includes(database));
    if (here.length === 0) continue;
    const rows = await tx<(Key & { version: number; updatedAt: Date })[]>`
      select type, id, version, updated_at as "updatedAt" from ${tx(database)}.resource
       where (type, id, shard) in (select * from unnest(${here.map(({ type }) => type)}::text[], ${here.map(({ id }) => id)}::text[],
                                                        ${here.map(shards)}::bigint[]))`;
    for (const { type, id, version, updatedAt } of rows)
      found.set(`${type}/${id}`, { version, updatedAt: updatedAt.toISOString() });
  }
  return found;
}
