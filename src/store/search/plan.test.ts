import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databasesFor } from '../read.ts';
import { wholePlatform } from '../scope.ts';
import { anObservation, aPatient, idsOnAllPages, storeForTests, type TestStore, testCatalogue, vitalSigns } from '../testing.ts';
import { parseSearch } from './parse-search.ts';
import { planSearch } from './plan.ts';

const MANY = 6000;

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  // every other one is a blood pressure, in either database; one in forty is high; three have a code of their own
  const observations = Array.from({ length: MANY }, (_, index) =>
    anObservation({
      id: `o${String((index * 7919) % MANY).padStart(5, '0')}`,
      on: `2026-0${1 + (index % 9)}-1${index % 10}`,
      code: { coding: [{ code: index % 2000 === 1 ? 'rare' : index % 2 === 0 ? 'pressure' : 'other' }] },
      valueQuantity: { value: index % 40 === 0 ? 180 : 120 },
      ...(index % 4 === 0 ? vitalSigns : {}),
    }),
  );
  const patients = Array.from({ length: 50 }, (_, index) => aPatient({ id: `p${index}`, birthDate: `19${50 + index}-01-01` }));
  for (const group of [observations.slice(0, MANY / 2), observations.slice(MANY / 2), patients])
    await here.all.commit(
      group.map((resource) => ({ kind: 'put', resource })),
      { atomic: true },
    );
  await here.database.sql`vacuum analyze`;
});
afterAll(() => here[Symbol.asyncDispose]());

const planOf = (query: string) => {
  const databases = databasesFor(testCatalogue, wholePlatform, 'Observation');
  const reach = { sql: here.database.searching, catalogue: testCatalogue, scope: wholePlatform, databases };
  return planSearch(reach, parseSearch('Observation', new URLSearchParams(query), true));
};

describe('a search', () => {
  test('by a code that many have looks among the first of the order', async () => {
    const { forms, windows } = await planOf('code=pressure&_count=5');

    expect(forms).toEqual(['driver']);
    expect(windows[0]).toBeLessThan(200);
  });

  test('sorted by what no index has looks at all', async () => {
    expect((await planOf('code=pressure&_sort=value-quantity')).windows).toEqual([]);
  });

  test('by several conditions begins with the one that few meet', async () => {
    expect((await planOf('code=pressure&value-quantity=gt150')).forms).toEqual(['check', 'driver']);
    expect((await planOf('code=rare&value-quantity=gt100')).forms).toEqual(['driver', 'check']);
  });

  test.each([
    'code=pressure',
    'code=pressure&_sort=date',
    'code=pressure&_sort=-date',
    'code=pressure&_sort=-_lastUpdated',
    'code=pressure&value-quantity=gt150',
    'code=pressure&value-quantity=gt100',
    'code=pressure&date=ge2026-03&date=lt2026-07&_sort=-date',
    'value-quantity=gt100',
    'code=rare&value-quantity=lt150',
    'code=rare,pressure',
    'code-value-quantity=pressure$gt150',
  ])('%s has every entry once on its pages, in the order of one page', async (query) => {
    const [whole = []] = await idsOnAllPages(here.all, 'Observation', `${query}&_count=1000&_total=accurate`);

    const pages = (await idsOnAllPages(here.all, 'Observation', `${query}&_count=90`)).flat();

    const { total } = await here.all.search(
      parseSearch('Observation', new URLSearchParams(`${query}&_count=1&_total=accurate`), true),
    );
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.length).toBe(total);
    expect(pages.slice(0, 1000)).toEqual(whole);
  });
});
