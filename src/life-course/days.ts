import type { Span } from './contract.ts';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of YYYY-MM-DD; a longer text counts by its first ten characters. */
export const dayNumber = (date: string): number => Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS);

/** YYYY-MM-DD. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Months of the calendar since year 0, and the day in it. */
function calendar(day: number): { months: number; date: number } {
  const at = new Date(day * DAY_MS);
  return { months: at.getUTCFullYear() * 12 + at.getUTCMonth(), date: at.getUTCDate() };
}

function addMonths(day: number, months: number): number {
  const at = calendar(day);
  const total = at.months + months;
  const first = Date.UTC(Math.floor(total / 12), ((total % 12) + 12) % 12, 1) / DAY_MS;
  const next = Date.UTC(Math.floor((total + 1) / 12), (((total + 1) % 12) + 12) % 12, 1) / DAY_MS;
  return Math.min(first + at.date, next) - 1;
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
  const months = calendar(to).months - calendar(from).months;
  return addMonths(from, months) > to ? months - 1 : months;
}
