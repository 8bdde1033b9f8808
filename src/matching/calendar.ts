import { LUNAR_YEARS } from './lunar-years.ts';

/** A day as a number, YYYYMMDD; 0 where there is none. Cheap to keep by the million and to take apart. */
export type Day = number;

const MONTH_STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const year = (day: Day) => Math.floor(day / 10000);
const month = (day: Day) => Math.floor(day / 100) % 100;
const date = (day: Day) => day % 100;

/** Days since the first of March of the year 0, so that a difference of two is a count of days. */
export function ordinal(day: Day): number {
  const y = year(day);
  const leap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) && month(day) > 2 ? 1 : 0;
  const before = y - 1;
  return (
    before * 365 +
    Math.floor(before / 4) -
    Math.floor(before / 100) +
    Math.floor(before / 400) +
    (MONTH_STARTS[month(day) - 1] ?? 0) +
    leap +
    date(day)
  );
}

/**
 * Reads `1982-12-12`, `19821212`, `1982/1/2`, `1982.1.2`, `1982年1月2日` and day-first `12/31/1982`; 0 for anything else, and for
 * months and days that no calendar has. A 30 February stays: it may be a lunar date, or a typing error one digit away.
 */
export function parseDay(text: string): Day {
  const parts = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D.*)?$/.exec(text.trim());
  if (parts) return pack(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  const last = /^(\d{1,2})\D(\d{1,2})\D(\d{4})$/.exec(text.trim());
  if (!last) return 0;
  const [first, second, y] = [Number(last[1]), Number(last[2]), Number(last[3])];
  return first > 12 ? pack(y, second, first) : pack(y, first, second);
}

function pack(y: number, m: number, d: number): Day {
  const [realMonth, realDay] = m > 12 && d <= 12 ? [d, m] : [m, d];
  if (y < 1850 || y > 2100 || realMonth < 1 || realMonth > 12 || realDay < 1 || realDay > 31) return 0;
  return y * 10000 + realMonth * 100 + realDay;
}

const LUNAR_FIRST = ordinal(19000131);
const yearStarts: number[] = [];
let start = LUNAR_FIRST;
for (const bits of LUNAR_YEARS) {
  yearStarts.push(start);
  start += lengthOf(bits);
}

function monthsIn(bits: number): number {
  return bits >> 13 === 0 ? 12 : 13;
}

function lengthOf(bits: number): number {
  let days = 0;
  for (let index = 0; index < monthsIn(bits); index++) days += (bits >> index) & 1 ? 30 : 29;
  return days;
}

/** The lunar date of a day, as if it were a day of our calendar; 0 outside 1900 to 2099. A leap month has its month's number. */
export function toLunar(day: Day): Day {
  const at = ordinal(day);
  const index = yearStarts.findLastIndex((first) => first <= at);
  const bits = LUNAR_YEARS[index];
  if (bits === undefined || at >= start) return 0;
  let left = at - (yearStarts[index] ?? 0);
  for (let place = 0; place < monthsIn(bits); place++) {
    const length = (bits >> place) & 1 ? 30 : 29;
    const leap = bits >> 13;
    if (left < length) return (1900 + index) * 10000 + (leap !== 0 && place >= leap ? place : place + 1) * 100 + left + 1;
    left -= length;
  }
  return 0;
}

/** How two days of birth agree. The order is that of likeness; the model learns what each is worth. */
export const DAY = { unknown: 0, different: 1, partly: 2, near: 3, pattern: 4, same: 5 } as const;

/**
 * - same;
 * - pattern: day and month changed places, one is the lunar date of the other, the same day of the year before or after;
 * - near: one digit differs, at most ten days apart, the first of January stands for an unknown day of the year, or so many days
 *   earlier as a lunar date is written before its day of our calendar (17 to 52);
 * - partly: the same year, or the same day of another year;
 */
export function compareDays(a: Day, b: Day): number {
  if (a === 0 || b === 0) return DAY.unknown;
  if (a === b) return DAY.same;
  const [yearA, yearB] = [year(a), year(b)];
  const [dayA, dayB] = [a % 10000, b % 10000];
  const apart = Math.abs(yearA - yearB);
  if (dayA === dayB && apart === 1) return DAY.pattern;
  if (apart === 0 && month(a) === date(b) && date(a) === month(b)) return DAY.pattern;
  if (apart <= 1) {
    const days = Math.abs(ordinal(a) - ordinal(b));
    if (days >= 17 && days <= 52) return toLunar(Math.max(a, b)) === Math.min(a, b) ? DAY.pattern : DAY.near;
    if (days <= 10) return DAY.near;
    if (apart === 0 && (dayA === 101 || dayB === 101)) return DAY.near;
  }
  if (digitsApart(a, b) === 1) return DAY.near;
  return apart === 0 || dayA === dayB ? DAY.partly : DAY.different;
}

function digitsApart(a: Day, b: Day): number {
  let count = 0;
  for (let [restA, restB] = [a, b]; restA !== restB; restA = Math.floor(restA / 10), restB = Math.floor(restB / 10))
    if (restA % 10 !== restB % 10) count++;
  return count;
}
