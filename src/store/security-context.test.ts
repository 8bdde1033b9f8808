import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExport } from './export.ts';
import type { Scope } from './scope.ts';
import type { SearchEntry } from './search/entry.ts';
import { parseSearch } from './search/parse-search.ts';
import { aPatient, aScope, type Identified, storeForTests, type TestStore } from './testing.ts';

/** Pictures of one newborn: his own, one of his discharge letter, and one that nothing decides about. */
let pictures: TestStore;
beforeAll(async () => {
  pictures = await storeForTests();
  const resources: Identified[] = [
    aPatient({ id: 'newborn', place: '350102001' }),
    {
      resourceType: 'DocumentReference',
      id: 'letter',
      status: 'current',
      subject: { reference: 'Patient/newborn' },
      content: [],
    },
    aPicture('own', 'Patient/newborn'),
    aPicture('of-letter', 'DocumentReference/letter'),
    aPicture('open'),
    ...['own', 'of-letter', 'open'].map((id) => ({
      resourceType: 'Basic',
      id: `about-${id}`,
      code: { text: 'seen' },
      subject: { reference: `Binary/${id}` },
    })),
  ];
  await pictures.all.commit(
    resources.map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
  await pictures.all.put(aPicture('of-letter', 'DocumentReference/letter', 'AAAA'), undefined);
});
afterAll(() => pictures[Symbol.asyncDispose]());

function aPicture(id: string, context?: string, data = 'AA=='): Identified {
  return {
    resourceType: 'Binary',
    id,
    contentType: 'image/png',
    data,
    ...(context ? { securityContext: { reference: context } } : {}),
  };
}

const without = (...types: string[]): Scope => aScope({ allows: (type) => !types.includes(type) });
const found = (entries: readonly { readonly type: string; readonly id: string }[]) =>
  [...new Set(entries.filter(({ type }) => type === 'Binary').map(({ id }) => id))].sort();

/** Ways of the store to a Binary; each gives the ids that it shows. */
const ways: Readonly<Record<string, (scope: Scope) => Promise<string[]>>> = {
  read: async (scope) => {
    const store = pictures.store.as(scope);
    const all = await Promise.all(['own', 'of-letter', 'open'].map((id) => store.read('Binary', id).catch(() => undefined)));
    return found(all.flatMap((one) => one ?? []));
  },
  search: async (scope) => found((await pictures.store.as(scope).search(parseSearch('Binary', [], true))).entries),
  include: async (scope) => {
    const query = parseSearch('Basic', [['_include', 'Basic:subject']], true);
    return found((await pictures.store.as(scope).search(query)).included.entries);
  },
  'history of the type': async (scope) =>
    found((await pictures.store.as(scope).historyPage({ type: 'Binary', count: 10 })).entries),
  'history of all': async (scope) => found((await pictures.store.as(scope).historyPage({ count: 100 })).entries),
  scan: async (scope) => {
    const pages: (readonly SearchEntry[])[] = [];
    for await (const page of pictures.store.as(scope).scan({ type: 'Binary' })) pages.push(page);
    return found(pages.flat());
  },
  export: async (scope) => {
    const { store, database } = pictures;
    const question = {
      type: 'Binary',
      asOf: '2026-12-01T00:00:00Z',
      since: undefined,
      of: 'all',
      filters: [],
      elements: undefined,
    } as const;
    const read = await openExport(database.sql, store.catalogue, scope, question);
    const lines = (await read('')).lines
      .toString()
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line): string => JSON.parse(line).id).sort();
  },
};

describe('a scope shows a Binary where it may read what decides about it', () => {
  test.each<[string, Scope, string[]]>([
    ['all', aScope(), ['of-letter', 'open', 'own']],
    ['no documents', without('DocumentReference'), ['open', 'own']],
    ['neither documents nor residents', without('DocumentReference', 'Patient'), ['open']],
    ['a township', aScope({ places: ['350102001'] }), ['of-letter', 'own']],
    ['another township', aScope({ places: ['350102002'] }), []],
    ['the population alone', aScope({ databases: ['population'] }), ['own']],
    ['no Binaries', without('Binary'), []],
  ])('%s', async (_, scope, expected) => {
    const shown: Record<string, string[]> = {};
    for (const [way, look] of Object.entries(ways)) shown[way] = await look(scope);

    // what includes them lies with the county, in the medical records
    const including = scope.places.includes('') && scope.databases.includes('medical_records') ? expected : [];
    expect(shown).toEqual(Object.fromEntries(Object.keys(ways).map((way) => [way, way === 'include' ? including : expected])));
  });

  test('with everything of the resident', async () => {
    const everything = async (scope: Scope) => found((await pictures.store.as(scope).everything('newborn', 100)).entries);

    expect(await everything(aScope())).toEqual(['of-letter', 'own']);
    expect(await everything(without('DocumentReference'))).toEqual(['own']);
  });

  test('and writes it, or changes its labels, where it may too', async () => {
    const store = pictures.store.as(without('DocumentReference'));
    const labels = { profile: [], tag: [{ code: 'x' }], security: [] };

    const attempts = [
      store.put(aPicture('of-letter', 'Patient/newborn'), undefined),
      store.put(aPicture('fresh', 'DocumentReference/letter'), undefined),
      store.changeMeta({ type: 'Binary', id: 'of-letter', version: undefined, act: 'add', labels }),
    ];

    const codes = await Promise.all(attempts.map((attempt) => attempt.then(() => 'done').catch(({ code }) => code)));
    expect(codes).toEqual(['right-missing', 'reference-unresolved', 'resource-unknown']);
  });

  test('and lies on the shard of its resident, with all of its versions', async () => {
    const rows = await pictures.database.sql<{ shard: number }[]>`
      select shard from population.resource where id in ('newborn', 'own')
      union all select shard from medical_records.resource where id in ('letter', 'of-letter')
      union all select shard from medical_records.resource_version where id = 'of-letter'`;

    expect(rows).toHaveLength(5);
    expect(new Set(rows.map(({ shard }) => shard)).size).toBe(1);
  });
});
