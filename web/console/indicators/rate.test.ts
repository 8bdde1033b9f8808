import { describe, expect, test } from 'vitest';
import { isReached, ranked, rateOf } from './rate.ts';

const row = (key: string, numerator: number | 'few', denominator: number) => ({ measure: 'one', key, numerator, denominator });

describe('a rate', () => {
  test('is in percent, to one digit', () => {
    expect(rateOf(row('', 1, 3))).toBe(33.3);
  });

  test('is not told where a count is not shown, or nobody is concerned', () => {
    expect([rateOf(row('', 'few', 40)), rateOf(row('', 0, 0))]).toEqual([undefined, undefined]);
  });

  test('is measured by its target in the way in which it is better', () => {
    const more = { target: 0.5, better: 'more' } as const;
    const less = { target: 0.5, better: 'less' } as const;

    expect([isReached(more, 50), isReached(more, 49.9), isReached(less, 49.9), isReached({ better: 'more' }, 50)]).toEqual([
      true,
      false,
      true,
      undefined,
    ]);
  });
});

test('rows are ranked from the best to the worst, equals share a rank, those not shown come last', () => {
  const rows = ranked([row('a', 1, 10), row('b', 'few', 10), row('c', 9, 10), row('d', 9, 10)], 'more');

  expect(rows.map(({ key, rank }) => [key, rank])).toEqual([
    ['c', 1],
    ['d', 1],
    ['a', 3],
    ['b', undefined],
  ]);
});
