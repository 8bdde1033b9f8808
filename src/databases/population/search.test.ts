import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatHealthCardNumber, formatResidentNumber, healthCard, identityNumber } from '../../standards/index.ts';
import { aPatient, aScope, aTransaction, put, send, storeForTests, type TestStore } from '../../store/testing.ts';
import { countResidents, findByIdentifiers, findResidents } from './find.ts';
import { searchResidents, understand } from './search.ts';

describe('what was typed', () => {
  const identity = formatResidentNumber({ division: '350102', birthDate: '1985-03-05', sequence: 12 });
  const card = formatHealthCardNumber({ division: '350102', sequence: 42 });

  test.each([
    ['', 'all', ''],
    ['  ', 'all', ''],
    ['林晓', 'name', '林晓'],
    [' 林晓明 ', 'name', '林晓明'],
    ['阿依古丽·买买提', 'name', '阿依古丽·买买提'],
    ['linxm', 'pinyin', 'linxm'],
    ['Lin Xiao Ming', 'pinyin', 'linxiaoming'],
    ["xi'an", 'pinyin', 'xian'],
    ['Lü', 'pinyin', 'lv'],
    ['LÜ bu', 'pinyin', 'lvbu'],
    ['19850305', 'birth-date', '1985-03-05'],
    ['1985-03-05', 'birth-date', '1985-03-05'],
    ['1985-3-5', 'birth-date', '1985-03-05'],
    ['1985.03.05', 'birth-date', '1985-03-05'],
    ['1985/3/5', 'birth-date', '1985-03-05'],
    ['1985年3月5日', 'birth-date', '1985-03-05'],
    ['1985 03 05', 'birth-date', '1985-03-05'],
    [identity, 'identity-number', identity],
    [identity.toLowerCase(), 'identity-number', identity],
    [`${identity.slice(0, 6)} ${identity.slice(6, 14)} ${identity.slice(14)}`, 'identity-number', identity],
    [identity.slice(0, 6) + identity.slice(8, 17), 'identity-number', identity],
    [card, 'card-number', card],
    ['110105194912310021', 'identity-number', '110105194912310021'],
    ['3501', 'name', '3501'],
    ['linxm\u0000', 'pinyin', 'linxm'],
  ])('%j is understood as %s %j', (text, as, value) => {
    expect(understand(text)).toEqual({ as, value });
  });

  test('is understood, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(understand(text).value).not.toContain('\u0000');
      }),
    );
  });
});

const identityOf = (sequence: number) => formatResidentNumber({ division: '350102', birthDate: '1985-03-05', sequence });

const people = [
  {
    id: 'lin',
    place: '350102001',
    name: [{ text: '林晓明' }],
    birthDate: '1985-03-05',
    identifier: [{ system: identityNumber, value: identityOf(12).toLowerCase() }],
  },
  { id: 'lin-2', place: '350102002', name: [{ text: '林晓明' }], birthDate: '1990-01-01', gender: 'male' },
  { id: 'lin-3', place: '350102001', name: [{ text: '林小敏' }], birthDate: '1985-03-05' },
  {
    id: 'shan',
    place: '350102001',
    name: [{ text: '单小川' }],
    identifier: [{ system: healthCard, value: formatHealthCardNumber({ division: '350102', sequence: 42 }) }],
  },
  { id: 'lv', place: '350102001', name: [{ text: '吕布' }], deceasedDateTime: '2020-02-29', address: [{ text: '东街' }] },
  { id: 'percent', place: '350102001', name: [{ text: '%_\\百分' }] },
  { id: 'nameless', place: '350102001', name: undefined },
];

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  for (const { name, ...person } of people)
    await here.all.put(aPatient({ ...person, ...(name ? { name } : { name: [{ use: 'anonymous' }] }) }), undefined);
});
afterAll(() => here[Symbol.asyncDispose]());

const search = (text: string, scope = aScope(), count = 50, cursor?: string) =>
  searchResidents(here.database.sql, scope, { text, count, cursor });
const idsOf = async (text: string, scope = aScope()) => (await search(text, scope)).items.map(({ id }) => id);

describe('search of residents', () => {
  test.each([
    ['林晓明', ['lin', 'lin-2']],
    ['林', ['lin-3', 'lin', 'lin-2']],
    ['晓明', []],
    ['linxiao', ['lin-3', 'lin', 'lin-2']],
    ['linxiaomi', ['lin-3', 'lin', 'lin-2']],
    ['linxiaoming', ['lin', 'lin-2']],
    ['LXM', ['lin-3', 'lin', 'lin-2']],
    ['shan', ['shan']],
    ['dan', []],
    ['lü', ['lv']],
    ['lvbu', ['lv']],
    ['1985-03-05', ['lin-3', 'lin']],
    ['19900101', ['lin-2']],
    ['1985-02-30', []],
    [identityOf(12), ['lin']],
    [identityOf(12).toLowerCase(), ['lin']],
    [identityOf(14), []],
    [formatHealthCardNumber({ division: '350102', sequence: 42 }), ['shan']],
    ['%', ['percent']],
    ['_', []],
    ['%_\\', ['percent']],
  ])('%j finds %j', async (text, ids) => {
    expect(await idsOf(text)).toEqual(ids);
  });

  test('shows numbers masked', async () => {
    const { items } = await search('林晓明');

    expect(items[0]).toEqual({
      id: 'lin',
      name: '林晓明',
      sex: 'female',
      birthDate: '1985-03-05',
      identityNumberMasked: `350102********${identityOf(12).slice(-4)}`,
    });
  });

  test('shows the residents of the scope alone, in its count too', async () => {
    const east = aScope({ places: ['350102001'] });

    expect(await idsOf('林', east)).toEqual(['lin-3', 'lin']);
    expect((await search('林', east)).estimate).toBe(2);
    expect(await idsOf('', aScope({ places: ['350103'] }))).toEqual([]);
    expect(await countResidents(here.database.sql, east)).toBe(6);
  });

  test.each([
    ['the population database', aScope({ databases: ['reference', 'medical_records'] })],
    ['the right to search for residents', aScope({ allows: (type) => type !== 'Patient' })],
  ])('shows nobody to who lacks %s', async (_, scope) => {
    expect(await search('', scope)).toEqual({ items: [], understoodAs: 'all', estimate: 0 });
  });

  test.each([1, 2, 3, 6, 7, 8])('in pages of %i shows each resident once, in the order of pinyin', async (count) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search('', aScope(), count, cursor);
      expect(page.estimate).toBe(7);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);

    expect(seen).toEqual(['nameless', 'percent', 'lin-3', 'lin', 'lin-2', 'lv', 'shan']);
  });

  test.each(['x', Buffer.from('[1,2]').toString('base64url'), Buffer.from('["\\u0000","x"]').toString('base64url')])(
    'from the page link %j, which is none of ours, is refused',
    async (cursor) => {
      await expect(search('', aScope(), 5, cursor)).rejects.toMatchObject({ code: 'parameter-invalid', at: 'cursor' });
    },
  );

  test('takes any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect((await search(text)).items.length).toBeLessThanOrEqual(7);
      }),
      { numRuns: 50 },
    );
  });
});

describe('residents by their numbers', () => {
  test('are found in any spelling of an identity number', async () => {
    const { sql } = here.database;
    for (const value of [identityOf(12), identityOf(12).toLowerCase(), identityOf(12).slice(0, 6) + identityOf(12).slice(8, 17)])
      expect(await findByIdentifiers(sql, [{ system: identityNumber, value }])).toMatchObject([
        {
          id: 'lin',
          name: '林晓明',
          sex: 'female',
          birthDate: '1985-03-05',
          place: '350102001',
          identifiers: [{ system: identityNumber, value: identityOf(12) }],
        },
      ]);
    expect(await findByIdentifiers(sql, [])).toEqual([]);
    expect(await findByIdentifiers(sql, [{ system: healthCard, value: identityOf(12) }])).toEqual([]);
    expect(await findResidents(sql, ['nobody'])).toEqual([]);
  });
});

describe('the row of a resident', () => {
  const rowOf = async (id: string) => (await findResidents(here.database.sql, [id]))[0];

  test('follows its Patient through update, move, deletion and return', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'followed', identifier: [{ system: 'urn:n', value: '1' }] }), undefined);
    await all.put(
      aPatient({ id: 'followed', name: [{ text: '王二' }], place: '350102003', identifier: [{ system: 'urn:n', value: '2' }] }),
      undefined,
    );
    expect(await rowOf('followed')).toMatchObject({
      name: '王二',
      place: '350102003',
      identifiers: [{ system: 'urn:n', value: '2' }],
    });
    expect(await findByIdentifiers(here.database.sql, [{ system: 'urn:n', value: '1' }])).toEqual([]);

    await all.delete('Patient', 'followed', undefined);
    expect(await rowOf('followed')).toBeUndefined();
    expect(await findByIdentifiers(here.database.sql, [{ system: 'urn:n', value: '2' }])).toEqual([]);

    await all.put(aPatient({ id: 'followed', name: [{ text: '王三' }] }), undefined);
    expect(await rowOf('followed')).toMatchObject({ name: '王三', identifiers: [] });
  });

  test('is written in the transaction of its Patient, or not at all', async () => {
    const { all } = here;
    const failing = all.put(aPatient({ id: 'unwritten' }), undefined, async () => {
      throw new Error('no audit');
    });

    await expect(failing).rejects.toThrow('no audit');
    expect(await rowOf('unwritten')).toBeUndefined();
  });

  test('is one, under many writers, and says what the Patient says', async () => {
    const { all } = here;
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => all.put(aPatient({ id: 'busy', name: [{ text: `王${index}` }] }), undefined)),
    );

    const patient = JSON.parse((await all.read('Patient', 'busy')).body);
    expect((await findResidents(here.database.sql, ['busy'])).map(({ name }) => name)).toEqual([patient.name[0].text]);
  });

  test('takes Patients that no index could hold whole', async () => {
    const monster = aPatient({
      id: 'monster',
      name: [{ text: '林'.repeat(4000) }],
      birthDate: '0001-01-01',
      deceasedDateTime: '9999-12-31T23:59:59+08:00',
      identifier: [{ system: 'x'.repeat(4000), value: '1'.repeat(4000) }, { value: '1' }, { value: '1' }],
      address: [{ text: '街'.repeat(4000) }],
    });

    const [entry] = await send(here.all, aTransaction(put(monster)));

    expect(entry?.response.status).toBe('201');
    expect(JSON.parse((await here.all.read('Patient', 'monster')).body)).toMatchObject({
      name: monster['name'],
      identifier: monster['identifier'],
    });
  });
});
