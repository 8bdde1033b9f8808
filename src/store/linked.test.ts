import { beforeEach, describe, expect, test } from 'vitest';
import { setLinked } from './linked.ts';
import { parseAcross } from './search/parse-across.ts';
import { parseSearch } from './search/parse-search.ts';
import { anObservation, aPatient, storeForTests, type TestStore } from './testing.ts';

let store: TestStore;
beforeEach(async () => {
  store = await storeForTests();
  return () => store[Symbol.asyncDispose]();
});

const link = (...groups: string[][]) => store.database.begin((tx) => setLinked(tx, groups));
const put = (resource: ReturnType<typeof aPatient>) => store.all.put(resource, undefined);
const idsOf = ({ entries }: { entries: readonly { id: string }[] }) => entries.map(({ id }) => id).sort();
const find = async (type: string, ...query: [string, string][]) => idsOf(await store.all.search(parseSearch(type, query, true)));

describe('of two Patients that are one resident', () => {
  beforeEach(async () => {
    for (const id of ['a', 'b', 'c']) {
      await put(aPatient({ id, identifier: [{ system: 'urn:hospital', value: id }] }));
      await put(anObservation({ id: `of-${id}`, of: id, on: '2026-10-01' }));
    }
    await link(['a', 'b']);
  });

  test.each<[string, string]>([
    ['patient', 'a'],
    ['subject', 'Patient/b'],
    ['patient.identifier', 'urn:hospital|b'],
    ['subject:Patient.identifier', 'urn:hospital|a'],
  ])('a search by %s=%s finds the records of both', async (name, value) => {
    expect(await find('Observation', [name, value])).toEqual(['of-a', 'of-b']);
  });

  test('what is asked not to be theirs is of neither', async () => {
    expect(await find('Observation', ['subject:not', 'Patient/a'])).toEqual(['of-c']);
  });

  test('everything is that of both, whichever is asked', async () => {
    for (const id of ['a', 'b']) expect(idsOf(await store.all.everything(id, 50))).toEqual(['a', 'b', 'of-a', 'of-b']);
    expect(idsOf(await store.all.everything('c', 50))).toEqual(['c', 'of-c']);
  });

  test('a search of several types finds both as well', async () => {
    const query = parseAcross(
      [
        ['_type', 'Observation,Condition'],
        ['patient', 'b'],
      ],
      true,
    );

    expect(idsOf(await store.all.searchAcross(query))).toEqual(['of-a', 'of-b']);
  });

  test('a Patient is still found by itself', async () => {
    expect(await find('Patient', ['identifier', 'urn:hospital|b'])).toEqual(['b']);
  });

  test('once parted, each has its own', async () => {
    await link(['a'], ['b']);

    expect(await find('Observation', ['patient', 'a'])).toEqual(['of-a']);
    expect(idsOf(await store.all.everything('b', 50))).toEqual(['b', 'of-b']);
  });
});
