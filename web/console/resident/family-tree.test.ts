import { describe, expect, test } from 'vitest';
import type { Family } from '../../../src/databases/population/kin/contract.ts';
import { placeFamily } from './family-tree.ts';

const person = (id: string, sex: 'male' | 'female', birthDate: string) => ({
  id,
  name: id,
  sex,
  birthDate,
  isHere: true,
  inHousehold: false,
});
const family: Family = {
  resident: 'child',
  people: [
    person('child', 'female', '2020-01-01'),
    person('brother', 'male', '2016-01-01'),
    person('father', 'male', '1990-01-01'),
    person('mother', 'female', '1992-01-01'),
    person('opa', 'male', '1960-01-01'),
    person('stranger', 'male', '1960-01-01'),
  ],
  ties: [
    { from: 'father', to: 'child', kind: 'parent', source: 'event' },
    { from: 'mother', to: 'child', kind: 'parent', source: 'event' },
    { from: 'father', to: 'brother', kind: 'parent', source: 'event' },
    { from: 'father', to: 'mother', kind: 'spouse', source: 'event' },
    { from: 'opa', to: 'mother', kind: 'parent', source: 'household' },
  ],
};

describe('a family tree', () => {
  test('has a row for each generation, spouses side by side, and leaves out who is not related', () => {
    const placed = placeFamily(family);

    expect(placed.map(({ id, row, column }) => `${id} ${row} ${column}`)).toEqual([
      'opa 0 0',
      'father 1 0',
      'mother 1 1',
      'brother 2 0',
      'child 2 1',
    ]);
  });

  test('says what each is to the resident', () => {
    const said = Object.fromEntries(placeFamily(family).map(({ id, kinship }) => [id, kinship]));

    expect(said).toEqual({ child: 'self', father: 'father', mother: 'mother', brother: 'sibling', opa: 'grandparent' });
  });
});
