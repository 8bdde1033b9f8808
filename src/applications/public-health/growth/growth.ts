import { type Indicator, lmsAt, plainScore, pointsOf, type Sex, valueAt, weightScore } from './lms.ts';

/** What was measured of a child. */
export interface Measured {
  readonly sex: Sex;
  readonly ageDays: number;
  /** Kilograms. */
  readonly weight?: number | undefined;
  /** Centimetres; lying before 24 months and standing later, unless said otherwise. */
  readonly height?: number | undefined;
  readonly position?: 'lying' | 'standing' | undefined;
  /** Centimetres. */
  readonly headCircumference?: number | undefined;
}

/** z-scores to two digits; undefined where nothing was measured or the standard does not reach. */
export interface Growth {
  readonly weightForAge: number | undefined;
  readonly heightForAge: number | undefined;
  readonly weightForHeight: number | undefined;
  readonly bmiForAge: number | undefined;
  readonly headForAge: number | undefined;
}

/** Lying children are longer than standing ones by so many centimetres. */
const LYING_IS_LONGER = 0.7;
/** From this day on children are measured standing. */
const STANDS_FROM_DAYS = 731;

/** How a child grows by the standards of WHO, 0 to 84 months. */
export function growthOf(measured: Measured): Growth {
  const { sex, ageDays, weight, headCircumference } = measured;
  const height = heightForDay(measured);
  const isStanding = ageDays >= STANDS_FROM_DAYS;
  const bmi = weight !== undefined && height !== undefined ? weight / (height / 100) ** 2 : undefined;
  const score = (indicator: Indicator, x: number | undefined, value: number | undefined) => scoreOf(indicator, sex, x, value);
  return {
    weightForAge: score('weightForAge', ageDays, weight),
    heightForAge: score('heightForAge', ageDays, height),
    weightForHeight: score(isStanding ? 'weightForHeight' : 'weightForLength', height, weight),
    bmiForAge: score('bmiForAge', ageDays, bmi),
    headForAge: score('headForAge', ageDays, headCircumference),
  };
}

function heightForDay({ ageDays, height, position }: Measured): number | undefined {
  const isStanding = ageDays >= STANDS_FROM_DAYS;
  if (height === undefined || position === undefined || (position === 'standing') === isStanding) return height;
  return isStanding ? height - LYING_IS_LONGER : height + LYING_IS_LONGER;
}

const PLAIN: ReadonlySet<Indicator> = new Set(['heightForAge', 'headForAge']);

function scoreOf(indicator: Indicator, sex: Sex, x: number | undefined, value: number | undefined): number | undefined {
  const lms = x === undefined ? undefined : lmsAt(indicator, sex, x);
  if (!lms || value === undefined || value <= 0) return undefined;
  const z = PLAIN.has(indicator) ? plainScore(lms, value) : weightScore(lms, value);
  return Number(z.toFixed(2));
}

/** Grade of a z-score in CV05.10.006: above, three of the middle each way, below. */
export function gradeOf(z: number): string {
  if (z < -2) return '3';
  if (z < -1) return '24';
  if (z < 0) return '23';
  if (z <= 1) return '22';
  return z <= 2 ? '21' : '1';
}

/**
 * Bodily development in CV04.10.020: the first of stunted, wasted, underweight (below −2) and overweight (weight for height from 1
 * on) that holds; normal where none does. Undefined where nothing is known.
 * Source: 儿童营养性疾病管理技术规范 (2012).
 */
export function developmentOf({ weightForAge, heightForAge, weightForHeight }: Growth): string | undefined {
  if (isBelow(heightForAge)) return '4';
  if (isBelow(weightForHeight)) return '3';
  if (isBelow(weightForAge)) return '2';
  if (weightForHeight !== undefined && weightForHeight >= 1) return '5';
  return [weightForAge, heightForAge, weightForHeight].every((z) => z === undefined) ? undefined : '1';
}

const isBelow = (z: number | undefined): boolean => z !== undefined && z < -2;

/** A line of a chart: the measurement at a z-score, at every point that the standard keeps. */
export const growthCurve = (indicator: Indicator, sex: Sex, z: number): readonly (readonly [x: number, value: number])[] =>
  pointsOf(indicator, sex).map((point) => [point.x, Number(valueAt(point, z).toFixed(3))]);
