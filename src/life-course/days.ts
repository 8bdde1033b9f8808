import type { Span } from './contract.ts';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of YYYY-MM-DD; a longer text counts by its first ten characters. NaN where it is no day. */
export function dayNumber(date: string): number {
  const [year, month, day] = [digits(date, 0, 4), digits(date, 5, 7), digits(date, 8, 10)];
  // what every month has needs no calendar
  const isPlain = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && date[4] === '-' && date[7] === '-';
  return isPlain ? dayOf(year * 12 + month - 1, day) : Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS);
}

const ZERO = 48;

/** A number of so many digits in a text; -1 where other characters are among them, or it is shorter. */
export function digits(text: string, from: number, until: number): number {
  let value = 0;
  for (let at = from; at < until; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** YYYY-MM-DD. @throws RangeError where the number is no day */
export function dayText(day: number): string {
  const { months, date } = calendar(day);
  const year = Math.floor(months / 12);
  if (!(year >= 1000 && year <= 9999)) return new Date(day * DAY_MS).toISOString().slice(0, 10);
  return `${year}-${TWO_DIGITS[(months % 12) + 1]}-${TWO_DIGITS[date]}`;
}

const TWO_DIGITS = Array.from({ length: 32 }, (_, number) => String(number).padStart(2, '0'));

/** Days from 1970-01-01 to the first of March of year 0, from which years of 400 and of 4 are even; leap days are at their end. */
const MARCH_0 = -719_468;
const [DAYS_400, DAYS_100, DAYS_4, DAYS_1] = [146_097, 36_524, 1461, 365];

/**
 * Months of the calendar since year 0, and the day in it. Reckoned as proleptic Gregorian dates are, without a Date:
 * programmes ask for millions.
 */
function calendar(day: number): { months: number; date: number } {
  const since = day - MARCH_0;
  const fourHundreds = Math.floor(since / DAYS_400);
  const rest = since - fourHundreds * DAYS_400;
  const leaps = Math.floor(rest / (DAYS_4 - 1)) - Math.floor(rest / DAYS_100) + Math.floor(rest / (DAYS_400 - 1));
  const years = Math.floor((rest - leaps) / DAYS_1);
  const inYear = rest - (years * DAYS_1 + Math.floor(years / 4) - Math.floor(years / 100));
  // from March on, months have 31, 30, 31, 30, 31 days: 153 each five
  const month = Math.floor((5 * inYear + 2) / 153);
  return {
    months: (fourHundreds * 400 + years) * 12 + month + 2,
    date: inYear - Math.floor((153 * month + 2) / 5) + 1,
  };
}

/** The day of a date, as days since 1970-01-01. @param months since January of year 0 */
export function dayOf(months: number, date: number): number {
  const fromMarch = months - 2;
  const years = Math.floor(fromMarch / 12);
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return MARCH_0 + years * DAYS_1 + leaps + Math.floor((153 * (fromMarch - years * 12) + 2) / 5) + date - 1;
}

const lengthOf = (months: number): number => dayOf(months + 1, 1) - dayOf(months, 1);

function addMonths(day: number, months: number): number {
  const at = calendar(day);
  const total = at.months + months;
  return dayOf(total, Math.min(at.date, lengthOf(total)));
}

/** The day after so long; the last day of the month where it has none of that number. */
export function addSpan(day: number, span: Span): number {
  if ('days' in span) return day + span.days;
  if ('weeks' in span) return day + span.weeks * 7;
  return addMonths(day, 'months' in span ? span.months : span.years * 12);
}

/** So long before. */
export const beforeSpan = (day: number, span: Span): number => addSpan(day, negative(span));

function negative(span: Span): Span {
  if ('days' in span) return { days: -span.days };
  if ('weeks' in span) return { weeks: -span.weeks };
  if ('months' in span) return { months: -span.months };
  return { years: -span.years };
}

/** Whole months from one day to another; who is born on the 31st is a month older on the last day of a shorter month. */
export function monthsBetween(from: number, to: number): number {
  const [first, last] = [calendar(from), calendar(to)];
  const months = last.months - first.months;
  // its day of the month has not come yet, and the month is not at its end either
  return first.date > last.date && last.date < lengthOf(last.months) ? months - 1 : months;
}
