import { describe, expect, test } from 'vitest';
import { householdTies } from './household-ties.ts';

const members = (relations: Record<string, string>) => Object.entries(relations).map(([id, relation]) => ({ id, relation }));
const said = (relations: Record<string, string>) =>
  householdTies(members(relations)).map(({ from, to, kind }) => `${from} ${kind} ${to}`);

describe('ties of a household', () => {
  test('of three generations', () => {
    expect(said({ opa: '02', oma: '12', son: '21', wife: '38', girl: '42' })).toEqual([
      'opa spouse oma',
      'opa parent son',
      'son spouse wife',
      'son parent girl',
    ]);
  });

  test('are not concluded where two could be meant', () => {
    expect(said({ opa: '02', elder: '22', younger: '23', wife: '38', girl: '42' })).toEqual([
      'opa parent elder',
      'opa parent younger',
    ]);
  });

  test('of the parents of both', () => {
    expect(said({ man: '02', woman: '12', father: '51', mother: '52', inLaw: '56', brother: '73' })).toEqual([
      'man spouse woman',
      'father parent man',
      'mother parent man',
      'father spouse mother',
      'inLaw parent woman',
      'man sibling brother',
    ]);
  });

  test('are none without a head', () => {
    expect(said({ woman: '12', child: '31' })).toEqual([]);
  });
});
