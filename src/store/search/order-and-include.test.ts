import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idsFound, idsOnAllPages, storeForTests, type TestStore } from '../testing.ts';
import { parseSearch } from './parse-search.ts';
import { directory, people, records } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  await here.all.commit(
    [...people, ...records, ...directory].map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

describe('order', () => {
  test.each([
    ['Patient', '_sort=birthdate', ['lin', 'jose', 'anna', 'nobody']],
    ['Patient', '_sort=-birthdate', ['anna', 'jose', 'lin', 'nobody']],
    ['Patient', '_sort=name', ['anna', 'jose', 'lin', 'nobody']],
    ['Patient', '_sort=gender', ['anna', 'lin', 'jose', 'nobody']],
    ['Observation', '_sort=-value-quantity&value-quantity=gt0', ['weight-in-g', 'weight', 'sugar-high', 'sugar']],
    ['Observation', '_sort=-date,_id&code=1558-6,85354-9', ['bp-low', 'bp', 'sugar-high', 'sugar']],
    ['Patient', '_sort=family,-birthdate&gender=female,male', ['anna', 'jose', 'lin']],
  ])('of %s by %s', async (type, query, ids) => {
    if (ids === undefined)
      await expect(idsFound(here.all, type, query)).rejects.toMatchObject({ code: 'parameter-invalid', at: '_sort' });
    else {
      expect(await idsFound(here.all, type, query)).toEqual(ids);
      expect((await idsOnAllPages(here.all, type, `${query}&_count=1`)).flat()).toEqual(ids);
      expect((await idsOnAllPages(here.all, type, `${query}&_count=2`)).flat()).toEqual(ids);
    }
  });
});

describe('what is included', () => {
  const includedBy = async (type: string, query: string) => {
    const { entries, included } = await here.all.search(parseSearch(type, new URLSearchParams(query), true));
    return [entries.map(({ id }) => id), included.entries.map((one) => `${one.type}/${one.id}`).sort()];
  };

  test.each([
    ['Observation', 'code=85354-9&_include=Observation:subject', ['bp', 'bp-low'], ['Patient/anna', 'Patient/lin']],
    [
      'Observation',
      '_id=bp&_include=Observation:encounter&_include=Observation:patient',
      ['bp'],
      ['Encounter/visit', 'Patient/lin'],
    ],
    ['Observation', '_id=bp&_include=Observation:subject:Group', ['bp'], []],
    ['Observation', '_id=bp&_include=*', ['bp'], ['Encounter/visit', 'Patient/lin']],
    [
      'Encounter',
      '_id=visit&_include=Encounter:service-provider&_include:iterate=Organization:partof',
      ['visit'],
      ['Organization/clinic', 'Organization/group'],
    ],
    ['Patient', '_id=lin&_revinclude=Observation:patient', ['lin'], ['Observation/bp', 'Observation/sugar']],
    [
      'Patient',
      '_id=lin&_revinclude=Encounter:patient&_revinclude:iterate=Condition:encounter',
      ['lin'],
      ['Condition/hypertension', 'Encounter/visit'],
    ],
    ['Patient', '_id=nobody&_revinclude=Observation:patient', ['nobody'], []],
  ])('%s?%s', async (type, query, ids, included) => {
    expect(await includedBy(type, query)).toEqual([ids, included]);
  });
});
