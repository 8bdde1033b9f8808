import { compileCondition, compilePattern, dayText, type LifeCourse, type Measure, monthsBetween } from '../life-course/index.ts';
import type { Period } from './period.ts';

/** As what a resident is counted: in the denominator of a measure for a period, and in its numerator or not. */
export interface Counted {
  readonly measure: string;
  readonly period: string;
  readonly numerator: boolean;
  /** Organization id; empty where none is to be named. */
  readonly institution: string;
  /** Age in completed years at the end of the period, by fives; -1 where it is unknown. */
  readonly band: number;
}

/** Measures and periods made ready to be asked of many lives. */
export type CountLife = (course: LifeCourse) => readonly Counted[];

/**
 * Asks each measure of a life for each period, as of its last day. What is true does not depend on the day on which it is asked.
 * @throws Error where two measures share a code: a slip of the definitions
 */
export function compileMeasures(measures: readonly Measure[], periods: readonly Period[]): CountLife {
  if (new Set(measures.map(({ code }) => code)).size < measures.length) throw new Error('two measures share a code');
  const ready = measures.map((measure) => ({
    code: measure.code,
    denominator: compileCondition(measure.denominator),
    numerator: compileCondition(measure.numerator),
    isOf: measure.institution && compilePattern(measure.institution),
  }));
  return (course) =>
    periods.flatMap((period) => {
      const asked = { course, at: period.until, period };
      const band = bandAt(course.born, period);
      return ready.flatMap(({ code, denominator, numerator, isOf }) => {
        if (!denominator(asked)) return [];
        const institution = (isOf && placeIn(course, period, isOf)) ?? homeIn(course, period) ?? '';
        return [{ measure: code, period: period.code, numerator: numerator(asked), institution, band }];
      });
    });
}

type IsOf = ReturnType<typeof compilePattern>;

/** Where the latest such event of the period took place. */
const placeIn = ({ events }: LifeCourse, { from, until }: Period, isOf: IsOf): string | undefined =>
  events.findLast((event) => event.day >= from && event.day <= until && event.place !== undefined && isOf(event))?.place;

/** The institution that looks after the resident: that of the latest enrolment by the end of the period. */
const homeIn = ({ events }: LifeCourse, { until }: Period): string | undefined =>
  events.findLast(({ day, place, facts }) => day <= until && place !== undefined && facts['enrolled'] !== undefined)?.place;

const BAND_YEARS = 5;

/** Completed years at the end of a period, by fives; -1 where the birth date is unknown or later. */
function bandAt(born: number | undefined, period: Period): number {
  if (born === undefined || born > period.until) return -1;
  return Math.floor(Math.floor(monthsBetween(born, period.until) / 12) / BAND_YEARS) * BAND_YEARS;
}

/** Year of birth; for lists. */
export const bornIn = ({ born }: LifeCourse): number | null => (born === undefined ? null : Number(dayText(born).slice(0, 4)));
