import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSpan, beforeSpan, dayNumber, dayText, monthsBetween } from './days.ts';

const aDay = fc.integer({ min: -40_000, max: 60_000 });

describe('a day', () => {
  test('is a number and a text', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        expect(dayNumber(dayText(day))).toBe(day);
      }),
    );
  });

  test('is that of the calendar, in every century', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_000, max: 2_900_000 }), (day) => {
        const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(dayText(day)).toBe(text);
        expect(dayNumber(text)).toBe(day);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['', '2026', '2026-02-30', '2026-13-01', '2026-00-10', '2026/01/02', '20260102', '2026-1-2', 'yesterday!'])(
    '%s is none, or what a Date makes of it',
    (text) => {
      expect(dayNumber(text)).toBe(Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000));
    },
  );

  test('of a time is its day, and no day is no text', () => {
    expect(dayNumber('2026-11-30T23:59:59+08:00')).toBe(dayNumber('2026-11-30'));
    expect(() => dayText(Number.NaN)).toThrow(RangeError);
  });

  test.each([
    ['2026-01-31', { months: 1 }, '2026-02-28'],
    ['2024-01-31', { months: 1 }, '2024-02-29'],
    ['2024-02-29', { years: 1 }, '2025-02-28'],
    ['2026-11-30', { months: 3 }, '2027-02-28'],
    ['2026-03-31', { months: -1 }, '2026-02-28'],
    ['2026-12-31', { days: 1 }, '2027-01-01'],
    ['2026-01-01', { weeks: 13 }, '2026-04-02'],
  ] as const)('%s and %o is %s', (from, span, to) => {
    expect(dayText(addSpan(dayNumber(from), span))).toBe(to);
  });

  test('as many months before it is at most a month’s end away from where it came from', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 0, max: 400 }), (day, months) => {
        const back = beforeSpan(addSpan(day, { months }), { months });
        expect(day - back).toBeGreaterThanOrEqual(0);
        expect(day - back).toBeLessThanOrEqual(3);
      }),
    );
  });

  test('has seen as many months as were added, and one less the day before', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 0, max: 1500 }), (born, months) => {
        const then = addSpan(born, { months });
        expect(monthsBetween(born, then)).toBe(months);
        expect(monthsBetween(born, then - 1)).toBe(months - 1);
      }),
    );
  });
});
