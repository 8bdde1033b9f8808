import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BySex, Count } from './contract.ts';
import { hiddenAtTop, hiddenCounts, hiddenParts, shownBands, shownBySex } from './small-cells.ts';

const BELOW = 5;
const bySex = (male: number, female: number, other = 0): BySex => ({ male, female, other });
const sum = (all: readonly BySex[]): BySex =>
  all.reduce((some, one) => bySex(some.male + one.male, some.female + one.female, some.other + one.other), bySex(0, 0));
const shownTable = (parts: ReadonlyMap<string, BySex>) => {
  const own = sum([...parts.values()]);
  const ownHidden = hiddenAtTop(own, BELOW);
  const hidden = hiddenParts({ own, parts }, ownHidden, BELOW);
  return {
    own: shownBySex(own, ownHidden),
    parts: new Map([...parts].map(([code, counts]) => [code, shownBySex(counts, hidden.get(code) ?? new Map())])),
  };
};
const isHidden = (count: Count | undefined) => typeof count === 'string';

const aCount = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 300 }));
const aDivision = fc.record({ male: aCount, female: aCount, other: fc.integer({ min: 0, max: 6 }) });
const someParts = fc
  .array(aDivision, { minLength: 1, maxLength: 6 })
  .map((all) => new Map(all.map((one, at) => [String(at), one])));

describe('small counts', () => {
  test('are not shown, and neither is the one by which a total would tell them', () => {
    const { own, parts } = shownTable(
      new Map([
        ['a', bySex(100, 90)],
        ['b', bySex(80, 3)],
        ['c', bySex(60, 50)],
      ]),
    );

    expect(own).toEqual({ male: 240, female: 143, other: 0, total: 383 });
    expect(parts.get('b')).toMatchObject({ male: 'withheld', female: 'few', total: 83 });
    expect(parts.get('c')).toMatchObject({ male: 'withheld', female: 'withheld', total: 110 });
    expect(parts.get('a')).toEqual({ male: 100, female: 90, other: 0, total: 190 });
  });

  test('of ages are hidden with another age of the same sex', () => {
    const bands = [
      { from: 0, ...bySex(2, 40) },
      { from: 5, ...bySex(30, 50) },
      { from: 10, ...bySex(70, 60) },
    ];

    const shown = shownBands(bands, sum(bands), new Map(), BELOW);

    expect(shown.map(({ male, female }) => [male, female])).toEqual([
      ['few', 40],
      ['withheld', 50],
      [70, 60],
    ]);
  });

  test('that together are few hide one that is not', () => {
    const shown = hiddenCounts(
      new Map([
        ['left', 1],
        ['temporary', 1],
        ['registered', 400],
        ['actual', 90],
      ]),
      492,
      false,
      BELOW,
    );

    expect(Object.fromEntries(shown)).toEqual({ left: 'few', temporary: 'few', registered: 400, actual: 'withheld' });
  });

  test('are shown nowhere in any table, and no line of it tells one that is hidden', () => {
    fc.assert(
      fc.property(someParts, (parts) => {
        const { own, parts: shown } = shownTable(parts);
        const rows = [...shown.values()];

        for (const one of [own, ...rows])
          for (const count of Object.values(one)) expect(isHidden(count) || count === 0 || Number(count) >= BELOW).toBe(true);
        const lines = [
          ...[own, ...rows].map(({ male, female, other, total }) => [male, female, other, total]),
          ...(['male', 'female', 'other', 'total'] as const).map((what) => [own[what], ...rows.map((row) => row[what])]),
        ];
        for (const line of lines) expect(line.filter(isHidden)).not.toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test('hide nothing where none is small', () => {
    const large = fc.record({
      male: fc.integer({ min: 5, max: 99 }),
      female: fc.integer({ min: 5, max: 99 }),
      other: fc.constant(0),
    });
    fc.assert(
      fc.property(fc.array(large, { minLength: 1, maxLength: 6 }), (all) => {
        const parts = new Map(all.map((one, at) => [String(at), one]));

        const { parts: shown } = shownTable(parts);

        expect([...shown.values()].flatMap((row) => Object.values(row)).some(isHidden)).toBe(false);
      }),
    );
  });
});
