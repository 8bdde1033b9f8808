import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { aPerson } from '../../../../tests/support/people.ts';
import { type Database, makeCatalogue, openStore, type ScopedStore, wholePlatform } from '../../../store/index.ts';
import { populationCatalogue } from '../catalogue.ts';
import { keepResidents } from '../resident-store.ts';
import { askStatistics, readCells } from './ask.ts';
import { countAgain } from './count.ts';
import { foldStatistics } from './fold.ts';
import { followPatients } from './follow.ts';
import { monthOf } from './months.ts';
import { countUp } from './testing.ts';

const TOP = '350102';
const NOW = monthOf('2026-11');

let database: Database & AsyncDisposable;
let store: ScopedStore;
beforeEach(async () => {
  database = await freshDatabase();
  store = openStore({
    database,
    catalogue: makeCatalogue(populationCatalogue),
    placeOf: (resource) => {
      const [division] = (resource['extension'] ?? []) as { valueCode: string }[];
      return division?.valueCode ?? TOP;
    },
    now: () => new Date(),
    validate: () => undefined,
    participants: [keepResidents],
  }).as(wholePlatform);
  return () => database[Symbol.asyncDispose]();
});

const write = (id: string, changes: Parameters<typeof aPerson>[0] = {}) =>
  store.put({ ...aPerson({ number: null, ...changes }), id }, undefined);
const ask = async (division = TOP, month = NOW) => {
  await countUp(database);
  return askStatistics(database, { division, month, now: NOW });
};
const fold = async () => {
  await followPatients(database, new Date());
  await foldStatistics(database, TOP);
};
const totalOf = async (division = TOP, month = NOW) =>
  (await ask(division, month)).bands.reduce((sum, { male, female, other }) => sum + male + female + other, 0);

describe('a resident', () => {
  test('is counted before anything is folded', async () => {
    await write('a', { gender: 'female', birthDate: '2021-11-30', division: '350102001003' });

    const { bands, parts } = await ask();

    expect(bands.find(({ from }) => from === 5)).toEqual({ from: 5, male: 0, female: 1, other: 0 });
    expect([...parts]).toEqual([['350102001', { male: 0, female: 1, other: 0 }]]);
    expect(await totalOf('350102001003')).toBe(1);
  });

  test('who moves within the county is counted where they are now', async () => {
    await write('a', { division: '350102001' });
    await fold();

    await write('a', { division: '350102002' });

    expect([await totalOf('350102001'), await totalOf('350102002'), await totalOf()]).toEqual([0, 1, 1]);
  });

  test('who has died is counted until the month of the death, and as a death in it', async () => {
    await write('a', { birthDate: '1950-02-03', deceasedDateTime: '2026-03-05' });
    await fold();

    const { monthly } = await ask();

    expect(monthly).toEqual([{ month: monthOf('2026-03'), measure: 'dead', amount: 1 }]);
    expect([await totalOf(), await totalOf(TOP, monthOf('2026-03')), await totalOf(TOP, monthOf('2026-02'))]).toEqual([0, 0, 1]);
  });

  test('who died on a day that nobody knows lives no more, and is no death of any month', async () => {
    await write('a', { deceasedBoolean: true });

    const { monthly } = await ask();

    expect([await totalOf(), monthly]).toEqual([0, []]);
  });

  test('is of the kind of residence that the Patient says', async () => {
    const extension = (residence: string) => [
      { url: 'urn:minkang:extension:division', valueCode: TOP },
      { url: 'urn:minkang:extension:residence', valueCode: residence },
    ];
    await write('a', { extension: extension('registered') });
    await write('b', { extension: extension('temporary') });
    await write('c', { address: [{ use: 'temp', text: '工棚' }] });
    await write('d');
    await write('e', { extension: extension('left') });

    const { residence } = await ask();

    expect(Object.fromEntries(residence)).toEqual({ registered: 1, temporary: 2, unstated: 1 });
    expect(await totalOf()).toBe(4);
  });

  test('whose row was changed by others is counted anew when asked for', async () => {
    await write('a', { gender: 'female' });
    await countUp(database);
    await database.sql`update population.resident set sex = 'male' where id = 'a'`;

    await database.begin((tx) => countAgain(tx, ['a'], '2026-11-29'));

    const { parts } = await ask();
    expect([...parts.values()]).toEqual([{ male: 1, female: 0, other: 0 }]);
  });
});

describe('the counts', () => {
  test('are right when many write and one folds at the same time', async () => {
    let isWriting = true;
    const folding = (async () => {
      while (isWriting) await fold();
    })();
    const writer = async (which: number) => {
      for (let round = 0; round < 8; round++)
        await write(`p${(which + round) % 5}`, { division: `35010200${1 + ((which + round) % 3)}` });
    };

    await Promise.all([0, 1, 2, 3].map(writer));
    isWriting = false;
    await folding;

    await expectRecount();
  });

  type Step =
    | {
        readonly kind: 'write';
        readonly id: number;
        readonly place: string;
        readonly sex: string;
        readonly birth: string;
        readonly death: string | undefined;
      }
    | { readonly kind: 'delete'; readonly id: number }
    | { readonly kind: 'fold' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        id: fc.nat({ max: 4 }),
        place: fc.constantFrom(TOP, '350102001', '350102001003', '350102002'),
        sex: fc.constantFrom('male', 'female', 'other', 'nonsense'),
        birth: fc.constantFrom('1950-01-31', '1984-05-06', '2026-10', '2027-01-01', '1970'),
        death: fc.constantFrom(undefined, undefined, '2026-03-05', '2025-12', '2024'),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), id: fc.nat({ max: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fold' as const) }) },
  );

  test('equal a plain recount after any writes, moves, deaths and deletions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        for (const one of steps) {
          if (one.kind === 'fold') await fold();
          else if (one.kind === 'delete') await store.delete('Patient', `p${one.id}`, undefined);
          else
            await write(`p${one.id}`, {
              division: one.place,
              gender: one.sex,
              birthDate: one.birth,
              ...(one.death ? { deceasedDateTime: one.death } : {}),
            });
        }

        await expectRecount();
      }),
      { numRuns: 15 },
    );
  });
});

/** Counts all residents one by one, from their Patients, and compares at every division and month. */
async function expectRecount(): Promise<void> {
  await countUp(database);
  const rows = await database.sql<{ body: string; place: string }[]>`
    select body, place from population.resource where type = 'Patient' and not deleted`;
  const people = rows.map(({ body, place }) => ({
    place,
    ...(JSON.parse(body) as { birthDate: string; deceasedDateTime?: string }),
  }));
  const has = (place: string, division: string) => place.startsWith(division);
  for (const division of [TOP, '350102001', '350102001003', '350102002'])
    for (const month of [NOW, monthOf('2026-02'), monthOf('2024-12'), monthOf('1960-01')]) {
      const expected = people.filter(({ place, birthDate, deceasedDateTime }) => {
        const died = deceasedDateTime === undefined ? 0 : monthOf(deceasedDateTime);
        const lives = died === 0 || (month < NOW && died > month);
        return has(place, division) && lives && (month === NOW || monthOf(birthDate) <= month);
      });
      expect([division, month, await totalOf(division, month)]).toEqual([division, month, expected.length]);
    }
  const cells = (await readCells(database, TOP)).filter(({ measure }) => measure === 'living' || measure === 'dead');
  expect(cells.reduce((sum, { amount }) => sum + amount, 0)).toBe(people.length);
  expect(cells.filter(({ amount }) => amount < 0)).toEqual([]);
}
