import { shardOf } from '../kernel/index.ts';
import type { Catalogue, DatabaseName } from './catalogue.ts';
import type { Fragment, Sql } from './database.ts';
import { unionAll } from './fragments.ts';
import { databasesFor, inPlaces } from './read.ts';
import { compartmentLexeme } from './row.ts';
import type { Scope } from './scope.ts';
import { type EntryRow, type SearchEntry, toEntry } from './search/entry.ts';
import { hashes } from './search/sql-condition.ts';

/** Which resources of a type are gone through. */
export interface ScanQuestion {
  readonly type: string;
  /** Ids of Patients: what lies in the compartment of one of them. */
  readonly patients?: readonly string[] | undefined;
  /** ISO instant: what was changed at it or later. */
  readonly since?: string | undefined;
}

export const SCAN_PAGE = 500;

/**
 * Every current resource of a type that the scope shows, by id, a page at a time; each page begins after the last id of
 * the one before, so that a slow reader holds neither memory nor a snapshot. What is written meanwhile is met once or,
 * where it is new and its id is behind, not at all.
 */
export async function* scanType(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  question: ScanQuestion,
): AsyncGenerator<readonly SearchEntry[]> {
  const databases = scope.allows(question.type, 's') ? databasesFor(catalogue, scope, question.type) : [];
  if (databases.length === 0 || question.patients?.length === 0) return;
  for (let after = '', isLast = false; !isLast; ) {
    const page = await scanPage(sql, databases, scope, question, after);
    if (page.length > 0) yield page;
    after = page.at(-1)?.id ?? '';
    isLast = page.length < SCAN_PAGE;
  }
}

/** The resources after an id, a page of them; a page that is not full is the last one. */
export async function scanPage(
  sql: Sql,
  databases: readonly DatabaseName[],
  scope: Scope,
  { type, patients, since }: ScanQuestion,
  after: string,
): Promise<SearchEntry[]> {
  const parts = databases.map(
    (database) => sql`
      (select type, id, version, resident, body from ${sql(database)}.resource
        where type = ${type} and id > ${after} and not deleted and ${inPlaces(sql, database, scope, type)}
          ${since === undefined ? sql`` : sql`and greatest(updated_at, relabelled_at) >= ${since}::timestamptz`}
          ${patients === undefined ? sql`` : sql`and ${isOf(sql, patients)}`}
        order by id limit ${SCAN_PAGE})`,
  );
  const all = unionAll(sql, parts);
  if (!all) return [];
  const rows = await sql<EntryRow[]>`
    select * from (${all}) found order by id limit ${SCAN_PAGE}`;
  return rows.map(toEntry);
}

/** Owned records lie on the resident's shard; what concerns several residents (a household) is found by its lexeme. */
const isOf = (sql: Sql, patients: readonly string[]): Fragment =>
  sql`((resident = any(${patients}::text[]) and shard = any(${patients.map(shardOf)}::bigint[]))
       or (resident is null and tokens && ${hashes(sql, patients.map(compartmentLexeme))}))`;
