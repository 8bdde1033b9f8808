import type { Fragment, Sql } from '../database.ts';
import type { Comparison } from './condition.ts';

/**
 * Intervals longer than this stand at a place of their own. So the many short ones are found by their beginning alone,
 * whichever end a search asks for.
 */
const DAY_MS = 24 * 60 * 60 * 1000;
export const LONG_DATE_MS = 400 * DAY_MS;
export const WIDE_SUFFIX = ' wide';

export const isWide = (low: number, high: number, isDate: boolean): boolean => high - low > (isDate ? LONG_DATE_MS : 0);

/** Compares as https://hl7.org/fhir/R4/search.html#prefix says, on rows `s` with `low` and `high`; dates end before `high`. */
export function isWithin(sql: Sql, { prefix, from, to }: Comparison, isDate: boolean, isNarrow: boolean): Fragment {
  const reach = isDate ? LONG_DATE_MS : 0;
  const lowest = (value: number) => (isNarrow ? sql`s.low >= ${value - reach}::float8` : sql`true`);
  // a point stands inside [from, to); an interval may reach to its end
  const end = isNarrow && !isDate ? sql`s.low < ${to}::float8` : sql`s.low <= ${to}::float8 and s.high <= ${to}::float8`;
  const inside = sql`(s.low >= ${from}::float8 and ${end})`;
  switch (prefix) {
    case 'eq':
      return inside;
    case 'ne':
      return sql`not ${inside}`;
    case 'gt':
      return sql`(${lowest(to)} and s.high > ${to}::float8)`;
    case 'ge':
      return isDate
        ? sql`(${lowest(Math.min(from, to))} and (s.high > ${to}::float8 or ${inside}))`
        : sql`(${lowest(to)} and s.high >= ${to}::float8)`;
    case 'lt':
      return sql`s.low < ${from}::float8`;
    case 'le':
      return isDate ? sql`(s.low <= ${to}::float8 and (s.low < ${from}::float8 or ${inside}))` : sql`s.low <= ${from}::float8`;
    case 'sa':
      return isDate ? sql`s.low >= ${to}::float8` : sql`s.low > ${to}::float8`;
    case 'eb':
      return isDate
        ? sql`(s.low < ${from}::float8 and s.high <= ${from}::float8)`
        : sql`(s.low < ${from}::float8 and s.high < ${from}::float8)`;
    case 'ap':
      return isDate
        ? sql`(${lowest(from)} and s.low < ${to}::float8 and s.high > ${from}::float8)`
        : sql`(${lowest(from)} and s.low <= ${to}::float8 and s.high >= ${from}::float8)`;
  }
}

/**
 * The same on the columns of the resource itself: when it was written, when it happened.
 * @param isLasting whether rows are asked for whose interval is long, where only such or no such are
 */
export function isWithinTime(
  sql: Sql,
  column: 'updated' | 'happened',
  { prefix, from: fromMs, to: toMs }: Comparison,
  isLasting?: boolean,
): Fragment {
  const low = column === 'happened' ? sql`r.happened_from` : sql`r.updated_at`;
  const high = column === 'happened' ? sql`r.happened_to` : sql`(r.updated_at + interval '1 millisecond')`;
  const dated = column === 'happened' ? sql`r.happened_to > '-infinity'` : sql`true`;
  const [from, to] = [sql`${instant(fromMs)}::timestamptz`, sql`${instant(toMs)}::timestamptz`];
  const since = (ms: number) => {
    if (column === 'updated') return sql`r.updated_at >= ${instant(ms - 1)}::timestamptz`;
    // the end too is in the index: what ends before is passed over there
    const end = sql`r.happened_to > ${instant(ms)}::timestamptz`;
    const begin = sql`r.happened_from >= ${instant(ms - LONG_DATE_MS)}::timestamptz`;
    if (isLasting === undefined) return sql`(${begin} or r.lasting) and ${end}`;
    return isLasting ? end : sql`${begin} and ${end}`;
  };
  const inside = sql`(${low} >= ${from} and ${low} <= ${to} and ${high} <= ${to})`;
  switch (prefix) {
    case 'eq':
      return sql`(${dated} and ${inside})`;
    case 'ne':
      return sql`(${dated} and not ${inside})`;
    case 'gt':
      return sql`(${dated} and ${since(toMs)} and ${high} > ${to})`;
    case 'ge':
      return sql`(${dated} and ${since(fromMs)} and (${high} > ${to} or ${inside}))`;
    case 'lt':
      return sql`(${dated} and ${low} < ${from})`;
    case 'le':
      return sql`(${dated} and ${low} <= ${to} and (${low} < ${from} or ${inside}))`;
    case 'sa':
      return sql`(${dated} and ${low} >= ${to})`;
    case 'eb':
      return sql`(${dated} and ${low} < ${from} and ${high} <= ${from})`;
    case 'ap':
      return sql`(${dated} and ${since(fromMs)} and ${low} < ${to} and ${high} > ${from})`;
  }
}

const [FIRST_MS, LAST_MS] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** An instant that PostgreSQL reads: years have four digits. */
export const instant = (ms: number): string => new Date(Math.min(LAST_MS, Math.max(FIRST_MS, ms))).toISOString();
