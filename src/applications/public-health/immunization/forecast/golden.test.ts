import { describe, expect, test } from 'vitest';
import { forecastOf, linesOf } from '../testing.ts';
import { goldenCases } from './golden-cases.ts';

describe('the forecast, clause by clause', () => {
  test.each(goldenCases)('%s', (_, asked, expected) => {
    const found = forecastOf(asked);

    const lines = Object.fromEntries(Object.keys(expected).map((series) => [series, linesOf(found, series)]));
    expect(lines).toEqual(expected);
  });
});
