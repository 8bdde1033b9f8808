import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databasesFor } from '../read.ts';
import { wholePlatform } from '../scope.ts';
import { anObservation, aPatient, idsOnAllPages, storeForTests, type TestStore, testCatalogue, vitalSigns } from '../testing.ts';
import { parseSearch } from './parse-search.ts';
import { planSearch } from './plan.ts';
import { rememberedPlan } from './remembered.ts';

const MANY = 6000;

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  // every other one is a blood pressure, in either database; one in forty is high, one in eight raised; three have a code of their own
  const observations = Array.from({ length: MANY }, (_, index) =>
    anObservation({
      id: `o${String((index * 7919) % MANY).padStart(5, '0')}`,
      on: `2026-0${1 + (index % 9)}-1${index % 10}`,
      code: { coding: [{ code: index % 2000 === 1 ? 'rare' : index % 2 === 0 ? 'pressure' : 'other' }] },
      valueQuantity: { value: index % 40 === 0 ? 180 : index % 8 === 1 ? 140 : 120 },
      ...(index % 4 === 0 ? vitalSigns : {}),
    }),
  );
  const patients = Array.from({ length: 800 }, (_, index) => aPatient({ id: `p${String(index).padStart(3, '0')}` }));
  // the ids of their conditions lie before and after their own
  const conditions = patients.map(({ id }, index) => ({
    ...{ resourceType: 'Condition', id: `${index % 2 === 0 ? 'a' : 'z'}${id}`, onsetDateTime: '2026-03-01' },
    subject: { reference: `Patient/${id}` },
  }));
  for (const group of [observations.slice(0, MANY / 2), observations.slice(MANY / 2), patients, conditions])
    await here.all.commit(
      group.map((resource) => ({ kind: 'put', resource })),
      { atomic: true },
    );
  await here.database.sql`vacuum analyze`;
});
afterAll(() => here[Symbol.asyncDispose]());

const reachHere = () => ({
  sql: here.database.searching,
  catalogue: testCatalogue,
  scope: wholePlatform,
  databases: databasesFor(testCatalogue, wholePlatform, 'Observation'),
});
const planOf = (query: string) => planSearch(reachHere(), parseSearch('Observation', new URLSearchParams(query), true));

test('connections have the settings that plans are made for', async () => {
  for (const sql of [here.database.sql, here.database.searching]) {
    const rows = await sql<{ name: string; setting: string }[]>`
      select name, setting from pg_settings where name in ('jit', 'max_parallel_workers_per_gather') order by name`;
    expect(rows.map(({ setting }) => setting)).toEqual(['off', '0']);
  }
});

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

  test('by a value that some have looks among the first entries of those', async () => {
    expect(await planOf('value-quantity=gt130&_count=10')).toMatchObject({ among: 0, windows: [44, 352] });
    expect(await planOf('value-quantity=gt130&_count=10&_sort=date')).not.toHaveProperty('among');
    // of what all have, the entries are too many to read
    expect(await planOf('value-quantity=gt100&_count=10')).not.toHaveProperty('among');
  });

  test('asks what its window holds of its own rows, not of those that refer to them', async () => {
    const [ids] = await idsOnAllPages(here.all, 'Patient', 'gender=female&_has:Condition:patient:onset-date=ge2026&_count=6');

    expect(ids).toEqual(['p000', 'p001', 'p002', 'p003', 'p004', 'p005']);
  });

  test('asked again is planned as it went the first time', async () => {
    const ask = async (query: string) => {
      const parsed = parseSearch('Observation', new URLSearchParams(query), true);
      const { entries } = await here.all.search(parsed);
      return { ids: entries.map(({ id }) => id), windows: rememberedPlan(reach, parsed)?.windows };
    };
    const reach = reachHere();

    const first = await ask('code=pressure&_count=6');
    const second = await ask('code=pressure&_count=6');
    // high among the pressures: the first windows are not enough for a page
    const third = await ask('code=pressure&value-quantity=gt150&status=final&_sort=-date&_count=100');

    expect(first.windows).toBeDefined();
    expect(second).toEqual(first);
    expect(third.ids).toHaveLength(100);
    expect(await ask('code=pressure&value-quantity=gt150&status=final&_sort=-date&_count=100')).toEqual(third);
    expect((await ask('code=rare')).windows).toBeUndefined();
    expect((await ask('patient=p000&code=pressure')).windows).toBeUndefined();
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
    'value-quantity=gt130',
    'code=pressure&value-quantity=gt130&date=ge2026-02',
    'value-quantity=gt150,140',
    'code-value-quantity=other$gt130',
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
