import { resourceTypes, searchParametersOf } from '../fhir/index.ts';
import { Problem, shardOf } from '../kernel/index.ts';
import { type Catalogue, type DatabaseName, databases } from './catalogue.ts';
import type { Fragment, Sql } from './database.ts';
import { unionAll } from './fragments.ts';
import { findLinked, type LinkedPatients } from './linked.ts';
import { inPlaces } from './read.ts';
import { compartmentLexeme } from './row.ts';
import type { Scope } from './scope.ts';
import { instant, WIDE_SUFFIX } from './search/compare.ts';
import { type Cursor, formatCursor } from './search/cursor.ts';
import { type EntryRow, type SearchEntry, toEntry } from './search/entry.ts';
import { hasMainDate } from './search/main-date.ts';
import { hashes } from './search/sql-condition.ts';

export interface Everything {
  readonly entries: readonly SearchEntry[];
  readonly next?: string;
}

/** What of it is wanted; times are milliseconds since 1970. */
export interface EverythingLimits {
  /** Written then or later; with what records of then or later name. */
  readonly since?: number | undefined;
  /** Only these types. */
  readonly types?: readonly string[] | undefined;
  /** Care in this time, whose end is outside; what has no date of care is always there. */
  readonly during?: { readonly from: number; readonly to: number } | undefined;
}

/** One page of one database. */
export interface EverythingPage {
  readonly sql: Sql;
  readonly catalogue: Catalogue;
  readonly scope: Scope;
  readonly limits: EverythingLimits;
  /** Types that the scope may read and that are wanted, of those that the database holds. */
  readonly types: readonly string[];
  /** `Type/id` of the last one seen in this database. */
  readonly after: string;
  readonly limit: number;
}

/** Selects the rows of a page, by type and id; undefined where there can be none. */
export type RowsIn = (database: DatabaseName, page: EverythingPage) => Fragment | undefined;

/**
 * Everything in the compartment of a Patient and of those that are the same resident's, of all three databases, then the reference data that those records name;
 * each once. https://hl7.org/fhir/R4/patient-operation-everything.html
 * @param after a cursor given out before
 * @throws Problem parameter-invalid where the cursor is of another list
 */
export async function everythingOf(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  patientId: string,
  count: number,
  after: Cursor | undefined,
  limits: EverythingLimits = {},
): Promise<Everything> {
  const patients = (await findLinked(sql, [patientId])).get(patientId) ?? [patientId];
  const rowsIn: RowsIn = (database, page) =>
    database === 'reference' ? namedBy(patients, page) : owned(database, patients, page);
  return pageThrough(sql, catalogue, scope, rowsIn, count, after, limits);
}

/**
 * Goes through the databases in their order, in pages of `count`, by keyset, so that it may be of any length. One statement a
 * page: what is named is looked for only where the records leave room for it.
 * @param after its value is the name of the database, its id is `Type/id`
 */
export async function pageThrough(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  rowsIn: RowsIn,
  count: number,
  after: Cursor | undefined,
  limits: EverythingLimits,
): Promise<Everything> {
  const order: readonly string[] = databases;
  const start = after ? order.indexOf(after.values[0] ?? '') : 0;
  if (start < 0) throw new Problem('parameter-invalid', 'The page link is damaged', { at: '_cursor' });
  const pageIn = (database: DatabaseName): Fragment[] => {
    const position = order.indexOf(database);
    if (position < start || !scope.databases.includes(database)) return [];
    const types = readableTypes(catalogue, scope, database).filter((type) => limits.types?.includes(type) ?? true);
    const page = { sql, catalogue, scope, limits, types, after: after && position === start ? after.id : '', limit: count + 1 };
    const rows = types.length > 0 ? rowsIn(database, page) : undefined;
    return rows ? [sql`select ${position}::integer as position, page.* from (${rows}) page`] : [];
  };
  const records = unionAll(sql, databases.filter((database) => database !== 'reference').flatMap(pageIn));
  const [named] = pageIn('reference');
  const parts = [
    ...(records ? [sql`select * from records`] : []),
    ...(named ? [records ? sql`select * from (${named}) named where (select count(*) from records) <= ${count}` : named] : []),
  ];
  const all = unionAll(sql, parts);
  if (!all) return { entries: [] };
  const found = await sql<(EntryRow & { readonly position: number })[]>`
    ${records ? sql`with records as materialized (${records})` : sql``}
    select * from (${all}) found order by position, type, id limit ${count + 1}`;
  const entries = found.slice(0, count).map(toEntry);
  const last = found.length > count ? found[count - 1] : undefined;
  return {
    entries,
    ...(last ? { next: formatCursor({ values: [databases[last.position] ?? ''], id: `${last.type}/${last.id}` }) } : {}),
  };
}

/** Types that the scope may read, of those that the database holds: the statement leaves out the rest, and counts none of it. */
export const readableTypes = (catalogue: Catalogue, scope: Scope, database: DatabaseName): string[] =>
  resourceTypes.filter((type) => scope.allows(type, 'r') && catalogue.databasesOf(type).includes(database));

const owned = (database: DatabaseName, patients: LinkedPatients, { sql, scope, limits, types, after, limit }: EverythingPage) =>
  sql`
    select type, id, version, resident, body from ${sql(database)}.resource
     where ${isHis(sql, patients)} and not deleted and ${inPlaces(sql, database, scope, types)} and type = any(${types}::text[])
       and ${isDuring(sql, database, limits)} and ${isSince(sql, limits)}
       and (type, id) > (split_part(${after}, '/', 1), split_part(${after}, '/', 2))
     order by type, id limit ${limit}`;

function namedBy(patients: LinkedPatients, page: EverythingPage): Fragment | undefined {
  const { sql, catalogue, scope, limits } = page;
  const naming = databases
    .filter((database) => database !== 'reference' && scope.databases.includes(database))
    .map(
      (database) =>
        sql`select unnest(links) as link, ${isSince(sql, limits)} as fresh from ${sql(database)}.resource
             where ${isHis(sql, patients)} and not deleted and ${inPlaces(sql, database, scope, readableTypes(catalogue, scope, database))}
               and type = any(${readableTypes(catalogue, scope, database)}::text[]) and ${isDuring(sql, database, limits)}`,
    );
  return namedIn('reference', naming, page);
}

/** What rows with `link` and `fresh` name in a database: of old rows, only what is new itself. */
export function namedIn(
  database: DatabaseName,
  naming: readonly Fragment[],
  { sql, scope, limits, types, after, limit }: EverythingPage,
): Fragment | undefined {
  const all = unionAll(sql, naming);
  return (
    all &&
    sql`
    select type, id, version, resident, body from ${sql(database)}.resource
      join (select split_part(link, '/', 1) as type, split_part(link, '/', 2) as id, bool_or(fresh) as fresh
              from (${all}) as naming
             group by link) as named using (type, id)
     where not deleted and ${inPlaces(sql, database, scope, types)} and type = any(${types}::text[]) and (fresh or ${isSince(sql, limits)})
       and (type, id) > (split_part(${after}, '/', 1), split_part(${after}, '/', 2))
     order by type, id limit ${limit}`
  );
}

/** Owned records lie on the resident's shard; what concerns several residents (a household) is found by its lexeme. */
function isHis(sql: Sql, patients: LinkedPatients) {
  const [first = '', ...others] = patients;
  // of one, the index gives the rows in the order of the page
  const owns =
    others.length === 0
      ? sql`resident = ${first} and shard = ${shardOf(first)}`
      : sql`resident = any(${patients}::text[]) and shard = any(${patients.map(shardOf)}::bigint[])`;
  return sql`((${owns}) or tokens && ${hashes(sql, patients.map(compartmentLexeme))})`;
}

export const isSince = (sql: Sql, { since }: EverythingLimits): Fragment =>
  since === undefined ? sql`true` : sql`greatest(updated_at, relabelled_at) >= ${instant(since)}::timestamptz`;

/** Parameters that tell when care happened, of types whose parameter is not called `date`. */
const CARE_DATES = [
  ...['effective-time', 'effective', 'whenhandedover', 'authoredon', 'authored', 'authored-on'],
  ...['created', 'started', 'sent', 'collected'],
];

/** Places of the index where they stand. Problems and allergies last, and have none. */
const carePlaces = lazily(() =>
  resourceTypes.flatMap((type) => {
    const code = hasMainDate(type) ? undefined : CARE_DATES.find((one) => searchParametersOf(type).get(one)?.kind === 'date');
    return code ? (searchParametersOf(type).get(code)?.paths ?? []).flatMap(({ key }) => [key, key + WIDE_SUFFIX]) : [];
  }),
);

/** By the R4 parameter `date` of its type, or what it has in its place. */
function isDuring(sql: Sql, database: DatabaseName, { during }: EverythingLimits): Fragment {
  if (during === undefined) return sql`true`;
  const { from, to } = during;
  return sql`
    case when happened_to > '-infinity'
         then happened_from < ${instant(to)}::timestamptz and happened_to > ${instant(from)}::timestamptz
         else coalesce((select bool_or(s.low < ${to}::float8 and s.high > ${from}::float8) from ${sql(database)}.search_range s
                         where s.shard = resource.shard and s.id = resource.id and s.type = resource.type
                           and s.place = any(${hashes(sql, carePlaces())})), true) end`;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
