import { describe, expect, test } from 'vitest';
import { LARGEST_BLOCK, makeBlocks, roomForKeys } from './blocks.ts';
import { countSpaces, forEachPair } from './pairs.ts';
import { peopleOf, type Written } from './testing.ts';

function spacesOf(records: readonly Written[]) {
  const people = peopleOf(records);
  const { slots, places } = roomForKeys(people);
  return places.map((place) => makeBlocks(people, slots, place));
}

function pairsOf(records: readonly Written[], step = Number.POSITIVE_INFINITY): string[] {
  const blocks = spacesOf(records).map((made) => made.blocks);
  const pairs: string[] = [];
  for (const [index, { records: entries }] of blocks.entries())
    for (let from = 0; from < entries.length; from += step)
      forEachPair(blocks, index, from, Math.min(entries.length, from + step), (a, b) => pairs.push([a, b].toSorted().join('-')));
  return pairs.toSorted();
}

const person = { name: '王燕', birth_date: '1982-12-12', phone: '13579573938', household_no: '350102000000001' };

describe('candidates', () => {
  test('are found by any key, each pair once', () => {
    expect(pairsOf([person, person, { ...person, birth_date: '' }])).toEqual(['0-1', '0-2', '1-2']);
  });

  test('are the same however the work is cut', () => {
    const records = Array.from({ length: 40 }, (_, index) => ({
      ...person,
      phone: `1357957${3900 + (index % 7)}`,
      birth_date: `1982-12-${10 + (index % 5)}`,
    }));

    expect(pairsOf(records, 3)).toEqual(pairsOf(records));
  });

  test('are not made by what is missing', () => {
    const nothing = { name: '', birth_date: '', phone: '', sex: '1' };

    expect(spacesOf([nothing, nothing])).toEqual([]);
  });

  test('know by how many keys they hang', () => {
    const blocks = spacesOf([person, person]).map((made) => made.blocks);

    expect(countSpaces(blocks, 0, 1)).toBeGreaterThan(3);
  });
});

describe('a block that is too large', () => {
  const namesakes = Array.from({ length: 400 }, (_, index) => ({
    name: '王燕',
    sex: index % 2 ? '1' : '2',
    birth_date: `1982-01-${10 + (index % 19)}`,
  }));

  test('is refined and reported', () => {
    const report = spacesOf(namesakes).find(({ report: { space } }) => space === 'name and year of birth')?.report;

    expect(report).toMatchObject({ oversized: 1, oversizedRecords: 400, largest: 400 });
  });

  test('leaves no block above the limit', () => {
    for (const { blocks } of spacesOf(namesakes)) {
      const counts = new Map<number, number>();
      for (const key of blocks.keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      expect(Math.max(...counts.values())).toBeLessThanOrEqual(LARGEST_BLOCK);
    }
  });
});
