import type { Catalogue } from '../catalogue.ts';
import type { Sql } from '../database.ts';
import { databasesFor, inPlaces } from '../read.ts';
import type { Scope } from '../scope.ts';
import { formatCursor } from './cursor.ts';
import { followChains } from './follow-chains.ts';
import { countUpTo, type Plan, planSearch, type Reach } from './plan.ts';
import type { SearchQuery } from './query.ts';
import { joined, toSql } from './sql-condition.ts';
import { isAfter, orderInside, orderOutside, sortColumns, sortTexts } from './sql-sort.ts';

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
 * One page of a search. Order is total (sort values, then id) and pages go on after the last entry seen, so that writing in
 * between neither repeats nor drops an entry that keeps its sort values; by `_id`, the default, all do.
 */
export async function runSearch(sql: Sql, catalogue: Catalogue, scope: Scope, asked: SearchQuery): Promise<SearchResult> {
  const databases = scope.allows(asked.type, 's') ? databasesFor(catalogue, scope, asked.type) : [];
  if (databases.length === 0) return { entries: [], ...(asked.total === 'none' ? {} : { total: 0 }) };
  const reach: Reach = { sql, catalogue, scope, databases };
  const query = { ...asked, conditions: await followChains(reach, asked.type, asked.conditions) };
  const total = await countMatches(reach, query);
  if (query.count === 0) return { entries: [], ...total };
  const rows = await fetchPage(reach, query, await planSearch(reach, query));
  const entries = rows
    .slice(0, query.count)
    .map(({ sorted: _sorted, resident, ...row }) => ({ ...row, resident: resident ?? undefined }));
  const last = rows.length > query.count ? rows[query.count - 1] : undefined;
  return { entries, ...total, ...(last ? { next: formatCursor({ values: last.sorted, id: last.id }) } : {}) };
}

type PageRow = Omit<SearchEntry, 'resident'> & { readonly resident: string | null; readonly sorted: readonly string[] };

async function fetchPage(reach: Reach, query: SearchQuery, plan: Plan): Promise<PageRow[]> {
  const { sql, databases } = reach;
  const limit = query.count + 1;
  const [first, ...others] = databases.map((database) => {
    const place = { ...reach, database };
    const conditions = joined(
      sql,
      query.conditions.map((condition, index) => toSql(place, query.type, condition, plan[index] ?? 'driver')),
      'and',
    );
    return sql`
      (select r.type, r.id, r.version, r.resident, r.body ${sortColumns(sql, database, query.sort)}
         from ${sql(database)}.resource r
        where r.type = ${query.type} and not r.deleted and ${inPlaces(sql, database, reach.scope)} and ${conditions}
              ${query.after ? sql`and ${isAfter(sql, database, query.sort, query.after)}` : sql``}
        order by ${orderInside(sql, database, query.sort)} limit ${limit})`;
  });
  if (!first) return [];
  return sql<PageRow[]>`
    select type, id, version, resident, body, ${sortTexts(sql, query.sort)} as sorted
      from (${others.reduce((all, part) => sql`${all} union all ${part}`, first)}) found
     order by ${orderOutside(sql, query.sort)} limit ${limit}`;
}

/** Exact where asked for; an estimate is exact up to 10,000 and the planner's beyond. */
async function countMatches(reach: Reach, query: SearchQuery): Promise<{ total?: number }> {
  if (query.total === 'none') return {};
  if (query.total === 'accurate')
    return { total: await countUpTo(reach, query.type, query.conditions, Number.MAX_SAFE_INTEGER - 1) };
  const some = await countUpTo(reach, query.type, query.conditions);
  return { total: some <= ESTIMATED_FROM ? some : Math.max(some, await estimate(reach, query)) };
}

const ESTIMATED_FROM = 10_000;

async function estimate(reach: Reach, { type, conditions }: SearchQuery): Promise<number> {
  const { sql, databases, scope } = reach;
  const counts = databases.map(async (database) => {
    const inside = joined(
      sql,
      conditions.map((condition) => toSql({ ...reach, database }, type, condition, 'driver')),
      'and',
    );
    const [row] = await sql<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }[]>`
      explain (format json) select from ${sql(database)}.resource r
       where r.type = ${type} and not r.deleted and ${inPlaces(sql, database, scope)} and ${inside}`;
    return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
