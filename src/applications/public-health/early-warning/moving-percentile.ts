/**
 * The moving percentile method of the China Infectious Diseases Automated-alert and Response System. Yang W, Li Z, Lan Y, et al.:
 * A nationwide web-based automated system for early outbreak detection and rapid response in China. Western Pac Surveill Response
 * J 2011;2(1):10–15. The count of the last seven days is held against the same seven days of each of the past three to five years, and
 * the two windows before and after each: 5 windows a year, 15 to 25 in all. Above their percentile it is a signal.
 */

const WINDOW_DAYS = 7;
const SHIFTS = [-14, -7, 0, 7, 14];
const FEWEST_YEARS = 3;
const MOST_YEARS = 5;
/** The threshold that the system began with. */
export const PERCENTILE = 0.8;
const DAY_MS = 86_400_000;

const toNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

export interface PercentileValue {
  /** Cases of the last seven days. */
  readonly observed: number;
  readonly threshold: number;
  readonly baseline: readonly number[];
  readonly isSignal: boolean;
}

/**
 * Judges the seven days that end with a day.
 * @param countOn cases of a day; days as numbers since 1970-01-01
 * @param day YYYY-MM-DD
 * @param since first day of which cases are on record, YYYY-MM-DD
 * @returns undefined where the record does not go back three years
 */
export function movingPercentile(countOn: (day: number) => number, day: string, since: string): PercentileValue | undefined {
  const windowTo = (end: number): number => {
    let sum = 0;
    for (let at = end - WINDOW_DAYS + 1; at <= end; at++) sum += countOn(at);
    return sum;
  };
  const first = toNumber(since);
  const ends = years(day).map((same) => SHIFTS.map((shift) => same + shift));
  const whole = ends.filter((shifted) => Math.min(...shifted) - WINDOW_DAYS + 1 >= first);
  if (whole.length < FEWEST_YEARS) return undefined;
  const baseline = whole.flat().map(windowTo);
  const observed = windowTo(toNumber(day));
  const threshold = percentile(baseline, PERCENTILE);
  return { observed, threshold, baseline, isSignal: observed > threshold };
}

/** The same calendar day of the past years, the latest first; of 29 February the day before. */
function years(day: string): number[] {
  return Array.from({ length: MOST_YEARS }, (_, at) => {
    const year = Number(day.slice(0, 4)) - at - 1;
    const text = `${year}${day.slice(4)}`;
    return toNumber(day.endsWith('-02-29') ? `${year}-02-28` : text);
  });
}

/** With linear interpolation between ranks (type 7 of Hyndman and Fan, as spreadsheets do). */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
  return low + (high - low) * (rank - Math.floor(rank));
}
