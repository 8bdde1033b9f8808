import type { Catalogue, DatabaseName } from '../catalogue.ts';
import type { Sql } from '../database.ts';
import { databasesFor, inPlaces } from '../read.ts';
import { anyOf, patientLexeme } from '../row.ts';
import type { Scope } from '../scope.ts';
import { type Cursor, formatCursor, instantIn } from './cursor.ts';
import type { Comparison, Condition, SearchQuery, Sort } from './query.ts';

export interface SearchEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** Patient id of the owner, if it has one. */
  readonly resident?: string | undefined;
  readonly body: string;
}

export interface SearchResult {
  readonly entries: readonly SearchEntry[];
  /** Given when asked for. */
  readonly total?: number;
  /** Cursor of the next page, if there is one. */
  readonly next?: string;
}

/**
 * One page of a search. Order is total (value, then id) and pages go on after the last entry seen, so that writing in
 * between neither repeats nor drops an entry that keeps its sort value; by `_id`, the default, all do.
 */
export async function runSearch(sql: Sql, catalogue: Catalogue, scope: Scope, query: SearchQuery): Promise<SearchResult> {
  const places = scope.allows(query.type, 's') ? databasesFor(catalogue, scope, query.type) : [];
  if (places.length === 0) return { entries: [], ...(query.total === 'accurate' ? { total: 0 } : {}) };
  const total = query.total === 'accurate' ? { total: await countMatches(sql, places, scope, query) } : {};
  if (query.count === 0) return { entries: [], ...total };
  const rows = await fetchPage(sql, places, scope, query);
  const entries = rows.slice(0, query.count).map((row) => ({ ...row, resident: row.resident ?? undefined }));
  const last = rows.length > query.count ? entries.at(-1) : undefined;
  return { entries, ...total, ...(last ? { next: formatCursor({ value: last.value, id: last.id }) } : {}) };
}

type PageRow = SearchEntry & { readonly value: string };

async function fetchPage(sql: Sql, places: readonly DatabaseName[], scope: Scope, query: SearchQuery): Promise<PageRow[]> {
  const limit = query.count + 1;
  const order = orderBy(sql, query.sort);
  const parts = places.map(
    (database) => sql`
      (select type, id, version, resident, body, ${valueText(sql, query.sort)} as value, ${sortValue(sql, query.sort)} as sorted
         from ${sql(database)}.resource
        where ${matches(sql, database, scope, query)} ${query.after ? sql`and ${isAfter(sql, query.sort, query.after)}` : sql``}
        order by ${order} limit ${limit})`,
  );
  const [first, ...others] = parts;
  if (!first) return [];
  return sql<PageRow[]>`
    select type, id, version, resident, body, value from (${others.reduce((all, part) => sql`${all} union all ${part}`, first)}) found
     order by ${sorted(sql, query.sort)} limit ${limit}`;
}

async function countMatches(sql: Sql, places: readonly DatabaseName[], scope: Scope, query: SearchQuery): Promise<number> {
  const counts = places.map(async (database) => {
    const [row] = await sql<
      { count: number }[]
    >`select count(*) as count from ${sql(database)}.resource where ${matches(sql, database, scope, query)}`;
    return row?.count ?? 0;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function matches(sql: Sql, database: DatabaseName, scope: Scope, { type, conditions }: SearchQuery) {
  return conditions.reduce(
    (all, condition) => sql`${all} and ${toSql(sql, condition)}`,
    sql`type = ${type} and not deleted and ${inPlaces(sql, database, scope)}`,
  );
}

function toSql(sql: Sql, condition: Condition) {
  switch (condition.kind) {
    case 'id':
      return sql`id = any(${condition.ids}::text[])`;
    case 'lexeme':
      return sql`lexemes @@ ${anyOf(condition.lexemes)}::tsquery`;
    case 'patient':
      return sql`(resident = any(${condition.ids}::text[]) or lexemes @@ ${anyOf(condition.ids.map(patientLexeme))}::tsquery)`;
    case 'interval':
      return condition.alternatives
        .map((one) => compare(sql, condition.column, one))
        .reduce((all, part) => sql`(${all} or ${part})`);
  }
}

/** Intervals compared as https://hl7.org/fhir/R4/search.html#prefix says; the resource's interval is [low, high). */
function compare(sql: Sql, column: 'happened' | 'updated', { prefix, from, to }: Comparison) {
  const low = column === 'happened' ? sql`happened_from` : sql`updated_at`;
  const high = column === 'happened' ? sql`happened_to` : sql`(updated_at + interval '1 millisecond')`;
  const dated = column === 'happened' ? sql`happened_to > '-infinity'` : sql`true`;
  switch (prefix) {
    case 'eq':
      return sql`(${dated} and ${low} >= ${from}::timestamptz and ${high} <= ${to}::timestamptz)`;
    case 'ne':
      return sql`(${dated} and not (${low} >= ${from}::timestamptz and ${high} <= ${to}::timestamptz))`;
    case 'gt':
      return sql`(${dated} and ${high} > ${to}::timestamptz)`;
    case 'ge':
      return sql`(${dated} and (${high} > ${to}::timestamptz or (${low} >= ${from}::timestamptz and ${high} <= ${to}::timestamptz)))`;
    case 'lt':
      return sql`(${dated} and ${low} < ${from}::timestamptz)`;
    case 'le':
      return sql`(${dated} and (${low} < ${from}::timestamptz or (${low} >= ${from}::timestamptz and ${high} <= ${to}::timestamptz)))`;
    case 'sa':
      return sql`(${dated} and ${low} >= ${to}::timestamptz)`;
    case 'eb':
      return sql`(${dated} and ${high} <= ${from}::timestamptz)`;
    case 'ap':
      return sql`(${dated} and ${low} < ${to}::timestamptz and ${high} > ${from}::timestamptz)`;
  }
}

const sortValue = (sql: Sql, { by }: Sort) => (by === 'id' ? sql`id` : by === 'updated' ? sql`updated_at` : sql`happened_from`);
const valueText = (sql: Sql, sort: Sort) => (sort.by === 'id' ? sql`''` : sql`${sortValue(sql, sort)}::text`);

function orderBy(sql: Sql, sort: Sort) {
  const value = sortValue(sql, sort);
  if (sort.by === 'id') return sort.descending ? sql`id desc` : sql`id`;
  return sort.descending ? sql`${value} desc, id desc` : sql`${value}, id`;
}

const sorted = (sql: Sql, { descending }: Sort) => (descending ? sql`sorted desc, id desc` : sql`sorted, id`);

function isAfter(sql: Sql, sort: Sort, after: Cursor) {
  if (sort.by === 'id') return sort.descending ? sql`id < ${after.id}` : sql`id > ${after.id}`;
  const here = sortValue(sql, sort);
  const value = instantIn(after);
  return sort.descending
    ? sql`(${here}, id) < (${value}::timestamptz, ${after.id})`
    : sql`(${here}, id) > (${value}::timestamptz, ${after.id})`;
}
