import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, formatDay, parseDay } from './days.ts';

const days = fc.integer({ min: -40_000, max: 60_000 });

describe('days', () => {
  test('are read as they are written', () => {
    fc.assert(fc.property(days, (day) => parseDay(formatDay(day)) === day));
  });

  test.each([
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '2025-4-3',
    '20250403',
    '',
    '2025-04-03T00:00',
    'abcd-ef-gh',
  ])('%j is none', (text) => {
    expect(parseDay(text)).toBeUndefined();
  });

  test.each([
    ['2024-08-31', 6, '2025-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2025-12-01', 0, '2025-12-01'],
    ['2025-12-15', 1, '2026-01-15'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(formatDay(addMonths(parseDay(day) ?? Number.NaN, months))).toBe(expected);
  });

  test('months keep the order of days, and the day of the month where there is one', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 240 }), (day, months) => {
        const later = formatDay(addMonths(day, months));
        const [from, to] = [formatDay(day).slice(8), later.slice(8)];

        expect(addMonths(day + 1, months)).toBeGreaterThanOrEqual(addMonths(day, months));
        expect(Number(to)).toBeLessThanOrEqual(Number(from));
        expect(to === from || Number(to) >= 28).toBe(true);
      }),
    );
  });
});
