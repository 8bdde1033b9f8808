import { isObject, parseJson, parseLocalReference, type Resource, subsetOf } from '../fhir/index.ts';
import type { Catalogue, DatabaseName } from './catalogue.ts';
import type { Fragment, Sql } from './database.ts';
import { joined, unionAll } from './fragments.ts';
import { databasesFor, inPlaces, readVersion } from './read.ts';
import type { Scope } from './scope.ts';
import { type SearchTerminology, withCodes } from './search/concepts.ts';
import type { Condition } from './search/condition.ts';
import { followChains } from './search/follow-chains.ts';
import type { SearchQuery } from './search/query.ts';
import { toSql } from './search/sql-condition.ts';

/** What is exported of one type. */
export interface ExportQuestion {
  readonly type: string;
  /** ISO instant: every resource as it was then. See {@link settledInstant}. */
  readonly asOf: string;
  /** ISO instant: what was changed after it, deleted resources included. */
  readonly since: string | undefined;
  /** Everything, what lies in the compartment of any resident, or of these. */
  readonly of: 'all' | 'residents' | readonly string[];
  /** Searches of which one is met; none: everything. */
  readonly filters: readonly SearchQuery[];
  /** Elements that are kept; undefined: all. */
  readonly elements: readonly string[] | undefined;
}

export interface ExportPage {
  /** A resource a line, without the last line's end. */
  readonly lines: Buffer;
  readonly count: number;
  /** Ids of what was deleted. */
  readonly deleted: readonly string[];
  /** Where the next page begins; undefined: this is the last one. */
  readonly last: string | undefined;
}

const MOST_ROWS = 2000;
const MOST_BYTES = 8 * 1024 * 1024;

/** Reads one page after another, each by the key of the last row of the one before: what runs for hours holds no snapshot. */
export type PageReader = (after: string) => Promise<ExportPage>;

/**
 * Prepares to read all resources of a type under a scope, by id. A row that was changed after the instant is read from its
 * versions; since a resource has one row under one id whichever database it is in, none is met twice or missed. Bodies
 * are joined in the database and pass through as bytes.
 */
export async function openExport(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  question: ExportQuestion,
  terminology?: SearchTerminology,
): Promise<PageReader> {
  const { type, elements } = question;
  const databases = scope.allows(type, 'r') ? databasesFor(catalogue, scope, type) : [];
  const reach = { sql, catalogue, scope, databases };
  const filters = await Promise.all(
    question.filters.map(async ({ conditions }) => followChains(reach, type, await withCodes(terminology, conditions))),
  );
  return async (after) => {
    const rows = unionAll(
      sql,
      databases.map((database) => rowsIn({ ...reach, database }, question, filters, after)),
    );
    if (!rows) return { lines: Buffer.alloc(0), count: 0, deleted: [], last: undefined };
    const page = toPage(await readPage(sql, rows));
    return elements ? { ...page, lines: withElements(page.lines, elements) } : page;
  };
}

interface Reach {
  readonly sql: Sql;
  readonly catalogue: Catalogue;
  readonly scope: Scope;
  readonly database: DatabaseName;
}

/** Rows as they were: `body` null where there was nothing, `gone` where it was deleted. */
function rowsIn(
  reach: Reach,
  { type, asOf, since, of }: ExportQuestion,
  filters: readonly (readonly Condition[])[],
  after: string,
): Fragment {
  const { sql, database, scope } = reach;
  const before = sql`
    (select case when v.updated_at > ${since ?? '-infinity'}::timestamptz then v.body end
       from ${sql(database)}.resource_version v
      where v.type = r.type and v.id = r.id and v.shard = r.shard and v.updated_at <= ${asOf}::timestamptz
      order by v.version desc limit 1)`;
  const met = filters.map((conditions) =>
    joined(
      sql,
      conditions.map((one) => toSql(reach, type, one, 'driver')),
      'and',
    ),
  );
  return sql`
    (select r.id, case when r.updated_at <= ${asOf}::timestamptz then r.body else ${before} end as body,
            r.deleted and r.updated_at <= ${asOf}::timestamptz as gone
       from ${sql(database)}.resource r
      where r.type = ${type} and r.id > ${after} and ${inPlaces(sql, database, scope, type)} and ${isOf(reach, of)}
        and ${since === undefined ? sql`(not r.deleted or r.updated_at > ${asOf}::timestamptz)` : sql`greatest(r.updated_at, r.relabelled_at) > ${since}::timestamptz`}
        and ${met.length === 0 ? sql`true` : sql`(r.deleted or ${joined(sql, met, 'or')})`}
      order by r.id limit ${MOST_ROWS})`;
}

/** A household lies in the compartments of several: it refers to them, and is filed under their compartments. */
function isOf({ sql }: Reach, of: ExportQuestion['of']): Fragment {
  if (of === 'all') return sql`true`;
  const isAny = of === 'residents';
  return sql`case when r.resident is not null then ${isAny ? sql`true` : sql`r.resident = any(${of}::text[])`}
                  else exists (select from unnest(r.links) link
                                where starts_with(link, 'Patient/') ${isAny ? sql`` : sql`and substr(link, 9) = any(${of}::text[])`}
                                  and r.tokens @> array[hashtextextended('compartment=' || substr(link, 9), 0)]) end`;
}

interface PageRow {
  readonly lines: Buffer | null;
  readonly count: string;
  readonly deleted: string;
  readonly last: string | undefined;
  readonly isFull: boolean;
}

/** As many rows as fit, at least one, in the order of their ids. */
async function readPage(sql: Sql, rows: Fragment): Promise<PageRow> {
  const [row] = await sql`
    with page as materialized (
      select id, body, gone, sum(octet_length(body)) over (order by id) as upto, row_number() over (order by id) as number
        from (${rows}) found order by id limit ${MOST_ROWS})
    select string_agg(body, E'\\n'), count(body)::text, coalesce(string_agg(id, ' ') filter (where gone), ''),
           max(id), (count(*) = ${MOST_ROWS} or count(*) < (select count(*) from page))::text
      from page where coalesce(upto, 0) <= ${MOST_BYTES} or number = 1`.raw();
  const [lines, count, deleted, last, isFull] = row ?? [];
  return {
    lines: lines ?? null,
    count: String(count),
    deleted: String(deleted),
    last: last?.toString(),
    isFull: String(isFull) === 'true',
  };
}

const toPage = ({ lines, count, deleted, last, isFull }: PageRow): ExportPage => ({
  lines: lines ?? Buffer.alloc(0),
  count: Number(count),
  deleted: deleted === '' ? [] : deleted.split(' '),
  last: isFull ? last : undefined,
});

function withElements(lines: Buffer, names: readonly string[]): Buffer {
  if (lines.length === 0) return lines;
  const parts = lines.toString().split('\n');
  return Buffer.from(
    parts.map((line) => JSON.stringify(subsetOf(parseJson(line) as Resource, { kind: 'elements', names }))).join('\n'),
  );
}

/** How many rows there are of each type that the scope may read: an upper bound, for progress. Types without one are left out. */
export async function countForExport(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  types: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const database of scope.databases) {
    const here = types.filter((type) => scope.allows(type, 'r') && catalogue.databasesOf(type).includes(database));
    const rows = await sql<{ type: string; count: number }[]>`
      select type, count(*) as count from ${sql(database)}.resource r
       where type = any(${here}::text[]) and ${inPlaces(sql, database, scope, here)} group by type`;
    for (const { type, count } of rows) counts.set(type, (counts.get(type) ?? 0) + count);
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Ids of the Patients who are members of a version of a Group, former ones left out. */
export async function membersOf(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  group: { readonly id: string; readonly version: number },
): Promise<string[]> {
  const stored = await readVersion(sql, catalogue, scope, 'Group', group.id, group.version);
  const resource: unknown = stored?.body === undefined ? undefined : parseJson(stored.body);
  const members = isObject(resource) && Array.isArray(resource['member']) ? resource['member'].filter(isObject) : [];
  return members.flatMap(({ entity, inactive }) => {
    const reference = isObject(entity) ? entity['reference'] : undefined;
    const local = typeof reference === 'string' ? parseLocalReference(reference) : undefined;
    return local?.type === 'Patient' && inactive !== true ? [local.id] : [];
  });
}
