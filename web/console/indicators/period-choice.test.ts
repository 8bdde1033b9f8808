import { describe, expect, test } from 'vitest';
import { kindOf, periodsOf } from './period-choice.ts';

describe('periods to choose from', () => {
  test('go back from the present one, over the turn of the year', () => {
    const [years, quarters, months] = (['year', 'quarter', 'month'] as const).map((kind) => periodsOf(kind, '2026-02-03'));

    expect(years?.slice(0, 2)).toEqual(['2026', '2025']);
    expect(quarters?.slice(0, 3)).toEqual(['2026-Q1', '2025-Q4', '2025-Q3']);
    expect(months?.slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12']);
  });

  test('are of the kind for which they were made', () => {
    const kinds = (['year', 'quarter', 'month'] as const).map((kind) => kindOf(periodsOf(kind, '2026-11-30')[3] ?? ''));

    expect(kinds).toEqual(['year', 'quarter', 'month']);
  });
});
