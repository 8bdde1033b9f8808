import { age, all, answer, any, type Condition, firstOf, interpolated, sexIs, type Term } from '../../../life-course/index.ts';
import { growthCurve, type Indicator, type Sex } from '../growth/index.ts';

/** The standards of WHO as terms of forms: grades follow from what is measured, in the browser as well. */

const SEXES: readonly Sex[] = ['male', 'female'];
const inDays = age('days');
/** From this day on children are measured standing. */
const isStanding = inDays.atLeast(731);

const curve = (indicator: Indicator, sex: Sex, x: Term, z: number) => interpolated(x, growthCurve(indicator, sex, z));

/** Grade in CV05.10.006 of a measurement for the age; the same as `gradeOf`. */
export const gradeByAge = (indicator: Indicator, measured: string): Term =>
  firstOf(
    SEXES.map((sex) => {
      const [low2, low1, middle, high1, high2] = [-2, -1, 0, 1, 2].map((z) => curve(indicator, sex, inDays, z));
      const value = answer(measured);
      const grades = firstOf([
        [value.below(low2 ?? 0), '3'],
        [value.below(low1 ?? 0), '24'],
        [value.below(middle ?? 0), '23'],
        [value.atMost(high1 ?? 0), '22'],
        [value.atMost(high2 ?? 0), '21'],
        [value.above(high2 ?? 0), '1'],
      ]);
      return [sexIs(sex), grades] as const;
    }),
  );

const isBelow = (indicator: Indicator, measured: string, x: Term): Condition =>
  any(...SEXES.map((sex) => all(sexIs(sex), answer(measured).below(curve(indicator, sex, x, -2)))));
const isFrom = (indicator: Indicator, measured: string, x: Term, z: number): Condition =>
  any(...SEXES.map((sex) => all(sexIs(sex), answer(measured).atLeast(curve(indicator, sex, x, z)))));
const forHeight = (of: (indicator: Indicator) => Condition): Condition =>
  any(all(isStanding, of('weightForHeight')), all(inDays.below(731), of('weightForLength')));

/** Bodily development in CV04.10.020; the same as `developmentOf`. */
export const bodyDevelopment: Term = firstOf([
  [isBelow('heightForAge', 'height', inDays), '4'],
  [forHeight((indicator) => isBelow(indicator, 'weight', answer('height'))), '3'],
  [isBelow('weightForAge', 'weight', inDays), '2'],
  [forHeight((indicator) => isFrom(indicator, 'weight', answer('height'), 1)), '5'],
  [all(answer('weight').isKnown(), answer('height').isKnown(), age('months').below(84)), '1'],
]);
