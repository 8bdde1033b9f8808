import { shardOf } from '../kernel/index.ts';
import { type Catalogue, databases } from './catalogue.ts';
import type { Sql } from './database.ts';
import { inPlaces } from './read.ts';
import { patientLexeme } from './row.ts';
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
 * @param after a cursor given out before; its value is the number of the database, its id is `Type/id`
 */
export async function everythingOf(
  sql: Sql,
  _catalogue: Catalogue,
  scope: Scope,
  patientId: string,
  count: number,
  after: Cursor | undefined,
): Promise<Everything> {
  const start = after ? Number(after.value) : 0;
  const found: (SearchEntry & { readonly part: number })[] = [];
  for (const [part, database] of databases.entries()) {
    if (part < start || found.length > count || !scope.databases.includes(database)) continue;
    const from = after && part === start ? after.id : '';
    const limit = count + 1 - found.length;
    const rows =
      database === 'reference'
        ? await named(sql, scope, patientId, from, limit)
        : await owned(sql, scope, database, patientId, from, limit);
    found.push(...rows.filter(({ type }) => scope.allows(type, 'r')).map((row) => ({ ...row, part })));
  }
  const entries = found.slice(0, count);
  const last = found.length > count ? entries.at(-1) : undefined;
  return { entries, ...(last ? { next: formatCursor({ value: String(last.part), id: `${last.type}/${last.id}` }) } : {}) };
}

const owned = (
  sql: Sql,
  scope: Scope,
  database: (typeof databases)[number],
  patientId: string,
  after: string,
  limit: number,
) => sql<SearchEntry[]>`
  select type, id, version, body from ${sql(database)}.resource
   where ${isHis(sql, patientId)} and not deleted and ${inPlaces(sql, database, scope)}
     and (type, id) > (split_part(${after}, '/', 1), split_part(${after}, '/', 2))
   order by type, id limit ${limit}`;

function named(sql: Sql, scope: Scope, patientId: string, after: string, limit: number) {
  const links = databases
    .filter((database) => database !== 'reference' && scope.databases.includes(database))
    .map(
      (database) =>
        sql`select unnest(links) from ${sql(database)}.resource where ${isHis(sql, patientId)} and not deleted and ${inPlaces(sql, database, scope)}`,
    )
    .reduce((all, part) => sql`${all} union ${part}`);
  return sql<SearchEntry[]>`
    select type, id, version, body from reference.resource
     where (type, id) in (select split_part(link, '/', 1), split_part(link, '/', 2) from (${links}) as named (link)) and not deleted
       and (type, id) > (split_part(${after}, '/', 1), split_part(${after}, '/', 2))
     order by type, id limit ${limit}`;
}

/** Owned records lie on the resident's shard; what concerns several residents (a household) is found by its lexeme. */
function isHis(sql: Sql, patientId: string) {
  const lexeme = `'${patientLexeme(patientId).replaceAll("'", "''")}'`;
  return sql`((resident = ${patientId} and shard = ${shardOf(patientId)}) or lexemes @@ ${lexeme}::tsquery)`;
}
