import type { Catalogue } from '../catalogue.ts';
import type { Sql } from '../database.ts';
import { findLinked } from '../linked.ts';
import { databasesFor } from '../read.ts';
import type { Scope } from '../scope.ts';
import type { Condition } from './condition.ts';
import { formatCursor } from './cursor.ts';
import { type SearchEntry, toEntry } from './entry.ts';
import { countUpTo, estimateRows } from './estimate.ts';
import { followChains } from './follow-chains.ts';
import { ofResidents, patientsNamed } from './linked-conditions.ts';
import { fetchPage } from './page.ts';
import type { SearchQuery } from './query.ts';
import type { Reach } from './reach.ts';

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
  const conditions = await followChains(reach, asked.type, asked.conditions);
  const query = { ...asked, conditions: conditions.flatMap(partsOf) };
  const patients = patientsToLink(asked.type, query.conditions);
  if (patients.length === 0) return answer(reach, query);
  // most residents have one Patient: the search need not wait until that is known
  const [linked, alone] = await Promise.all([findLinked(sql, patients), answer(reach, query)]);
  return linked.size === 0 ? alone : answer(reach, { ...query, conditions: ofResidents(query.conditions, linked) });
}

/** A search for Patients is for registrations: each for itself. */
export const patientsToLink = (type: string, conditions: readonly Condition[]): string[] =>
  type === 'Patient' ? [] : patientsNamed(conditions);

async function answer(reach: Reach, query: SearchQuery): Promise<SearchResult> {
  const total = await countMatches(reach, query);
  if (query.count === 0) return { entries: [], ...total };
  const rows = await fetchPage(reach, query);
  const entries = rows.slice(0, query.count).map(toEntry);
  const last = rows.length > query.count ? rows[query.count - 1] : undefined;
  return { entries, ...total, ...(last ? { next: formatCursor({ values: last.sorted, id: last.id }) } : {}) };
}

/** All of a query's conditions hold, hence the parts of one that is of parts can be asked by themselves. */
const partsOf = (condition: Condition): readonly Condition[] =>
  condition.kind === 'all' ? condition.conditions.flatMap(partsOf) : [condition];

/** Exact where asked for; an estimate is exact up to 10,000 and the planner's beyond. */
async function countMatches(reach: Reach, query: SearchQuery): Promise<{ total?: number }> {
  if (query.total === 'none') return {};
  if (query.total === 'accurate')
    return { total: await countUpTo(reach, query.type, query.conditions, Number.MAX_SAFE_INTEGER - 1) };
  const some = await countUpTo(reach, query.type, query.conditions, ESTIMATED_FROM);
  if (some <= ESTIMATED_FROM) return { total: some };
  const [estimate = some] = await estimateRows(reach, [query]);
  return { total: Math.max(some, estimate) };
}

const ESTIMATED_FROM = 10_000;
