import { describe, expect, test } from 'vitest';
import { dayNumber } from '../life-course/index.ts';
import { dayOf } from './day-of.ts';

describe('the day in China', () => {
  test.each([
    ['2026-01-05', '2026-01-05'],
    ['2026-01', '2026-01-01'],
    ['2026', '2026-01-01'],
    ['2026-01-04T18:00:00Z', '2026-01-05'],
    ['2026-01-05T00:10:00+08:00', '2026-01-05'],
  ])('of %s is %s', (text, day) => {
    expect(dayOf(text)).toBe(dayNumber(day));
  });

  test.each(['', 'yesterday', '2026-13-40', undefined])('of %o there is none', (text) => {
    expect(dayOf(text)).toBeUndefined();
  });
});
