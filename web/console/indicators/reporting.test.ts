import { expect, test } from 'vitest';
import { rankReporting } from './reporting.ts';

const row = (key: string, contacts: number, inTime: number, overdue = 0) => ({
  ...{ key, contacts, inTime, overdue },
  required: contacts * 10,
  filled: contacts * 10 - overdue,
});

test('who records sooner stands first, equals share a rank, who has nothing comes last', () => {
  const rows = rankReporting([row('a', 10, 5), row('none', 0, 0), row('b', 10, 9), row('c', 20, 18)], 'timely');

  expect(rows.map(({ key, rank, rates }) => [key, rank, rates.timely])).toEqual([
    ['b', 1, 90],
    ['c', 1, 90],
    ['a', 3, 50],
    ['none', undefined, undefined],
  ]);
});

test('what is done is a share of what is done and what is overdue', () => {
  const [found] = rankReporting([row('a', 3, 3, 1)], 'doneRate');

  expect(found?.rates).toEqual({ timely: 100, filledRate: 96.7, doneRate: 75 });
});
