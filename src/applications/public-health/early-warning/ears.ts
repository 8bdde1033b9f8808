/**
 * The three methods of the Early Aberration Reporting System. Hutwagner L, Thompson W, Seeman GM, Treadwell T: The bioterrorism
 * preparedness and response Early Aberration Reporting System (EARS). J Urban Health 2003;80(2 Suppl 1):i89–i96.
 * Baseline of seven days; C1 ends it the day before, C2 and C3 two days earlier.
 */

const BASELINE_DAYS = 7;
const C2_LAG_DAYS = 2;
/** So many days a count needs before it, to be judged by all three. */
export const EARS_DAYS = BASELINE_DAYS + C2_LAG_DAYS + 2;

/** C1 and C2 above this, in standard deviations, are signals. */
export const C1_C2_THRESHOLD = 3;
export const C3_THRESHOLD = 2;
/**
 * A quiet baseline has no deviation, and any case would be infinitely many of them. With this least deviation, ours, one case after a
 * week without any is no signal (2), and two are (4).
 */
export const LEAST_DEVIATION = 0.5;

export interface EarsValue {
  /** In standard deviations above the mean of the baseline; of C3 a sum of such. */
  readonly value: number;
  readonly mean: number;
  /** Sample deviation, not below the least. */
  readonly deviation: number;
  readonly isSignal: boolean;
}

/**
 * Judges one day of daily counts.
 * @param counts one a day, the last day last
 * @param at index of the day judged
 * @returns undefined where the baseline is not whole
 */
export const c1 = (counts: readonly number[], at: number): EarsValue | undefined => standardised(counts, at, 0);
export const c2 = (counts: readonly number[], at: number): EarsValue | undefined => standardised(counts, at, C2_LAG_DAYS);

/** The sum over the day and the two before it of what their C2 has above 1. */
export function c3(counts: readonly number[], at: number): EarsValue | undefined {
  const days = [at, at - 1, at - 2].map((day) => c2(counts, day));
  const [today] = days;
  if (!today || days.some((day) => day === undefined)) return undefined;
  const value = days.reduce((sum, day) => sum + Math.max(0, (day?.value ?? 0) - 1), 0);
  return { ...today, value, isSignal: value > C3_THRESHOLD };
}

function standardised(counts: readonly number[], at: number, lag: number): EarsValue | undefined {
  const end = at - lag;
  const today = counts[at];
  if (today === undefined || end - BASELINE_DAYS < 0) return undefined;
  const baseline = counts.slice(end - BASELINE_DAYS, end);
  const mean = baseline.reduce((sum, count) => sum + count, 0) / BASELINE_DAYS;
  const variance = baseline.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (BASELINE_DAYS - 1);
  const deviation = Math.max(LEAST_DEVIATION, Math.sqrt(variance));
  const value = (today - mean) / deviation;
  return { value, mean, deviation, isSignal: value > C1_C2_THRESHOLD };
}
