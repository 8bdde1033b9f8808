import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { developmentOf, gradeOf, growthCurve, growthOf, type Measured } from './growth.ts';
import { type Indicator, lmsAt, plainScore, type Sex, valueAt, weightScore } from './lms.ts';

const MONTH = 30.4375;
const at = (indicator: Indicator, sex: Sex, months: number, z: number): number => {
  const lms = lmsAt(indicator, sex, Math.round(months * MONTH));
  return lms ? valueAt(lms, z) : Number.NaN;
};

describe('the published tables of WHO, −2, 0 and +2 standard deviations', () => {
  test.each([
    ['weightForAge', 'male', 0, [2.5, 3.3, 4.4]],
    ['weightForAge', 'female', 0, [2.4, 3.2, 4.2]],
    ['weightForAge', 'male', 6, [6.4, 7.9, 9.8]],
    ['weightForAge', 'male', 12, [7.7, 9.6, 12]],
    ['weightForAge', 'female', 12, [7, 8.9, 11.5]],
    ['weightForAge', 'male', 60, [14.1, 18.3, 24.2]],
    ['weightForAge', 'female', 60, [13.7, 18.2, 24.9]],
    ['heightForAge', 'male', 0, [46.1, 49.9, 53.7]],
    ['heightForAge', 'male', 12, [71, 75.7, 80.5]],
    ['heightForAge', 'female', 12, [68.9, 74, 79.2]],
    ['heightForAge', 'male', 60, [100.7, 110, 119.2]],
    ['heightForAge', 'female', 60, [99.9, 109.4, 118.9]],
    ['headForAge', 'male', 12, [43.5, 46.1, 48.6]],
    ['headForAge', 'female', 12, [42.2, 44.9, 47.6]],
    ['bmiForAge', 'male', 24, [13.8, 16, 18.9]],
  ] as const)('%s of a %s at %s months', (indicator, sex, months, expected) => {
    // published with one digit
    for (const [index, z] of [-2, 0, 2].entries())
      expect(Math.abs(at(indicator, sex, months, z) - (expected[index] ?? Number.NaN))).toBeLessThan(0.06);
  });
});

test.each([
  ['weightForAge', 'male', 45, 0.2122, 5.0404, 0.12858],
  ['weightForAge', 'male', 500, 0.0314, 10.6125, 0.11057],
  ['weightForAge', 'female', 1200, -0.3249, 14.4936, 0.13167],
  ['heightForAge', 'male', 45, 1, 56.6056, 0.03488],
  ['heightForAge', 'male', 730, 1, 87.8018, 0.03479],
  ['heightForAge', 'male', 731, 1, 87.1303, 0.03508],
  ['heightForAge', 'female', 900, 1, 90.3453, 0.03884],
  ['bmiForAge', 'male', 500, -0.5172, 16.2897, 0.07904],
  ['headForAge', 'female', 10, 1, 34.8419, 0.03321],
  ['weightForLength', 'male', 67.3, -0.3521, 7.8065, 0.08212],
  ['weightForHeight', 'female', 101.5, -0.3833, 15.6646, 0.09131],
  ['weightForAge', 'female', 2192, -0.5013, 20.1639, 0.149],
  ['heightForAge', 'male', 2374, 1, 118.87, 0.04295],
  ['bmiForAge', 'female', 2192, -1.0794, 15.2697, 0.10195],
] as const)(
  '%s of a %s at %s: a straight line between the kept points is off by less than 0.01',
  (indicator, sex, x, l, m, s) => {
    const lms = lmsAt(indicator, sex, x);

    for (const z of [-3, -2, -1, 0, 1, 2, 3])
      expect(lms && Math.abs(plainScore(lms, valueAt({ l, m, s }, z)) - z)).toBeLessThan(0.01);
  },
);

describe('a child', () => {
  const boy: Measured = { sex: 'male', ageDays: 365 };

  test.each([
    [
      'of median size',
      { weight: 9.65, height: 75.7, headCircumference: 46.1 },
      { weightForAge: 0, heightForAge: 0, headForAge: 0 },
    ],
    ['that is light', { weight: 7.7 }, { weightForAge: -2.04 }],
    ['that is short', { height: 70 }, { heightForAge: -2.42 }],
    ['of whom nothing was measured', {}, { weightForAge: undefined, weightForHeight: undefined, bmiForAge: undefined }],
  ])('%s', (_, measured, expected) => {
    const growth = growthOf({ ...boy, ...measured });

    for (const [name, z] of Object.entries(expected)) {
      const found = growth[name as keyof typeof growth];
      if (z === undefined) expect(found).toBeUndefined();
      else expect(Math.abs((found ?? Number.NaN) - z)).toBeLessThan(0.06);
    }
  });

  test('measured standing before 24 months is 0.7 cm longer, lying after it 0.7 cm shorter', () => {
    const height = (ageDays: number, cm: number, position?: 'lying' | 'standing') =>
      growthOf({ sex: 'male', ageDays, height: cm, position }).heightForAge;

    expect(height(700, 80, 'standing')).toBe(height(700, 80.7));
    expect(height(800, 80.7, 'lying')).toBe(height(800, 80));
    expect(height(800, 80, 'standing')).toBe(height(800, 80));
  });

  test('older than the standard has none', () => {
    expect(growthOf({ sex: 'female', ageDays: 2600, weight: 22, height: 120 }).weightForAge).toBeUndefined();
    expect(growthOf({ sex: 'female', ageDays: -1, weight: 3 }).weightForAge).toBeUndefined();
  });
});

test('a weight beyond three deviations is measured by the distance from the second to the third', () => {
  const lms = { l: -0.3521, m: 10, s: 0.09 };
  const [second, third] = [valueAt(lms, 2), valueAt(lms, 3)];

  expect(weightScore(lms, third + (third - second))).toBeCloseTo(4, 6);
  expect(weightScore(lms, valueAt(lms, -3) - (valueAt(lms, -2) - valueAt(lms, -3)))).toBeCloseTo(-4, 6);
  expect(weightScore(lms, second)).toBeCloseTo(2, 6);
});

test('a heavier child never has a lower score', () => {
  const child = fc.record({
    sex: fc.constantFrom('male' as const, 'female' as const),
    ageDays: fc.integer({ min: 0, max: 2500 }),
    weight: fc.double({ min: 1, max: 40, noNaN: true }),
  });

  fc.assert(
    fc.property(child, fc.double({ min: 0, max: 5, noNaN: true }), (one, more) => {
      const [lighter, heavier] = [growthOf(one), growthOf({ ...one, weight: one.weight + more })];
      expect(heavier.weightForAge).toBeGreaterThanOrEqual(lighter.weightForAge ?? Number.NaN);
    }),
  );
});

test.each([
  [-2.01, '3'],
  [-2, '24'],
  [-1, '23'],
  [0, '22'],
  [1, '22'],
  [1.5, '21'],
  [2.01, '1'],
])('the grade of %s is %s', (z, grade) => {
  expect(gradeOf(z)).toBe(grade);
});

test.each([
  [{ heightForAge: -2.5, weightForAge: -2.5 }, '4'],
  [{ weightForHeight: -2.1, weightForAge: -2.5 }, '3'],
  [{ weightForAge: -2.1, weightForHeight: -1 }, '2'],
  [{ weightForHeight: 1 }, '5'],
  [{ weightForHeight: 0.9, weightForAge: 0, heightForAge: 0 }, '1'],
  [{}, undefined],
])('of %o the development is %s', (scores, expected) => {
  const none = {
    weightForAge: undefined,
    heightForAge: undefined,
    weightForHeight: undefined,
    bmiForAge: undefined,
    headForAge: undefined,
  };

  expect(developmentOf({ ...none, ...scores })).toBe(expected);
});

test('curves of a chart do not cross', () => {
  const [low, median, high] = [-2, 0, 2].map((z) => growthCurve('weightForAge', 'female', z).map(([, value]) => value));

  for (const [index, value] of (median ?? []).entries()) {
    expect(low?.[index]).toBeLessThan(value);
    expect(high?.[index]).toBeGreaterThan(value);
  }
  expect(median?.length).toBeGreaterThan(30);
});
