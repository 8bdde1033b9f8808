import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edits, jaroWinkler } from './similarity.ts';

const bytes = (text: string) => Buffer.from(text);
const apart = (a: string, b: string) => edits(bytes(a), 0, a.length, bytes(b), 0, b.length);

/** The textbook's table, whole and slow. */
function editsByTable(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1);
      const row = table[i];
      if (row) row[j] = cost;
    }
  return Math.min(3, at(a.length, b.length));
}

const shortText = fc.stringMatching(/^[ab1]{0,9}$/);

describe('edits between numbers', () => {
  test('are those of the whole table, counted to three', () => {
    fc.assert(
      fc.property(shortText, shortText, (a, b) => {
        expect(apart(a, b)).toBe(editsByTable(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  test('of a number with two neighbours changed are one', () => {
    expect(apart('370202198212125782', '370202198212125872')).toBe(1);
  });

  test('of long numbers without a likeness are three', () => {
    expect(apart('1'.repeat(60), '2'.repeat(60))).toBe(3);
  });
});

describe('likeness of names in letters', () => {
  test.each([
    ['martha', 'marhta', 0.961],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.813],
    ['abc', 'xyz', 0],
  ])('%s and %s are as Winkler printed them', (a, b, expected) => {
    expect(jaroWinkler(bytes(a), 0, a.length, bytes(b), 0, b.length)).toBeCloseTo(expected, 2);
  });

  test('does not depend on the order, and is 1 of equals', () => {
    const name = fc.stringMatching(/^[a-e]{1,12}$/);
    fc.assert(
      fc.property(name, name, (a, b) => {
        const likeness = jaroWinkler(bytes(a), 0, a.length, bytes(b), 0, b.length);
        expect(jaroWinkler(bytes(b), 0, b.length, bytes(a), 0, a.length)).toBeCloseTo(likeness, 10);
        expect(jaroWinkler(bytes(a), 0, a.length, bytes(a), 0, a.length)).toBe(1);
      }),
    );
  });
});
