import { parseJson, patientsOf, type Resource } from '../../fhir/index.ts';
import type { View } from '../../fhir/views/index.ts';
import { shardOf } from '../../kernel/index.ts';
import type { SearchEntry, Sql } from '../../store/index.ts';
import type { ViewTable } from './table.ts';

/** Makes the table of a build, empty. */
export async function createTable(tx: Sql, name: string, { columns }: ViewTable, view: string): Promise<void> {
  // names were checked, and types are ours
  const own = columns.map((column) => `, "${column.name}" ${column.type}`).join('');
  await tx.unsafe(`
    create table views."${name}" (
      shard bigint not null, resource_id text not null, ordinal integer not null, residents text[] not null${own},
      primary key (shard, resource_id, ordinal))`);
  await tx.unsafe(`create index on views."${name}" (resource_id)`);
  await tx.unsafe(`comment on table views."${name}" is 'ViewDefinition/${view}'`);
}

/** What replaces the rows of resources, as JSON; evaluated before the database is asked for anything. */
export function toRows(view: View, { columns }: ViewTable, resources: readonly SearchEntry[], isReference: boolean): string[] {
  return resources.flatMap(({ id, resident, body }) => {
    const resource = parseJson(body) as Resource;
    const rows = view.rows(resource);
    if (rows.length === 0) return [];
    const residents = resident !== undefined ? [resident] : isReference ? [] : patientsOf(resource);
    const key = { shard: shardOf(resident ?? id), resource_id: id, residents };
    return rows.map((row, ordinal) => {
      const cells = columns.map((column, index) => [column.name, column.toValue(row[index])]);
      return JSON.stringify({ ...key, ordinal, ...Object.fromEntries(cells) });
    });
  });
}

/**
 * Replaces the rows of these resources by the ones given; those of a resource that is gone, or whose shard has changed,
 * leave too.
 * @returns by how many the table has grown
 */
export async function replaceRows(tx: Sql, table: string, ids: readonly string[], rows: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { count } = await tx`delete from views.${tx(table)} where resource_id = any(${ids}::text[])`;
  if (rows.length > 0)
    await tx`
      insert into views.${tx(table)}
      select * from json_populate_recordset(null::views.${tx(table)}, ${`[${rows.join(',')}]`}::text::json)`;
  return rows.length - count;
}
