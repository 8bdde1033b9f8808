import { resourceTypes } from '../fhir/index.ts';
import { Problem } from '../kernel/index.ts';
import type { Catalogue, DatabaseName } from './catalogue.ts';
import type { Fragment, Sql } from './database.ts';
import { unionAll } from './fragments.ts';
import { inPlaces, type Stored } from './read.ts';
import type { Scope } from './scope.ts';
import { instant } from './search/compare.ts';
import { type Cursor, formatCursor, instantIn } from './search/cursor.ts';

/** Which versions are asked for; those of one resource, of one type, or of all that the scope reads. */
export interface HistoryQuery {
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  readonly count: number;
  /** Written then or later; milliseconds since 1970. */
  readonly since?: number | undefined;
  /** Current at some time in this interval, whose end is outside; milliseconds since 1970. */
  readonly at?: { readonly from: number; readonly to: number } | undefined;
  readonly after?: Cursor | undefined;
}

export interface HistoryEntry extends Stored {
  /** There was nothing before it, or what was there had been deleted. */
  readonly isNew: boolean;
}

export interface HistoryPage {
  readonly entries: readonly HistoryEntry[];
  /** Cursor of the next page, if there is one. */
  readonly next?: string;
}

interface HistoryRow extends Omit<HistoryEntry, 'updatedAt' | 'resident' | 'body'> {
  readonly updatedAt: Date;
  readonly at: string;
  readonly resident: string | null;
  readonly body: string | null;
}

/**
 * Versions, newest first; those of one instant by type, id and version. A version keeps its place when it is replaced, and one
 * statement reads both tables: pages that follow each other lose and repeat none, whoever writes meanwhile.
 * Who may see the current version may see the earlier ones. https://hl7.org/fhir/R4/http.html#history
 */
export async function historyOf(sql: Sql, catalogue: Catalogue, scope: Scope, query: HistoryQuery): Promise<HistoryPage> {
  const types = (query.type ? [query.type] : resourceTypes).filter((type) => scope.allows(type, 'r'));
  const limit = query.count + 1;
  const parts = scope.databases.flatMap((database) => {
    const here = types.filter((type) => catalogue.databasesOf(type).includes(database));
    const bounds = boundsOf(sql, here, query.after);
    return here.length > 0 ? [currentIn(sql, database, scope, query, bounds), formerIn(sql, database, scope, query, bounds)] : [];
  });
  const all = unionAll(sql, parts);
  if (!all) return { entries: [] };
  const rows = await sql<HistoryRow[]>`
    select type, id, version, updated_at as "updatedAt", updated_at::text as at, resident, body, is_new as "isNew"
      from (${all}) found
     order by updated_at desc, rank, id desc, version desc limit ${limit}`;
  const last = rows.length > query.count ? rows[query.count - 1] : undefined;
  const next = last && formatCursor({ values: [last.at, last.type, `${last.version}`], id: last.id });
  return { entries: rows.slice(0, query.count).map(toEntry), ...(next ? { next } : {}) };
}

const toEntry = ({ at: _at, updatedAt, resident, body, ...row }: HistoryRow): HistoryEntry => ({
  ...row,
  updatedAt: updatedAt.toISOString(),
  resident: resident ?? undefined,
  body: body ?? undefined,
});

/**
 * For each type the first place in the order that is already seen. Types of the same instant follow each other by `rank`, so
 * each is read along the index by itself. @throws Problem parameter-invalid where the cursor is of another list
 */
function boundsOf(sql: Sql, types: readonly string[], after: Cursor | undefined): Fragment {
  const ranks = types.map((type) => resourceTypes.indexOf(type));
  const [at = '', type = '', version = ''] = after?.values ?? [];
  const seen = resourceTypes.indexOf(type);
  if (after && (seen < 0 || !/^\d{1,9}$/.test(version)))
    throw new Problem('parameter-invalid', 'The page link is damaged', { at: '_cursor' });
  const from = sql`unnest(${types}::text[], ${ranks}::integer[]) as of_type (type, rank)`;
  if (!after) return sql`(select type, rank, 'infinity'::timestamptz as at, '' as id, 0 as version from ${from})`;
  const here = sql`${instantIn(at)}::timestamptz`;
  return sql`
    (select type, rank, ${here} + case when rank > ${seen} then interval '1 microsecond' else interval '0' end as at,
            case when rank = ${seen} then ${after.id} else '' end as id, case when rank = ${seen} then ${Number(version)} else 0 end as version
       from ${from})`;
}

/** Rows `v` of what is asked for, beyond the bound. */
function isAsked(sql: Sql, { id, since, at }: HistoryQuery): Fragment {
  return sql`v.type = bound.type and (v.updated_at, v.id, v.version) < (bound.at, bound.id, bound.version)
             ${id === undefined ? sql`` : sql`and v.id = ${id}`}
             ${since === undefined ? sql`` : sql`and v.updated_at >= ${instant(since)}::timestamptz`}
             ${at === undefined ? sql`` : sql`and v.updated_at < ${instant(at.to)}::timestamptz`}`;
}

function currentIn(sql: Sql, database: DatabaseName, scope: Scope, query: HistoryQuery, bounds: Fragment): Fragment {
  return sql`
    select one.*, bound.rank from ${bounds} bound cross join lateral (
      select v.type, v.id, v.version, v.updated_at, v.resident, v.body, ${isNew(sql, database)} as is_new
        from ${sql(database)}.resource v
       where ${isAsked(sql, query)} and ${inPlaces(sql, database, scope, query.type ?? resourceTypes)}
       order by v.updated_at desc, v.id desc limit ${query.count + 1}) one`;
}

/** Former versions lie where the current one does; whose record it is now, his data they are. */
function formerIn(sql: Sql, database: DatabaseName, scope: Scope, query: HistoryQuery, bounds: Fragment): Fragment {
  const { at } = query;
  const isSameResource = (alias: 'n' | 'c') =>
    sql`${sql(alias)}.type = v.type and ${sql(alias)}.id = v.id and ${sql(alias)}.shard = v.shard`;
  const from = at && sql`${instant(at.from)}::timestamptz`;
  return sql`
    select one.*, bound.rank from ${bounds} bound cross join lateral (
      select v.type, v.id, v.version, v.updated_at, owner.resident, v.body, ${isNew(sql, database)} as is_new
        from ${sql(database)}.resource_version v
        join lateral (select c.resident from ${sql(database)}.resource c
                       where ${isSameResource('c')} and ${inPlaces(sql, database, scope, query.type ?? resourceTypes)}
                             ${from ? sql`and c.updated_at > ${from}` : sql``}) owner on true
       where ${isAsked(sql, query)}
             ${from ? sql`and not exists (select from ${sql(database)}.resource_version n where ${isSameResource('n')} and n.version > v.version and n.updated_at <= ${from})` : sql``}
       order by v.updated_at desc, v.id desc, v.version desc limit ${query.count + 1}) one`;
}

const isNew = (sql: Sql, database: DatabaseName): Fragment =>
  sql`coalesce((select p.body is null from ${sql(database)}.resource_version p
                 where p.type = v.type and p.id = v.id and p.shard = v.shard and p.version = v.version - 1), true)`;
