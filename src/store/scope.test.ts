import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Interaction, inScope, type Scope } from './scope.ts';
import { parseSearch } from './search/parse-search.ts';
import type { ScopedStore } from './store.ts';
import {
  aHousehold,
  anObservation,
  aPatient,
  aScope,
  everythingOnAllPages,
  feedOf,
  type Identified,
  idsFound,
  storeForTests,
  type TestStore,
  vitalSigns,
  withoutId,
} from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  await here.all.commit(
    people.flatMap((person) => recordsOf(person)).map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
  for (const { id } of people) {
    await here.all.put(anObservation({ id: `${id}-lab`, of: id, status: 'amended' }), 1);
    await here.all.put(anObservation({ id: `${id}-gone`, of: id }), undefined);
    await here.all.delete('Observation', `${id}-gone`, undefined);
  }
});
afterAll(() => here[Symbol.asyncDispose]());

const people = [
  { id: 'east', place: '350102001' },
  { id: 'east-village', place: '350102001005' },
  { id: 'west', place: '350102002' },
];

const recordsOf = ({ id, place }: { id: string; place: string }): Identified[] => [
  aPatient({ id, place, identifier: [{ system: 'urn:all', value: 'same' }] }),
  aHousehold({ id: `${id}-family`, members: [id] }),
  anObservation({ id: `${id}-lab`, of: id, on: '2026-01-01', identifier: [{ value: 'same' }] }),
  anObservation({ id: `${id}-vital`, of: id, on: '2026-01-01', identifier: [{ value: 'same' }], ...vitalSigns }),
  {
    resourceType: 'Encounter',
    id: `${id}-visit`,
    subject: { reference: `Patient/${id}` },
    serviceProvider: { reference: 'Organization/o' },
  },
];

const names = (id: string) => [
  `Patient/${id}`,
  `Group/${id}-family`,
  `Observation/${id}-lab`,
  `Observation/${id}-vital`,
  `Encounter/${id}-visit`,
];

const isRead = (store: ScopedStore, name: string): Promise<boolean> => {
  const [type = '', id = ''] = name.split('/');
  return store.read(type, id).then(
    () => true,
    (thrown) => {
      expect(thrown).toMatchObject({ code: 'resource-unknown' });
      return false;
    },
  );
};

/** Every way to see a resource, and which of the names each of them shows. */
async function seenBy(store: ScopedStore): Promise<Record<string, string[]>> {
  const all = people.flatMap(({ id }) => names(id));
  const read = await Promise.all(all.map(async (name) => ((await isRead(store, name)) ? name : undefined)));
  const history = await Promise.all(
    all.map(async (name) =>
      (await store.history(name.split('/')[0] ?? '', name.split('/')[1] ?? '', 10)).length > 0 ? name : undefined,
    ),
  );
  const search = await Promise.all(
    ['Patient', 'Group', 'Observation', 'Encounter'].map(async (type) =>
      (await idsFound(store, type, '')).map((id) => `${type}/${id}`),
    ),
  );
  const counted = await Promise.all(
    ['Patient', 'Group', 'Observation', 'Encounter'].map(
      async (type) => (await store.search(parseSearch(type, [['_summary', 'count']], true))).total ?? 0,
    ),
  );
  const everything = await Promise.all(people.map(async ({ id }) => (await everythingOnAllPages(store, id, 2)).flat()));
  return {
    read: read.flatMap((name) => name ?? []).toSorted(),
    history: history.flatMap((name) => name ?? []).toSorted(),
    search: search.flat().toSorted(),
    everything: everything.flat().toSorted(),
    count: [`${counted.reduce((sum, count) => sum + count, 0)}`],
  };
}

const inEvery = (expected: readonly string[]) => {
  const sorted = expected.toSorted();
  return { read: sorted, history: sorted, search: sorted, everything: sorted, count: [`${expected.length}`] };
};

describe('what lies outside the scope is not there', () => {
  test.each<[string, Partial<Scope>, readonly string[]]>([
    ['of a township', { places: ['350102001'] }, [...names('east'), ...names('east-village')]],
    ['of a village', { places: ['350102001005'] }, names('east-village')],
    ['of two places', { places: ['350102001005', '350102002'] }, [...names('east-village'), ...names('west')]],
    ['of a county', { places: ['350102'] }, people.flatMap(({ id }) => names(id))],
    ['of the province', { places: ['35'] }, people.flatMap(({ id }) => names(id))],
    ['of another county', { places: ['350103'] }, []],
    ['of no place', { places: [] }, []],
    ['of a place whose code is only alike', { places: ['3501020010'] }, names('east-village')],
    ['of no database', { databases: [] }, []],
    ['of the population', { databases: ['population'] }, people.flatMap(({ id }) => names(id).slice(0, 2))],
    ['of health records', { databases: ['health_records'] }, people.map(({ id }) => `Observation/${id}-vital`)],
    [
      'of medical records in a township',
      { places: ['350102002'], databases: ['medical_records'] },
      ['Observation/west-lab', 'Encounter/west-visit'],
    ],
    ['of one type', { allows: (type) => type === 'Encounter' }, people.map(({ id }) => `Encounter/${id}-visit`)],
    ['of nothing', { allows: () => false }, []],
  ])('%s', async (_, scope, expected) => {
    const seen = await seenBy(here.store.as(aScope(scope)));

    expect(seen).toEqual(inEvery(expected));
  });

  test('neither in versions nor in what was deleted', async () => {
    const west = here.store.as(aScope({ places: ['350102002'] }));

    await expect(west.readVersion('Observation', 'west-lab', 1)).resolves.toMatchObject({ version: 1 });
    await expect(west.readVersion('Observation', 'east-lab', 1)).rejects.toMatchObject({ code: 'resource-unknown' });
    await expect(west.read('Observation', 'west-gone')).rejects.toMatchObject({ code: 'resource-gone' });
    await expect(west.read('Observation', 'east-gone')).rejects.toMatchObject({ code: 'resource-unknown' });
    await expect(west.history('Observation', 'east-gone', 10)).resolves.toEqual([]);
  });

  test('by none of the search parameters, nor in their counts', async () => {
    const west = here.store.as(aScope({ places: ['350102002'] }));
    const queries = [
      'identifier=same',
      'patient=east',
      'patient=east,west',
      'date=2026-01-01',
      '_id=east-lab,west-lab',
      '_lastUpdated=gt2000',
      '_sort=-date',
    ];

    for (const query of queries) {
      const { entries, total } = await west.search(
        parseSearch('Observation', new URLSearchParams(`${query}&_total=accurate`), true),
      );
      expect(entries.every(({ id }) => id.startsWith('west'))).toBe(true);
      expect(total).toBe(entries.length);
    }
  });

  test('for conditions: they match nothing there', async () => {
    const west = here.store.as(aScope({ places: ['350102002'] }));
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { request: { method: 'DELETE', url: 'Patient?_id=east' } },
        { request: { method: 'DELETE', url: 'Group?member=Patient/east-village' } },
      ],
    };

    await west.bundle({ bundle });

    expect(await isRead(here.all, 'Patient/east')).toBe(true);
    expect(await isRead(here.all, 'Group/east-village-family')).toBe(true);
  });
});

describe('what lies outside the scope is not changed', () => {
  const westOf = (scope: Partial<Scope> = {}) => here.store.as(aScope({ places: ['350102002'], ...scope }));

  test.each<[string, (store: ScopedStore) => Promise<unknown>]>([
    ['by updating it', (store) => store.put(anObservation({ id: 'east-lab', of: 'east' }), undefined)],
    ['by updating it with its version', (store) => store.put(anObservation({ id: 'east-lab', of: 'east' }), 2)],
    ['by taking it to one’s own resident', (store) => store.put(anObservation({ id: 'east-lab', of: 'west' }), undefined)],
    ['by calling it home', (store) => store.put(aPatient({ id: 'east', place: '350102002' }), undefined)],
    ['by adding to its record', (store) => store.create(withoutId(anObservation({ id: '', of: 'east' })))],
    ['by giving one’s own away', (store) => store.put(anObservation({ id: 'west-lab', of: 'east' }), undefined)],
    ['by sending a resident there', (store) => store.put(aPatient({ id: 'west', place: '350102001' }), undefined)],
    ['by writing for nobody, who is the platform’s', (store) => store.create(withoutId(anObservation({ id: '' })))],
  ])('%s', async (_, change) => {
    const before = await feedOf(here.database);

    await expect(change(westOf())).rejects.toMatchObject({ code: 'right-missing' });

    expect(await feedOf(here.database)).toEqual(before);
  });

  test('by deleting it: for who cannot see it, there is nothing to delete', async () => {
    const outcome = await westOf().delete('Observation', 'east-lab', undefined);

    expect(outcome).toMatchObject({ action: 'none', version: 0 });
    await expect(westOf().delete('Observation', 'east-lab', 2)).rejects.toMatchObject({ code: 'version-conflict' });
    expect(await isRead(here.all, 'Observation/east-lab')).toBe(true);
  });

  test('in another database, even where the type is of both', async () => {
    const store = westOf({ databases: ['population', 'health_records'] });

    await expect(store.put(anObservation({ id: 'west-lab', of: 'west', ...vitalSigns }), undefined)).rejects.toMatchObject({
      code: 'right-missing',
    });
    await expect(store.put(anObservation({ id: 'west-vital', of: 'west' }), undefined)).rejects.toMatchObject({
      code: 'right-missing',
    });
    await expect(
      store.put(anObservation({ id: 'west-vital', of: 'west', status: 'amended', ...vitalSigns }), undefined),
    ).resolves.toMatchObject({ action: 'update' });
  });

  test.each<[Interaction, (store: ScopedStore) => Promise<unknown>]>([
    ['c', (store) => store.put(anObservation({ id: 'west-new', of: 'west' }), undefined)],
    ['c', (store) => store.create(withoutId(anObservation({ id: '', of: 'west' })))],
    ['u', (store) => store.put(anObservation({ id: 'west-lab', of: 'west', status: 'final' }), undefined)],
    ['d', (store) => store.delete('Observation', 'west-lab', undefined)],
  ])('without the interaction %s', async (letter, change) => {
    const store = westOf({ allows: (_type, interaction) => interaction !== letter });

    await expect(change(store)).rejects.toMatchObject({ code: 'right-missing' });
  });
});

describe('reference data', () => {
  test('is everybody’s, in every place', async () => {
    await here.all.put({ resourceType: 'Organization', id: 'o', name: '鼓楼医院' }, undefined);

    const west = here.store.as(aScope({ places: ['350102002'] }));

    expect(await isRead(west, 'Organization/o')).toBe(true);
    expect(await idsFound(west, 'Organization', '')).toEqual(['o']);
    expect((await everythingOnAllPages(west, 'west', 2)).flat()).toContain('Organization/o');
    expect((await everythingOnAllPages(west, 'east', 2)).flat()).toEqual([]);
  });
});

describe('a resident who moves', () => {
  test('takes the records along: the old place sees them no more', async () => {
    await here.all.put(aPatient({ id: 'nomad', place: '350102001' }), undefined);
    await here.all.put(anObservation({ id: 'nomad-lab', of: 'nomad' }), undefined);
    await here.all.put(anObservation({ id: 'nomad-vital', of: 'nomad', ...vitalSigns }), undefined);

    await here.all.put(aPatient({ id: 'nomad', place: '350102002' }), undefined);

    const [east, west] = ['350102001', '350102002'].map((place) => here.store.as(aScope({ places: [place] })));
    if (!east || !west) throw new Error('two scopes');
    for (const name of ['Patient/nomad', 'Observation/nomad-lab', 'Observation/nomad-vital']) {
      expect(await isRead(east, name)).toBe(false);
      expect(await isRead(west, name)).toBe(true);
    }
  });

  test('takes the household along, as its first member', async () => {
    const west = here.store.as(aScope({ places: ['350102002'] }));
    await here.all.put(aPatient({ id: 'father', place: '350102001' }), undefined);
    await here.all.put(aPatient({ id: 'son', place: '350102001' }), undefined);
    await here.all.put(aHousehold({ id: 'moving-family', members: ['father', 'son'] }), undefined);

    await here.all.put(aPatient({ id: 'son', place: '350102002' }), undefined);
    const whenTheSonMoved = await isRead(west, 'Group/moving-family');
    await here.all.put(aPatient({ id: 'father', place: '350102002' }), undefined);

    expect(whenTheSonMoved).toBe(false);
    expect(await isRead(west, 'Group/moving-family')).toBe(true);
  });

  test('and came after the household finds it where they live', async () => {
    const west = here.store.as(aScope({ places: ['350102002'] }));
    await here.all.put(aHousehold({ id: 'early-family', members: ['settler'] }), undefined);
    const before = await isRead(west, 'Group/early-family');

    await here.all.put(aPatient({ id: 'settler', place: '350102002' }), undefined);

    expect(before).toBe(false);
    expect(await isRead(west, 'Group/early-family')).toBe(true);
  });
});

describe('as the condition of a statement', () => {
  const rows = [
    ['in', '350102001', null],
    ['beside', '350103001', '350102002'],
    ['out', '350103001', '350104'],
    ['nowhere', null, null],
  ] as const;
  const seenBy = async (places: string[], ...columns: [string, ...string[]]) => {
    const { sql } = here.database;
    const names = await sql<{ name: string }[]>`
      select name from unnest(${rows.map(([name]) => name)}::text[], ${rows.map(([, place]) => place)}::text[],
                              ${rows.map(([, , other]) => other)}::text[]) as e (name, place, other_place)
       where name <> '' and ${inScope(sql, { places }, ...columns)}`;
    return names.map(({ name }) => name);
  };

  test.each([
    [['350102'], ['in', 'beside']],
    [
      ['350102001', '350104'],
      ['in', 'out'],
    ],
    [[''], ['in', 'beside', 'out']],
    [['4401'], []],
    [[], []],
  ])('%o covers %o by either of two columns, and never what has no division', async (places, covered) => {
    expect(await seenBy(places, 'e.place', 'e.other_place')).toEqual(covered);
  });

  test('one column does not lend its division to the other', async () => {
    expect(await seenBy(['350102'], 'e.place')).toEqual(['in']);
    expect(await seenBy([''], 'e.other_place')).toEqual(['beside', 'out']);
  });
});
