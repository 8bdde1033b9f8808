import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asked, hierarchy, order, type Plain, plain, someCodes, toObservation } from '../../../tests/support/plain-search.ts';
import { idsOnAllPages, storeForTests, type TestStore } from '../testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  await here.all.commit(
    [hierarchy, someCodes].map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

describe('search', () => {
  test('finds on its pages what a slow reading of every record finds, while others write', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(plain, { minLength: 1, maxLength: 12 }),
        fc.array(plain, { maxLength: 4 }),
        fc.array(fc.tuple(fc.array(asked, { minLength: 1, maxLength: 3 }), order, fc.integer({ min: 1, max: 5 })), {
          minLength: 6,
          maxLength: 12,
        }),
        async (before, after, queries) => {
          round += 1;
          const name = (index: number) => `r${round}-${String(index).padStart(2, '0')}`;
          const write = (records: readonly Plain[], of: string) =>
            here.all.commit(
              records.map((one, index) => ({ kind: 'put', resource: toObservation(one, name(index), of) })),
              { atomic: true },
            );
          await write(before, `${round}`);
          // the first ones are changed: another resident, another database, other values
          await write(after.slice(0, before.length), `${round}`);
          const records = before.map((one, index) => after[index] ?? one);

          for (const [conditions, sort, count] of queries) {
            const query = new URLSearchParams([
              ['identifier', `urn:round|${round}`],
              ...conditions.map((one): [string, string] => [one.name, one.value]),
              ['_sort', sort],
              ['_count', `${count}`],
            ]).toString();
            // others write what is not asked for, and what is there already
            const [pages] = await Promise.all([
              idsOnAllPages(here.all, 'Observation', query),
              here.all.commit(
                before.map((one, index) => ({ kind: 'put', resource: toObservation(one, `x${name(index)}`, 'other') })),
                { atomic: true },
              ),
              write(records, `${round}`),
            ]);
            const found = pages.flat();

            const expected = records.flatMap((one, index) => (conditions.every((each) => each.holds(one)) ? [name(index)] : []));
            expect({ query, found: found.toSorted() }).toEqual({ query, found: expected });
          }
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);
});
