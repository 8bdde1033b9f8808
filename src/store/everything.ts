import { resourceTypes } from '../fhir/index.ts';
import { Problem, shardOf } from '../kernel/index.ts';
import { type Catalogue, type DatabaseName, databases } from './catalogue.ts';
import type { Sql } from './database.ts';
import { inPlaces } from './read.ts';
import { compartmentLexeme } from './row.ts';
import type { Scope } from './scope.ts';
import { type Cursor, formatCursor } from './search/cursor.ts';
import type { SearchEntry } from './search/run.ts';

export interface Everything {
  readonly entries: readonly SearchEntry[];
  readonly next?: string;
}

/**
 * Everything in the compartment of a Patient, of all three databases, then the reference data that those records name;
 * each once. In pages of `count`, by keyset, so that it may be of any length.
 * https://hl7.org/fhir/R4/patient-operation-everything.html
 * @param after a cursor given out before; its value is the name of the database, its id is `Type/id`
 * @throws Problem parameter-invalid where the cursor is of another list
 */
export async function everythingOf(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  patientId: string,
  count: number,
  after: Cursor | undefined,
): Promise<Everything> {
  const order: readonly string[] = databases;
  const start = after ? order.indexOf(after.values[0] ?? '') : 0;
  if (start < 0) throw new Problem('parameter-invalid', 'The page link is damaged', { at: '_cursor' });
  const found: (SearchEntry & { readonly database: string })[] = [];
  for (const [index, database] of databases.entries()) {
    if (index < start || found.length > count || !scope.databases.includes(database)) continue;
    const page = { scope, patientId, after: after && index === start ? after.id : '', limit: count + 1 - found.length };
    const types = readableTypes(catalogue, scope, database);
    const rows = database === 'reference' ? await named(sql, types, page) : await owned(sql, database, types, page);
    found.push(...rows.map((row) => ({ ...row, database })));
  }
  const entries = found.slice(0, count).map(({ database: _database, ...entry }) => entry);
  const last = found.length > count ? found[count - 1] : undefined;
  return { entries, ...(last ? { next: formatCursor({ values: [last.database], id: `${last.type}/${last.id}` }) } : {}) };
}

interface EverythingPage {
  readonly scope: Scope;
  readonly patientId: string;
  /** `Type/id` of the last one seen in this database. */
  readonly after: string;
  readonly limit: number;
}

/** Types that the scope may read, of those that the database holds: the statement leaves out the rest, and counts none of it. */
const readableTypes = (catalogue: Catalogue, scope: Scope, database: DatabaseName): string[] =>
  resourceTypes.filter((type) => scope.allows(type, 'r') && catalogue.databasesOf(type).includes(database));

const owned = (sql: Sql, database: DatabaseName, types: readonly string[], { scope, patientId, after, limit }: EverythingPage) =>
  sql<SearchEntry[]>`
    select type, id, version, body from ${sql(database)}.resource
     where ${isHis(sql, patientId)} and not deleted and ${inPlaces(sql, database, scope)} and type = any(${types}::text[])
       and (type, id) > (split_part(${after}, '/', 1), split_part(${after}, '/', 2))
     order by type, id limit ${limit}`;

async function named(
  sql: Sql,
  types: readonly string[],
  { scope, patientId, after, limit }: EverythingPage,
): Promise<SearchEntry[]> {
  const [first, ...others] = databases
    .filter((database) => database !== 'reference' && scope.databases.includes(database))
    .map(
      (database) =>
        sql`select unnest(links) from ${sql(database)}.resource
             where ${isHis(sql, patientId)} and not deleted and ${inPlaces(sql, database, scope)}
               and type = any(${resourceTypes.filter((type) => scope.allows(type, 'r'))}::text[])`,
    );
  if (!first) return [];
  return sql<SearchEntry[]>`
    select type, id, version, body from reference.resource
     where (type, id) in (select split_part(link, '/', 1), split_part(link, '/', 2)
                            from (${others.reduce((all, part) => sql`${all} union ${part}`, first)}) as named (link))
       and not deleted and type = any(${types}::text[])
       and (type, id) > (split_part(${after}, '/', 1), split_part(${after}, '/', 2))
     order by type, id limit ${limit}`;
}

/** Owned records lie on the resident's shard; what concerns several residents (a household) is found by its lexeme. */
function isHis(sql: Sql, patientId: string) {
  return sql`((resident = ${patientId} and shard = ${shardOf(patientId)})
              or tokens && array[hashtextextended(${compartmentLexeme(patientId)}, 0)])`;
}
