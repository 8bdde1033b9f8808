import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { anIdentityNumber, aPerson, IDENTITY } from '../../../../tests/support/people.ts';
import { type Database, makeCatalogue, openStore, type ScopedStore, wholePlatform } from '../../../store/index.ts';
import { populationCatalogue } from '../catalogue.ts';
import { keepResidents } from '../resident-store.ts';
import { foldStatistics } from './fold.ts';
import { countFaults, listCounted } from './quality.ts';
import { qualityRules } from './quality-rules.ts';
import { finishRecount, isRecountDue, recountByTime, recountPage } from './recount.ts';
import { countUp } from './testing.ts';

const TOP = '350102';
const PLACE = '350102001';

let database: Database & AsyncDisposable;
let store: ScopedStore;
let clock: string;
beforeEach(async () => {
  database = await freshDatabase();
  clock = '2026-11-29T04:00:00Z';
  store = openStore({
    database,
    catalogue: makeCatalogue(populationCatalogue),
    placeOf: (resource) => ((resource['extension'] ?? []) as { valueCode: string }[])[0]?.valueCode ?? TOP,
    now: () => new Date(clock),
    validate: () => undefined,
    participants: [keepResidents],
  }).as(wholePlatform);
  return () => database[Symbol.asyncDispose]();
});

/** Somebody in whose data no rule finds anything. */
const sound = {
  division: PLACE,
  telecom: [{ system: 'phone', value: '13800000000' }],
  address: [{ use: 'home', text: '鼓东路1号' }],
};
const write = (id: string, changes: Parameters<typeof aPerson>[0] = {}) => {
  const number = changes.number === undefined ? womanOf(changes.birthDate) : changes.number;
  return store.put({ ...aPerson({ ...sound, ...changes, number }), id }, undefined);
};
const womanOf = (birthDate = '1984-05-06') => {
  for (;;) {
    const number = anIdentityNumber(birthDate);
    if (Number(number[16]) % 2 === 0) return number;
  }
};
const counts = async () => {
  await countUp(database, new Date(clock));
  return Object.fromEntries((await countFaults(database, TOP)).all);
};
const broken = async () =>
  Object.keys(Object.fromEntries(Object.entries(await counts()).filter(([, count]) => count > 0))).sort();
const listed = async (rule: string) => {
  await countUp(database, new Date(clock));
  return (await listCounted(database.sql, wholePlatform, { division: TOP, rule, limit: 10 })).map(({ id }) => id);
};

describe('the rules of quality', () => {
  test('find nothing in sound data', async () => {
    await write('a');

    expect(await broken()).toEqual([]);
  });

  test.each([
    ['number-wrong', { number: '350102198405060011' }],
    ['number-birth-date', { birthDate: '1984-05-07', number: womanOf() }],
    ['number-sex', { gender: 'male', number: womanOf() }],
    ['number-missing', { number: null, identifier: [] }],
    ['name-missing', { name: '' }],
    ['sex-unknown', { gender: 'unknown' }],
    ['birth-missing', { birthDate: '1984', number: womanOf() }],
    ['birth-in-future', { birthDate: '2026-11-30', number: womanOf('2026-11-30') }],
    ['age-over-120', { birthDate: '1906-11-28', number: womanOf('1906-11-28') }],
    ['death-before-birth', { deceasedDateTime: '1984-05-05' }],
    ['death-in-future', { deceasedDateTime: '2027-01-01' }],
    ['division-missing', { division: TOP }],
    ['address-missing', { address: [] }],
    ['phone-missing', { telecom: [{ system: 'email', value: 'a@example.org' }] }],
  ])('find %s, and lead to whom', async (rule, changes) => {
    await write('a', changes);

    expect([await broken(), await listed(rule)]).toEqual([[rule], ['a']]);
  });

  test('find two residents with one number, until one of them has another', async () => {
    const number = womanOf();
    await write('a', { number });
    await write('b', { number });
    const both = await listed('number-shared');

    await write('b', { number: womanOf() });

    expect([both, await listed('number-shared'), await broken()]).toEqual([['a', 'b'], [], []]);
  });

  test('find them until one of them is gone', async () => {
    const number = womanOf();
    await write('a', { number });
    await write('b', { number: null, identifier: [{ system: IDENTITY, value: number.toLowerCase() }] });

    await store.delete('Patient', 'a', undefined);

    expect(await broken()).toEqual([]);
  });

  test('have a name in both languages and a code each', () => {
    expect(new Set(qualityRules.map(({ code }) => code)).size).toBe(qualityRules.length);
    for (const { name } of qualityRules) expect([name.zh, name.en].every(Boolean)).toBe(true);
  });
});

describe('counts of faults', () => {
  test('are of the division and of its parts, before and after they are folded', async () => {
    await write('a', { telecom: [] });
    await write('b', { telecom: [], division: '350102002' });
    await countUp(database);
    const before = await countFaults(database, TOP);

    await foldStatistics(database, TOP);

    const after = await countFaults(database, TOP);
    expect(after).toEqual(before);
    expect(after.parts).toEqual(expect.arrayContaining([{ division: PLACE, rule: 'phone-missing', count: 1 }]));
    expect(after.living).toBe(2);
  });
});

describe('the list behind a count', () => {
  test('goes on after the last one, and stays within the scope', async () => {
    for (const id of ['c', 'a', 'b']) await write(id, { telecom: [] });
    await write('d', { telecom: [], division: '350102002' });
    await countUp(database);
    const ask = (more: Partial<Parameters<typeof listCounted>[2]>, places = ['350102']) =>
      listCounted(database.sql, { places }, { division: TOP, rule: 'phone-missing', limit: 2, ...more });

    const [first, second, village] = [
      await ask({}),
      await ask({ after: { division: PLACE, id: 'b' } }),
      await ask({ limit: 9 }, ['350102002']),
    ];

    expect([first, second, village].map((rows) => rows.map(({ id }) => id))).toEqual([['a', 'b'], ['c', 'd'], ['d']]);
  });
});

describe('counting anew', () => {
  test('brings a database to order in which nobody was counted, and is then not due', async () => {
    await write('a', { telecom: [] });
    for (const table of ['counted', 'fault', 'statistic_change', 'counted_by'])
      await database.sql`delete from ${database.sql(`population.${table}`)}`;
    const due = await isRecountDue(database.sql);

    const page = await recountPage(database, { after: '', today: '2026-11-29' }, async () => {});
    await finishRecount(database.sql);

    expect([due, page, await isRecountDue(database.sql)]).toEqual([true, { count: 1, last: undefined }, false]);
    expect(await counts()).toEqual({ 'phone-missing': 1 });
  });

  test('finds what time alone has brought', async () => {
    await write('a', { birthDate: '1907-01-31', number: womanOf('1907-01-31') });
    await write('b', { birthDate: '2026-12-05', number: womanOf('2026-12-05') });
    const before = await broken();

    await recountByTime(database, '2027-02-01', 2027 * 12 + 1);

    expect([before, await broken()]).toEqual([['birth-in-future'], ['age-over-120', 'birth-in-future']]);
  });
});
