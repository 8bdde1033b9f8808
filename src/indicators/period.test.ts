import { describe, expect, test } from 'vitest';
import { dayText } from '../life-course/index.ts';
import { parsePeriod, standingPeriods } from './period.ts';

describe('a period', () => {
  test.each([
    ['2026', '2026-01-01', '2026-12-31'],
    ['2026-Q1', '2026-01-01', '2026-03-31'],
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2026-12', '2026-12-01', '2026-12-31'],
    ['2026-03-05..2026-03-05', '2026-03-05', '2026-03-05'],
  ])('%s is from %s to %s', (code, from, until) => {
    const period = parsePeriod(code);

    expect(period && [period.code, dayText(period.from), dayText(period.until)]).toEqual([code, from, until]);
  });

  test.each(['', '26', '2026-Q5', '2026-13', '2026-02-30..2026-03-01', '2026-03-02..2026-03-01'])('%o is none', (code) => {
    expect(parsePeriod(code)).toBeUndefined();
  });

  test('of this year and the last is kept by itself', () => {
    expect(standingPeriods(20_454).map(({ code }) => code)).toEqual(['2025', '2026']);
  });
});
