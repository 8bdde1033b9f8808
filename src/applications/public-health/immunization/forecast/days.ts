import { dayOf, dayText, digits } from '../../../../life-course/index.ts';

/** A day as a whole number: days since 1970-01-01. Cheap to compare; a difference is a count of days. */
export type Day = number;

/** A length of time as rules have it: months and years are calendar months, the rest are days. */
export type Span = `${number} ${'day' | 'days' | 'week' | 'weeks' | 'month' | 'months' | 'year' | 'years'}`;

/** The same, read: one of the two is 0. */
export interface Length {
  readonly months: number;
  readonly days: number;
  readonly text: Span;
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** @param month 1 to 12 */
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0));

/** Reads YYYY-MM-DD; undefined where it is no day of the calendar, or of a year before 1850 or after 2150. */
export function parseDay(text: string): Day | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const date = digits(text, 8, 10);
  if (year < 1850 || year > 2150 || month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) return undefined;
  return dayOf(year * 12 + month - 1, date);
}

const texts = new Map<Day, string>();

/** YYYY-MM-DD. Each is made once: the days of all children alive are some forty thousand. */
export function formatDay(day: Day): string {
  const known = texts.get(day);
  if (known !== undefined) return known;
  const text = dayText(day);
  if (texts.size < 100_000) texts.set(day, text);
  return text;
}

/** First and last year of the table of months. */
const [FIRST_YEAR, LAST_YEAR] = [1800, 2200];
/** The first day of every month of those years. */
const STARTS = Int32Array.from({ length: (LAST_YEAR - FIRST_YEAR + 1) * 12 }, (_, index) => dayOf(FIRST_YEAR * 12 + index, 1));
const FIRST_DAY = dayOf(FIRST_YEAR * 12, 1);

/** The place of a day's month in the table: at most one away from where even months would have it. */
function monthOf(day: Day): number {
  let index = Math.floor((day - FIRST_DAY) / 30.436875);
  while ((STARTS[index] ?? Number.POSITIVE_INFINITY) > day) index--;
  while ((STARTS[index + 1] ?? Number.POSITIVE_INFINITY) <= day) index++;
  return index;
}

/**
 * So many calendar months on, at the end of the month where it is shorter: 31 August and 6 months is 28 or 29 February.
 * @throws Error outside the years 1800 to 2200
 */
export function addMonths(day: Day, months: number): Day {
  const from = monthOf(day);
  const [start, to, after] = [STARTS[from], STARTS[from + months], STARTS[from + months + 1]];
  if (start === undefined || to === undefined || after === undefined) throw new Error('a day outside the calendar of schedules');
  return Math.min(to + day - start, after - 1);
}

export const add = (day: Day, { months, days }: Length): Day => (months === 0 ? day + days : addMonths(day, months));

/** Two lengths at once, so that the end of a month is met once. */
export const addBoth = (day: Day, one: Length, other: Length): Day =>
  addMonths(day, one.months + other.months) + one.days + other.days;

const IN_DAYS: Readonly<Record<string, number>> = { day: 1, days: 1, week: 7, weeks: 7 };

/** @throws Error where a rule has no length: a mistake of the schedule */
export function readSpan(text: Span): Length {
  const [count = '', unit = ''] = text.split(' ');
  const number = Number(count);
  if (!Number.isInteger(number) || number < 0) throw new Error(`a schedule has the length ${text}`);
  const inDays = IN_DAYS[unit];
  return inDays === undefined
    ? { months: unit.startsWith('year') ? number * 12 : number, days: 0, text }
    : { months: 0, days: number * inDays, text };
}
