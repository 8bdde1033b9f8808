import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curveOf, mondayOf } from './curve.ts';

test.each([
  ['2026-11-29', '2026-11-23'],
  ['2026-11-30', '2026-11-30'],
  ['1969-12-31', '1969-12-29'],
])('%s is of the week of %s', (day, monday) => {
  expect(mondayOf(day)).toBe(monday);
});

test('a curve has every day of its period, and by weeks the same sum', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((one) => `2026-11-${String(one).padStart(2, '0')}`);
  fc.assert(
    fc.property(fc.array(fc.record({ key: day, cases: fc.nat(9), deaths: fc.nat(3), late: fc.nat(3) })), (days) => {
      const [byDay, byWeek] = (['day', 'week'] as const).map((by) => curveOf(days, { from: '2026-11-01', to: '2026-11-28', by }));
      const sum = (rows: typeof byDay) => rows?.reduce((all, { cases }) => all + cases, 0);

      expect(byDay).toHaveLength(28);
      expect(byWeek).toHaveLength(5);
      expect([sum(byDay), sum(byWeek)]).toEqual(Array(2).fill(days.reduce((all, { cases }) => all + cases, 0)));
    }),
  );
});
