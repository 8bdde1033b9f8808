import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identified, idsFound, idsOnAllPages, storeForTests, type TestStore } from '../testing.ts';
import { parseSearch } from './parse-search.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

const EARTH_METRES = 6_371_008.8;

type Place = readonly [latitude: number, longitude: number];

/** The distance by the angle between two vectors: apart from the formula under test. */
function metresBetween(a: Place, b: Place): number {
  const vector = ([latitude, longitude]: Place) => {
    const [up, around] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
    return [Math.cos(up) * Math.cos(around), Math.cos(up) * Math.sin(around), Math.sin(up)] as const;
  };
  const [[ax, ay, az], [bx, by, bz]] = [vector(a), vector(b)];
  const cross = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  return EARTH_METRES * Math.atan2(cross, ax * bx + ay * by + az * bz);
}

const aLocation = (id: string, [latitude, longitude]: Place, round: string): Identified => ({
  resourceType: 'Location',
  id,
  identifier: [{ system: 'urn:round', value: round }],
  position: { latitude, longitude },
});

const degrees = (most: number) => fc.integer({ min: -most * 1000, max: most * 1000 }).map((thousandths) => thousandths / 1000);
const anywhere = fc.tuple(degrees(90), degrees(180));
const corner = fc.constantFrom<Place>([90, 0], [-90, 12], [0, 180], [0, -180], [89.999, 170], [10, 179.999], [10, -179.999]);
const place: fc.Arbitrary<Place> = fc.oneof(anywhere, corner);
/** Places that lie close together. */
const cluster = place.chain(([latitude, longitude]) =>
  fc.array(
    fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 })).map(([north, east]): Place => {
      const around = longitude + east / 1000;
      return [
        Math.max(-90, Math.min(90, latitude + north / 1000)),
        around > 180 ? around - 360 : around < -180 ? around + 360 : around,
      ];
    }),
    { minLength: 1, maxLength: 8 },
  ),
);

describe('near', () => {
  test('finds what lies within the distance along the great circle, at the poles and the date line too', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        cluster,
        fc.array(anywhere, { maxLength: 4 }),
        fc.array(fc.oneof(fc.integer({ min: 0, max: 50_000 }), fc.constantFrom(1_000_000, 19_000_000, 21_000_000)), {
          minLength: 3,
          maxLength: 6,
        }),
        async (close, far, distances) => {
          round += 1;
          const own = `n${round}`;
          const all = [...close, ...far].map((at, index) => ({ at, id: `${own}-${index}` }));
          await here.all.commit(
            all.map(({ at, id }) => ({ kind: 'put', resource: aLocation(id, at, own) })),
            { atomic: true },
          );
          const [from = [0, 0] as const] = close;
          for (const metres of distances) {
            const query = new URLSearchParams([
              ['identifier', own],
              ['near', `${from[0]}|${from[1]}|${metres}|m`],
            ]).toString();

            const found = (await idsOnAllPages(here.all, 'Location', `${query}&_count=3`)).flat();

            // what lies on the very edge may fall on either side
            const isClear = ({ at }: { at: Place }) => Math.abs(metresBetween(from, at) - metres) > 0.01 || metres === 0;
            const expected = all.filter(isClear).filter(({ at }) => metresBetween(from, at) <= metres + 1e-6);
            const edges = new Set(all.filter((one) => !isClear(one)).map(({ id }) => id));
            expect({ query, found: found.filter((id) => !edges.has(id)).toSorted() }).toEqual({
              query,
              found: expected.map(({ id }) => id).toSorted(),
            });
          }
        },
      ),
      {
        numRuns: 40,
        examples: [
          [
            [
              [90, 170],
              [90, 169.999],
            ],
            [],
            [0, 1_000_000, 0],
          ],
        ],
      },
    );
  }, 60_000);

  test.each([
    ['kilometres where no unit is given', '26.08|119.3|1.2', true],
    ['what the server chooses where no distance is given', '26.08|119.3', true],
    ['metres', '26.08|119.3|1100|m', false],
    ['metres, more', '26.08|119.3|1120|m', true],
    ['miles', '26.08|119.3|0.69|[mi_i]', false],
    ['miles, more', '26.08|119.3|0.7|mi', true],
    ['one of two places', '0|0|1|km,26.08|119.3|2|km', true],
  ])('takes %s', async (_, near, isFound) => {
    // a hundredth of a degree of latitude is 1,112 m
    await here.all.put(aLocation('fuzhou', [26.09, 119.3], 'fixed'), undefined);

    const ids = await idsFound(here.all, 'Location', `identifier=fixed&near=${encodeURIComponent(near)}`);

    expect(ids).toEqual(isFound ? ['fuzhou'] : []);
  });

  test.each(['', '1', 'a|b', '91|0|1', '0|181|1', '0|0|-1', '0|0|1|kg', '0|0|1|km|x', '1e1|0|1', '0|0|x|km', '|0|1'])(
    'refuses %j',
    (near) => {
      expect(() => parseSearch('Location', [['near', near]], true)).toThrow(expect.objectContaining({ status: 400, at: 'near' }));
    },
  );

  test('a place that is none on the earth is found nowhere, and by what is missing', async () => {
    await here.all.put(aLocation('nowhere', [91, 0], 'lost'), undefined);

    const [near, missing] = await Promise.all([
      idsFound(here.all, 'Location', 'identifier=lost&near=90|0|99999'),
      idsFound(here.all, 'Location', 'identifier=lost&near:missing=true'),
    ]);

    expect([near, missing]).toEqual([[], ['nowhere']]);
  });
});
