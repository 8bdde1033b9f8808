import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCluster, placeKey } from './clusters.ts';
import { c1, c2, c3, LEAST_DEVIATION } from './ears.ts';
import { movingPercentile, percentile } from './moving-percentile.ts';

describe('EARS (Hutwagner et al. 2003)', () => {
  // mean of 2 4 4 4 5 5 7 … worked out by hand
  test('C1: baseline 2, 4, 4, 4, 5, 5, 4 has mean 4 and deviation 1; 8 is four deviations above it', () => {
    const value = c1([2, 4, 4, 4, 5, 5, 4, 8], 7);

    expect(value).toMatchObject({ mean: 4, deviation: 1, value: 4, isSignal: true });
  });

  test('C1: three deviations exactly are none: the threshold is to be passed', () => {
    expect(c1([2, 4, 4, 4, 5, 5, 4, 7], 7)).toMatchObject({ value: 3, isSignal: false });
  });

  test('C2: the two days before today are not of the baseline, so a rise does not hide itself', () => {
    const counts = [2, 4, 4, 4, 5, 5, 4, 9, 9, 9];

    expect(c2(counts, 9)).toMatchObject({ mean: 4, deviation: 1, value: 5, isSignal: true });
    expect(c1(counts, 9)?.isSignal).toBe(false);
  });

  test('C3: three days of 2.5, 2 and 2 deviations, each no signal by itself, are 3.5 above', () => {
    // baselines of the three days, shifted by one, all have mean 4 and deviation 1
    const value = c3([4, 4, 4, 2, 4, 5, 5, 4, 4, 6, 6, 6.5], 11);

    expect([c2([4, 4, 4, 2, 4, 5, 5, 4, 4, 6, 6, 6.5], 11)?.isSignal, value && value.value > 2]).toEqual([
      false,
      value?.isSignal,
    ]);
  });

  test('C3 is the sum of what C2 has above 1, by hand: 3 + 0 + 1', () => {
    const quiet = [0, 0, 0, 0, 0, 0, 0];
    // with the least deviation of 0.5 a count of n after a quiet week is 2n deviations
    const counts = [...quiet, 0, 0, 1, 0, 2];

    expect(c3(counts, 11)?.value).toBeCloseTo(1 + 0 + (2 - 0) / LEAST_DEVIATION - 1, 10);
  });

  test('one case after a quiet week is no signal, two are', () => {
    const quiet = [0, 0, 0, 0, 0, 0, 0];

    expect([c1([...quiet, 1], 7)?.isSignal, c1([...quiet, 2], 7)?.isSignal]).toEqual([false, true]);
  });

  test('without a whole baseline nothing is judged', () => {
    expect([c1([1, 2, 3, 4, 5, 6, 7], 6), c2([1, 2, 3, 4, 5, 6, 7, 8, 9], 8), c3(Array(11).fill(1), 10)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('more cases today never make less of a signal, and what is no part of the baseline changes nothing', () => {
    const counts = fc.array(fc.nat(30), { minLength: 12, maxLength: 20 });
    fc.assert(
      fc.property(counts, fc.nat(20), fc.nat(50), (days, more, before) => {
        const at = days.length - 1;
        const higher = days.with(at, (days[at] ?? 0) + more);
        const other = [before, ...days];
        for (const method of [c1, c2, c3]) {
          expect(method(higher, at)?.value).toBeGreaterThanOrEqual(method(days, at)?.value ?? Number.NaN);
          expect(method(other, at + 1)).toEqual(method(days, at));
        }
      }),
    );
  });

  test('days that are all alike are no signal', () => {
    fc.assert(
      fc.property(fc.nat(200), (count) => {
        const days = Array<number>(14).fill(count);
        expect([c1(days, 13)?.isSignal, c2(days, 13)?.isSignal, c3(days, 13)?.isSignal]).toEqual([false, false, false]);
      }),
    );
  });
});

describe('the moving percentile (CIDARS)', () => {
  const DAY_MS = 86_400_000;
  const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  const countsOf = (cases: Readonly<Record<string, number>>) => {
    const byDay = new Map(Object.entries(cases).map(([day, count]) => [number(day), count]));
    return (day: number) => byDay.get(day) ?? 0;
  };

  test.each([
    [[1, 2, 3, 4, 5], 0.8, 4.2],
    [[1, 2, 3, 4, 5], 0.5, 3],
    [[7], 0.8, 7],
    [[5, 1], 0.8, 4.2],
  ])('of %j, the part %d is at %d', (values, part, expected) => {
    expect(percentile(values, part)).toBeCloseTo(expected, 10);
  });

  test('looks at the same week and two on each side of it in five years: 25 windows', () => {
    const found = movingPercentile(() => 1, '2026-11-20', '2015-01-01');

    expect(found).toMatchObject({ observed: 7, threshold: 7, isSignal: false });
    expect(found?.baseline).toHaveLength(25);
  });

  test('with three years on record, at 15; with less, not at all', () => {
    expect(movingPercentile(() => 1, '2026-11-20', '2023-10-31')?.baseline).toHaveLength(15);
    expect(movingPercentile(() => 1, '2026-11-20', '2023-11-01')).toBeUndefined();
  });

  test('counts by hand: windows of 2025 with 3, 1 and 0 cases, all others empty, are passed by 1', () => {
    const found = movingPercentile(countsOf({ '2025-11-20': 3, '2025-11-06': 1, '2026-11-14': 1 }), '2026-11-20', '2015-01-01');

    expect(found?.observed).toBe(1);
    expect(found?.baseline.filter((count) => count > 0).toSorted()).toEqual([1, 3]);
    expect(found).toMatchObject({ threshold: 0, isSignal: true });
  });

  test('29 February is held against 28 February', () => {
    expect(movingPercentile(countsOf({ '2023-02-28': 2 }), '2024-02-29', '2015-01-01')?.baseline).toContain(2);
  });

  test('its threshold lies between the least and the most of its windows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 25 }), (values) => {
        const at = percentile(values, 0.8);
        expect(at).toBeGreaterThanOrEqual(Math.min(...values));
        expect(at).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});

describe('a cluster', () => {
  const on = (...days: number[]) => days.map((day, at) => ({ id: `c${at}`, onsetOn: `2026-11-${String(day).padStart(2, '0')}` }));
  // hand, foot and mouth disease, measles …: national rules of 2005 count cases of a school within a week
  const week = { cases: 5, days: 7 };

  test('is five cases within a week, the first and the seventh day of it included', () => {
    expect(findCluster(on(1, 2, 3, 5, 7), week)).toEqual({
      cases: ['c0', 'c1', 'c2', 'c3', 'c4'],
      from: '2026-11-01',
      to: '2026-11-07',
    });
  });

  test('is not five cases within eight days', () => {
    expect(findCluster(on(1, 2, 3, 5, 8), week)).toBeUndefined();
  });

  test('of one case is the case itself, where the disease asks for no more', () => {
    expect(findCluster(on(9), { cases: 1, days: 7 })?.cases).toEqual(['c0']);
  });

  test('is found whatever the order, and holds what a plain search of all windows finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 28 }), { maxLength: 14 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 10 }),
        (days, cases, length) => {
          const placed = on(...days);
          const found = findCluster(placed.toReversed(), { cases, days: length });
          const most = Math.max(
            0,
            ...Array.from({ length: 28 }, (_, at) => days.filter((day) => day > at && day <= at + length).length),
          );

          expect(found?.cases.length ?? 0).toBe(most >= cases ? most : 0);
        },
      ),
    );
  });

  test('of a school is the same however its name was typed', () => {
    expect([placeKey('鼓楼 第一小学'), placeKey('鼓楼第一小学（本部）')]).toEqual(['鼓楼第一小学', '鼓楼第一小学本部']);
  });
});
