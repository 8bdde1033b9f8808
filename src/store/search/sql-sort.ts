import type { DatabaseName } from '../catalogue.ts';
import type { Fragment, Sql } from '../database.ts';
import { commas, joined } from '../fragments.ts';
import { WIDE_SUFFIX } from './compare.ts';
import { type Cursor, instantIn, numberIn } from './cursor.ts';
import type { Sort } from './query.ts';
import { BEYOND_NUMERIC, hashes } from './sql-condition.ts';

/**
 * What a row `r` is sorted by. A resource without a value comes last in either direction; by the main date (`happened`), whose
 * index has it as long ago, it comes first when the oldest come first.
 */
function sortValue(sql: Sql, database: DatabaseName, sort: Sort): Fragment {
  switch (sort.by) {
    case 'id':
      return sql`r.id`;
    case 'updated':
      return sql`r.updated_at`;
    case 'happened':
      return sql`r.happened_from`;
    case 'range': {
      const places = hashes(sql, [...sort.places, ...sort.places.map((place) => place + WIDE_SUFFIX)]);
      const among = sql`from ${sql(database)}.search_range s where s.shard = r.shard and s.type = r.type and s.id = r.id and s.place = any(${places})`;
      return sort.descending
        ? sql`coalesce((select max(s.low) ${among}), '-infinity'::float8)`
        : sql`coalesce((select min(s.low) ${among}), 'infinity'::float8)`;
    }
    case 'body': {
      const among = sql`from unnest(${sort.paths}::text[]::jsonpath[]) path,
                             jsonb_path_query(case when r.body ~ ${BEYOND_NUMERIC} then null else r.body::jsonb end, path) value`;
      return sort.descending
        ? sql`coalesce((select max((value #>> '{}') collate "C") ${among}), '')`
        : sql`coalesce((select min((value #>> '{}') collate "C") ${among}), ${LAST_TEXT})`;
    }
    case 'text': {
      const among = sql`from ${sql(database)}.search_text s where s.shard = r.shard and s.type = r.type and s.id = r.id and s.place = any(${hashes(sql, sort.places)})`;
      return sort.descending
        ? sql`coalesce((select max(s.text collate "C") ${among}), '')`
        : sql`coalesce((select min(s.text collate "C") ${among}), ${LAST_TEXT})`;
    }
  }
}

// the order of the code points, whichever the database has for its texts
const LAST_TEXT = '\u{10FFFF}';

/** Columns `s0`, `s1` … of a page's rows. */
export function sortColumns(sql: Sql, database: DatabaseName, sorts: readonly Sort[]): Fragment {
  return sorts.reduce((all, sort, index) => sql`${all}, ${sortValue(sql, database, sort)} as ${sql(`s${index}`)}`, sql``);
}

/** Those columns as texts, for the cursor. */
export const sortTexts = (sql: Sql, sorts: readonly Sort[]): Fragment =>
  sql`array[${sorts.reduce((all, _sort, index) => (index === 0 ? sql`s0::text` : sql`${all}, ${sql(`s${index}`)}::text`), sql``)}]::text[]`;

/** Order inside one database, such that an index on the column serves it. */
export function orderInside(sql: Sql, database: DatabaseName, sorts: readonly Sort[]): Fragment {
  const parts = sorts.map((sort) =>
    sort.descending ? sql`${sortValue(sql, database, sort)} desc` : sortValue(sql, database, sort),
  );
  return commas(sql, [...parts, idDirection(sorts) ? sql`r.id desc` : sql`r.id`]);
}

/** Order of the rows of all databases. */
export const orderOutside = (sql: Sql, sorts: readonly Sort[]): Fragment =>
  commas(sql, [...outside(sql, sorts), idDirection(sorts) ? sql`id desc` : sql`id`]);

/** Order of rows of several types, which have a `rank`. */
export const orderAcross = (sql: Sql, sorts: readonly Sort[]): Fragment =>
  commas(sql, [...outside(sql, sorts), sql`rank`, idDirection(sorts) ? sql`id desc` : sql`id`]);

const outside = (sql: Sql, sorts: readonly Sort[]): Fragment[] =>
  sorts.map(({ descending }, index) => (descending ? sql`${sql(`s${index}`)} desc` : sql`${sql(`s${index}`)}`));

/** The id runs the way of the last order, so that one index serves both. */
const idDirection = (sorts: readonly Sort[]): boolean => sorts.at(-1)?.descending === true;

function given(sql: Sql, { by }: Sort, value: string): Fragment {
  if (by === 'updated' || by === 'happened') return sql`${instantIn(value)}::timestamptz`;
  return by === 'range' ? sql`${numberIn(value)}::float8` : sql`${value}::text`;
}

interface Column {
  readonly value: Fragment;
  readonly given: Fragment;
  readonly descending: boolean;
}

const columnsOf = (sql: Sql, database: DatabaseName, sorts: readonly Sort[], { values }: Cursor): Column[] =>
  sorts.map((sort, index) => ({
    value: sortValue(sql, database, sort),
    given: given(sql, sort, values[index] ?? ''),
    descending: sort.descending,
  }));

/** Rows that come after the cursor in the order. @throws Problem parameter-invalid where the cursor is of another order */
export function isAfter(sql: Sql, database: DatabaseName, sorts: readonly Sort[], cursor: Cursor): Fragment {
  const id = { value: sql`r.id`, given: sql`${cursor.id}::text`, descending: idDirection(sorts) };
  return comesAfter(sql, [...columnsOf(sql, database, sorts, cursor), id]);
}

/** Rows whose sort values, of which there are some, come after those of the cursor, or are the same where that counts. */
export function isBeyond(
  sql: Sql,
  database: DatabaseName,
  sorts: readonly Sort[],
  cursor: Cursor,
  takesEqual: boolean,
): Fragment {
  const columns = columnsOf(sql, database, sorts, cursor);
  const beyond = comesAfter(sql, columns);
  if (!takesEqual) return beyond;
  const equal = columns.map(({ value, given: to }) => sql`${value} = ${to}`);
  return sql`(${beyond} or (${joined(sql, equal, 'and')}))`;
}

function comesAfter(sql: Sql, all: readonly Column[]): Fragment {
  if (all.every(({ descending }) => descending === all[0]?.descending)) {
    const [left, right] = sidesOf(sql, all);
    return all[0]?.descending ? sql`(${left}) < (${right})` : sql`(${left}) > (${right})`;
  }
  const steps = all.map(({ value, given: to, descending }, index) =>
    joined(
      sql,
      [
        ...all.slice(0, index).map((one) => sql`${one.value} = ${one.given}`),
        descending ? sql`${value} < ${to}` : sql`${value} > ${to}`,
      ],
      'and',
    ),
  );
  return sql`(${joined(
    sql,
    steps.map((step) => sql`(${step})`),
    'or',
  )})`;
}

/** Rows up to the cursor, itself included, in an order that goes one way. */
export function isUpTo(sql: Sql, database: DatabaseName, sorts: readonly Sort[], cursor: Cursor): Fragment {
  const id = { value: sql`r.id`, given: sql`${cursor.id}::text`, descending: idDirection(sorts) };
  const [left, right] = sidesOf(sql, [...columnsOf(sql, database, sorts, cursor), id]);
  return id.descending ? sql`(${left}) >= (${right})` : sql`(${left}) <= (${right})`;
}

function sidesOf(sql: Sql, columns: readonly Column[]): readonly [Fragment, Fragment] {
  const sideOf = (pick: (column: Column) => Fragment) => commas(sql, columns.map(pick));
  return [sideOf(({ value }) => value), sideOf(({ given: to }) => to)];
}
