import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anObservation, aPatient, aScope, idsFound, idsOnAllPages, storeForTests, type TestStore } from '../testing.ts';
import { parseAcross } from './parse-across.ts';
import { parseSearch } from './parse-search.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  const method = (...codes: string[]) => ({ method: { coding: codes.map((code) => ({ code })) } });
  const resources = [
    aPatient({ id: 'east', place: '350102001', gender: 'male', telecom: [{ system: 'phone', value: '2' }] }),
    aPatient({ id: 'west', place: '350102002', gender: 'female', telecom: [{ system: 'email', value: '1' }] }),
    anObservation({ id: 'none', of: 'east' }),
    anObservation({ id: 'b', of: 'west', ...method('b') }),
    anObservation({ id: 'a-and-z', of: 'east', ...method('z', 'a') }),
    anObservation({ id: 'big-b', of: 'east', ...method('B') }),
    anObservation({ id: 'huge', of: 'west', ...method('c'), component: [{ code: { text: 'x' }, valueQuantity: { value: 1 } }] }),
    {
      resourceType: 'List',
      id: 'chosen',
      status: 'current',
      mode: 'working',
      source: { reference: 'Practitioner/source' },
      subject: { reference: 'Patient/east' },
      entry: [
        ...['Observation/b', 'Observation/none', 'Patient/west', 'Observation/unknown'].map((reference) => ({
          item: { reference },
        })),
        { deleted: true, item: { reference: 'Observation/a-and-z' } },
        { item: { display: 'nothing' } },
      ],
    },
    { resourceType: 'Practitioner', id: 'source' },
  ];
  await here.all.commit(
    resources.map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

describe('a search of what a List holds', () => {
  test.each([
    ['Observation', '_list=chosen', ['b', 'none']],
    ['Observation', '_list=List/chosen&method=b', ['b']],
    ['Patient', '_list=chosen', ['west']],
    ['Patient', '_list=nothing,chosen', ['west']],
    ['Patient', '_list=nothing', []],
    ['Practitioner', '_list=chosen', []],
    ['Observation', 'subject:Patient._list=chosen', ['b', 'huge']],
  ])('finds of %s by %s its entries of that type', async (type, query, expected) => {
    expect(await idsFound(here.all, type, query)).toEqual(expected);
  });

  test('of several types finds them all', async () => {
    const { entries } = await here.all.searchAcross(parseAcross([['_list', 'chosen']], true));

    expect(entries.map(({ type, id }) => `${type}/${id}`)).toEqual(['Observation/b', 'Observation/none', 'Patient/west']);
  });

  test('finds nothing for who may not see the List', async () => {
    const scopes = [aScope({ places: ['350102002'] }), aScope({ allows: (type) => type !== 'List' })];

    const found = await Promise.all(scopes.map((scope) => idsFound(here.store.as(scope), 'Observation', '_list=chosen')));

    expect(found).toEqual([[], []]);
  });

  test.each(['_list=$current-problems', '_list=a/b', '_list:not=chosen'])('%s is refused', (query) => {
    expect(() => parseSearch('Observation', new URLSearchParams(query), true)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('an order by codes and references', () => {
  test.each([
    ['Observation', 'method', ['big-b', 'a-and-z', 'b', 'huge', 'none']],
    ['Observation', '-method', ['a-and-z', 'huge', 'b', 'big-b', 'none']],
    ['Observation', '-subject,method', ['b', 'huge', 'big-b', 'a-and-z', 'none']],
    ['Patient', 'gender', ['west', 'east']],
    ['Patient', 'phone', ['east', 'west']],
    ['Patient', 'email', ['west', 'east']],
  ])('of %s by %s is that of the texts, what has none comes last, on all pages', async (type, order, expected) => {
    for (const count of [1, 2, 10]) {
      const pages = await idsOnAllPages(here.all, type, `_sort=${order}&_count=${count}`);

      expect(pages.flat()).toEqual(expected);
    }
  });

  test('goes on over a number that the database has no room for', async () => {
    const body =
      '{"resourceType":"Observation","id":"huge","method":{"coding":[{"code":"a"}]},"valueQuantity":{"value":1e99999}}';
    await here.database.sql`update medical_records.resource set body = ${body} where id = 'huge'`;

    const found = await idsFound(here.all, 'Observation', '_sort=method');

    expect(found).toContain('huge');
  });

  test.each(['near', 'code-value-quantity', 'nothing'])('by %s is refused', (order) => {
    expect(() => parseSearch(order === 'near' ? 'Location' : 'Observation', [['_sort', order]], true)).toThrow(
      expect.objectContaining({ status: 400, at: '_sort' }),
    );
  });
});
