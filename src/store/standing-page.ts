import type { Sql } from './database.ts';
import type { Stored } from './read.ts';
import type { Scope } from './scope.ts';
import { formatCursor } from './search/cursor.ts';
import type { SearchQuery } from './search/query.ts';
import type { SearchResult } from './search/run.ts';
import { STANDING_SINCE, type StandingSearch, standingBody, standingEntry } from './search/standing.ts';

/** Begins the id in a cursor that stands among what is not stored; no id has a colon. */
const MARK = 'standing:';

/** What comes with the program, as a version 1 that nobody wrote; undefined where the scope does not see the type. */
export function readStanding(
  standing: StandingSearch | undefined,
  scope: Scope,
  type: string,
  id: string,
): (Stored & { readonly body: string }) | undefined {
  const found = scope.databases.includes('reference') && scope.allows(type, 'r') ? standing?.find(type, id) : undefined;
  return found && { type, id, version: 1, updatedAt: STANDING_SINCE, resident: undefined, body: standingBody(found) };
}

/**
 * A page of a search over what is stored and, after it, what comes with the program. Each part is in the order asked for.
 * @param stored searches what is stored
 */
export async function withStanding(
  standing: StandingSearch | undefined,
  scope: Scope,
  sql: Sql,
  query: SearchQuery,
  stored: (query: SearchQuery) => Promise<SearchResult>,
): Promise<SearchResult> {
  const { type, count, after } = query;
  if (!standing?.has(type) || !scope.databases.includes('reference') || !scope.allows(type, 's')) return stored(query);
  const isBeyond = after?.id.startsWith(MARK) === true;
  const result = await stored(isBeyond ? { ...query, after: undefined, count: 0, total: query.total } : query);
  if (result.next && query.total === 'none') return result;
  const replaced = await idsStored(sql, type);
  const matching = standing.matching(query);
  const all = matching.filter(({ id }) => !replaced.has(id));
  const total = result.total === undefined ? {} : { total: result.total + all.length };
  if (result.next) return { ...result, ...total };
  const start = isBeyond ? matching.findIndex(({ id }) => `${MARK}${id}` === after.id) + 1 : 0;
  const rest = matching.slice(start).filter(({ id }) => !replaced.has(id));
  const page = rest.slice(0, count - result.entries.length);
  const last = page.length < rest.length ? page.at(-1) : undefined;
  const isFull = count > 0 && page.length === 0 && rest.length > 0;
  const next = last ? `${MARK}${last.id}` : isFull ? `${MARK}` : undefined;
  return {
    entries: [...result.entries, ...page.map(standingEntry)],
    ...total,
    ...(next === undefined ? {} : { next: formatCursor({ values: query.sort.map(() => ''), id: next }) }),
  };
}

async function idsStored(sql: Sql, type: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`select id from reference.resource where type = ${type} and not deleted`;
  return new Set(rows.map(({ id }) => id));
}
