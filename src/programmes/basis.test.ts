import { expect, test } from 'vitest';
import { changedSince } from './basis.ts';
import type { ContactBasis } from './contract.ts';

const aBasis = (...contacts: readonly string[]): ContactBasis => ({
  ...{ resident: 'r', definition: '2017/visit', division: '350102', died: false },
  contacts,
});

test.each([
  ['nothing changed', aBasis('a/1', 'b'), aBasis('a/1', 'b'), []],
  ['somebody recorded one', aBasis('a/1'), aBasis('b/1', 'a/1'), ['contacts']],
  ['somebody corrected one', aBasis('a/1'), aBasis('a/2'), ['contacts']],
  ['one was marked as an error', aBasis('a/1', 'b/1'), aBasis('a/1'), []],
  ['an older one is told without its version', aBasis('a/1', 'b/1'), aBasis('a/1', 'b'), []],
  ['one that was told without its version has it now', aBasis('a/1', 'b'), aBasis('a/1', 'b/3'), []],
  ['the resident died and moved', aBasis(), { ...aBasis(), died: true, division: '350103' }, ['died', 'division']],
])('%s', (_, before, now, parts) => {
  expect(changedSince(before, now)).toEqual(parts);
});
