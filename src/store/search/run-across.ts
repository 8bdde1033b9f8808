import { resourceTypes } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Catalogue, DatabaseName } from '../catalogue.ts';
import type { Fragment, Sql } from '../database.ts';
import { joined, unionAll } from '../fragments.ts';
import { findLinked } from '../linked.ts';
import { databasesFor, inPlaces } from '../read.ts';
import type { Scope } from '../scope.ts';
import { type Cursor, formatCursor, parseCursor } from './cursor.ts';
import { type PageRow, toEntry } from './entry.ts';
import { countUpTo } from './estimate.ts';
import { followChains } from './follow-chains.ts';
import { ofResidents } from './linked-conditions.ts';
import type { AcrossQuery } from './parse-across.ts';
import type { SearchQuery } from './query.ts';
import type { Reach } from './reach.ts';
import { patientsToLink, type SearchResult } from './run.ts';
import { toSql } from './sql-condition.ts';
import { isAfter, isBeyond, orderAcross, orderInside, sortColumns, sortTexts } from './sql-sort.ts';

/** A type with where it may be and what is asked of it. */
interface Part {
  readonly reach: Reach;
  readonly query: SearchQuery;
  /** Types of equal sort values follow each other by it. */
  readonly rank: number;
}

/**
 * One page of a search of several types, in one statement. Ordered by the sort values, then type, then id; pages go on after the
 * last entry seen, as those of one type do. https://hl7.org/fhir/R4/http.html#search
 * @throws Problem parameter-invalid where the cursor is of another list
 */
export async function runAcross(sql: Sql, catalogue: Catalogue, scope: Scope, asked: AcrossQuery): Promise<SearchResult> {
  const parts = await partsOf(sql, catalogue, scope, asked);
  const [model] = asked.queries;
  if (!model) return { entries: [] };
  const after = asked.cursor === undefined ? undefined : parseCursor(asked.cursor, model.sort.length + 1);
  const total = model.total === 'none' ? {} : { total: await countAll(parts) };
  if (model.count === 0) return { entries: [], ...total };
  const rows = await fetchPage(sql, parts, model, after);
  const entries = rows.slice(0, model.count).map(toEntry);
  const last = rows.length > model.count ? rows[model.count - 1] : undefined;
  const next = last && formatCursor({ values: [...last.sorted, last.type], id: last.id });
  return { entries, ...total, ...(next ? { next } : {}) };
}

async function partsOf(sql: Sql, catalogue: Catalogue, scope: Scope, { queries }: AcrossQuery): Promise<Part[]> {
  const allowed = queries.filter(({ type }) => scope.allows(type, 's'));
  const there = await typesThere(
    sql,
    scope.databases,
    allowed.map(({ type }) => type),
  );
  return Promise.all(
    allowed
      .filter(({ type }) => there.has(type))
      .map(async (query) => {
        const reach = { sql, catalogue, scope, databases: databasesFor(catalogue, scope, query.type) };
        const conditions = await followChains(reach, query.type, query.conditions);
        const linked = await findLinked(sql, patientsToLink(query.type, conditions));
        return {
          reach,
          query: { ...query, conditions: ofResidents(conditions, linked) },
          rank: resourceTypes.indexOf(query.type),
        };
      }),
  );
}

/** Of 147 types a platform has few: the others are not asked. */
async function typesThere(sql: Sql, databases: readonly DatabaseName[], types: readonly string[]): Promise<ReadonlySet<string>> {
  const exists = databases.map((database) => sql`exists (select from ${sql(database)}.resource r where r.type = given.type)`);
  const rows = await sql<{ type: string }[]>`
    select type from unnest(${types}::text[]) as given (type)
     where ${joined(sql, exists, 'or')}`;
  return new Set(rows.map(({ type }) => type));
}

async function countAll(parts: readonly Part[]): Promise<number> {
  let sum = 0;
  for (const { reach, query } of parts) sum += await countUpTo(reach, query.type, query.conditions, Number.MAX_SAFE_INTEGER - 1);
  return sum;
}

async function fetchPage(
  sql: Sql,
  parts: readonly Part[],
  { sort, count }: SearchQuery,
  after: Cursor | undefined,
): Promise<readonly PageRow[]> {
  const seen = after && seenIn(after);
  const pages = parts.flatMap((part) => {
    const later = seen ? laterIn(sql, part, seen) : () => sql`true`;
    return later ? part.reach.databases.map((database) => pageOf(part, database, later(database))) : [];
  });
  const all = unionAll(sql, pages);
  if (!all) return [];
  return sql<PageRow[]>`
    select type, id, version, resident, body, ${sortTexts(sql, sort)} as sorted
      from (${all}) found
     order by ${orderAcross(sql, sort)} limit ${count + 1}`;
}

function pageOf({ reach, query, rank }: Part, database: DatabaseName, later: Fragment): Fragment {
  const { sql, scope } = reach;
  const place = { ...reach, database };
  const conditions = query.conditions.map((condition) => toSql(place, query.type, condition, 'driver'));
  return sql`
    (select r.type, r.id, r.version, r.resident, r.body, ${rank}::integer as rank ${sortColumns(sql, database, query.sort)}
       from ${sql(database)}.resource r
      where r.type = ${query.type} and not r.deleted and ${inPlaces(sql, database, scope, query.type)} and ${joined(sql, conditions, 'and')} and ${later}
      order by ${orderInside(sql, database, query.sort)} limit ${query.count + 1})`;
}

interface Seen {
  readonly rank: number;
  readonly cursor: Cursor;
}

function seenIn({ values, id }: Cursor): Seen {
  const rank = resourceTypes.indexOf(values.at(-1) ?? '');
  if (rank < 0) throw new Problem('parameter-invalid', 'The page link is damaged', { at: '_cursor' });
  return { rank, cursor: { values: values.slice(0, -1), id } };
}

/** What of a type comes after what was seen; undefined: nothing. */
function laterIn(sql: Sql, { query: { sort }, rank }: Part, seen: Seen): ((database: DatabaseName) => Fragment) | undefined {
  if (rank === seen.rank) return (database) => isAfter(sql, database, sort, seen.cursor);
  const takesEqual = rank > seen.rank;
  if (sort.length === 0) return takesEqual ? () => sql`true` : undefined;
  return (database) => isBeyond(sql, database, sort, seen.cursor, takesEqual);
}
