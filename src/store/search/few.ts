import type { DatabaseName } from '../catalogue.ts';
import type { Fragment } from '../database.ts';
import { commas, joined, unionAll } from '../fragments.ts';
import { inPlaces } from '../read.ts';
import type { Condition } from './condition.ts';
import type { PageRow } from './entry.ts';
import type { SearchQuery } from './query.ts';
import type { Reach } from './reach.ts';
import { isOfType, toSql } from './sql-condition.ts';
import { isAfter, orderInside, orderOutside, sortColumns, sortTexts } from './sql-sort.ts';

/** So many rows are fetched and sorted sooner than one finds out how to fetch fewer. */
const FEW = 300;

/**
 * The page of a search of which one part of the conditions leaves few rows: those are fetched, whatever the order, then
 * checked and sorted. One question to the database, which is all that most searches need.
 * @param leading positions of the conditions that an index answers
 * @returns undefined where there are more than a few
 */
export async function findFew(reach: Reach, query: SearchQuery, leading: ReadonlySet<number>): Promise<PageRow[] | undefined> {
  const { sql, databases } = reach;
  const named = databases.map((database, index) => ({ database, name: sql`${sql(`few${index}`)}` }));
  const lists = named.map(({ database, name }) => sql`${name} as materialized (${led(reach, query, database, leading)})`);
  const counts = named.map(({ name }) => sql`(select count(*) from ${name})`);
  const pages = named.map(({ database, name }) => sql`(${checked(reach, query, database, leading, name)})`);
  const all = unionAll(sql, pages);
  if (!all) return [];
  const rows = await sql<(PageRow & { readonly most: number })[]>`
    with ${commas(sql, lists)}
    select counted.most, page.*
      from (select greatest(${commas(sql, counts)}) as most) counted
           left join (select type, id, version, resident, body, ${sortTexts(sql, query.sort)} as sorted
                        from (${all}) found
                       order by ${orderOutside(sql, query.sort)} limit ${query.count + 1}) page on true`;
  if ((rows[0]?.most ?? 0) > FEW) return undefined;
  return rows.filter(({ id }) => id !== null).map(({ most: _most, ...row }) => row);
}

function led({ sql, scope, ...rest }: Reach, query: SearchQuery, database: DatabaseName, leading: ReadonlySet<number>): Fragment {
  const place = { sql, scope, ...rest, database };
  const conditions = query.conditions.filter((_, index) => leading.has(index));
  return sql`
    select r.* from ${sql(database)}.resource r
     where ${isOfType(sql, query.type, conditions)} and not r.deleted and ${inPlaces(sql, database, scope, query.type)}
           and ${inSql(place, query, conditions, 'driver')}
           ${query.after ? sql`and ${isAfter(sql, database, query.sort, query.after)}` : sql``}
     limit ${FEW + 1}`;
}

function checked(
  reach: Reach,
  query: SearchQuery,
  database: DatabaseName,
  leading: ReadonlySet<number>,
  name: Fragment,
): Fragment {
  const { sql } = reach;
  const conditions = query.conditions.filter((_, index) => !leading.has(index));
  return sql`
    select r.type, r.id, r.version, r.resident, r.body ${sortColumns(sql, database, query.sort)}
      from ${name} r
     where ${inSql({ ...reach, database }, query, conditions, 'check')}
     order by ${orderInside(sql, database, query.sort)} limit ${query.count + 1}`;
}

const inSql = (
  place: Reach & { database: DatabaseName },
  { type }: SearchQuery,
  some: readonly Condition[],
  form: 'driver' | 'check',
) =>
  joined(
    place.sql,
    some.map((one) => toSql(place, type, one, form)),
    'and',
  );
