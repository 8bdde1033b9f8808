import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmsIn, sideOf } from './cold-chain.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 0, minute)).toISOString();
const readings = (...celsius: readonly number[]) => celsius.map((value, index) => ({ at: at(index), celsius: value }));

describe('alarms of a cold chain (2 to 8 °C)', () => {
  test.each([
    ['none at the limits', [2, 8, 5], []],
    ['one above, until it is within again', [5, 8.1, 9, 7], [{ since: at(1), until: at(3), kind: 'warm', worst: 9 }]],
    ['one below, which lasts', [5, 1.9, 0.5], [{ since: at(1), kind: 'cold', worst: 0.5 }]],
    [
      'two where it goes from too warm to too cold',
      [9, 1],
      [
        { since: at(0), until: at(1), kind: 'warm', worst: 9 },
        { since: at(1), kind: 'cold', worst: 1 },
      ],
    ],
  ] as const)('%s', (_name, celsius, alarms) => {
    expect(alarmsIn(readings(...celsius))).toEqual(alarms);
  });

  test('cover exactly the readings that are outside', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 15, noNaN: true }), { maxLength: 30 }), (celsius) => {
        const all = readings(...celsius);

        const alarms = alarmsIn(all);

        for (const one of all) {
          const covering = alarms.filter(({ since, until }) => since <= one.at && (until === undefined || one.at < until));
          expect(covering.map(({ kind }) => kind)).toEqual([sideOf(one.celsius)].filter(Boolean));
        }
      }),
    );
  });
});
