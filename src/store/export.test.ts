import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExport } from './export.ts';
import type { Scope } from './scope.ts';
import { wholePlatform } from './scope.ts';
import { parseSearch } from './search/parse-search.ts';
import { settledInstant } from './settled.ts';
import {
  aHousehold,
  anObservation,
  aPatient,
  aScope,
  storeForTests,
  type TestStore,
  testCatalogue,
  vitalSigns,
} from './testing.ts';

type Asked = Partial<Parameters<typeof openExport>[3]>;

interface Exported {
  readonly lines: readonly { readonly id: string; readonly status?: string; readonly meta: { readonly versionId: string } }[];
  readonly deleted: readonly string[];
  readonly pages: number;
}

/** All pages of a type; `between` happens after each of them. */
async function exportOf(
  { database }: TestStore,
  asOf: string,
  asked: Asked = {},
  scope: Scope = wholePlatform,
  between: () => Promise<unknown> = async () => {},
): Promise<Exported> {
  const question = {
    type: 'Observation',
    asOf,
    since: undefined,
    of: 'all',
    filters: [],
    elements: undefined,
    ...asked,
  } as const;
  const read = await openExport(database.sql, testCatalogue, scope, question);
  const [lines, deleted]: [string[], string[]] = [[], []];
  let pages = 0;
  for (let after: string | undefined = ''; after !== undefined; pages++) {
    const page = await read(after);
    if (page.count > 0) lines.push(...page.lines.toString().split('\n'));
    deleted.push(...page.deleted);
    after = page.last;
    await between();
  }
  return { lines: lines.map((line) => JSON.parse(line)), deleted, pages };
}

const idsOf = ({ lines }: Exported) => lines.map(({ id }) => id);

describe('an export is of one instant', () => {
  const at = '2026-11-01T09:00:00.000Z';
  let store: TestStore;
  const ids = Array.from({ length: 4500 }, (_, index) => `o${String(index).padStart(5, '0')}`);
  const write = (some: readonly string[], elements: Record<string, unknown> = {}) =>
    store.all.commit(
      some.map((id) => ({ kind: 'put' as const, resource: anObservation({ id, ...elements }) })),
      { atomic: true },
    );
  beforeAll(async () => {
    store = await storeForTests();
    store.now = '2026-11-01T08:00:00.000Z';
    for (let from = 0; from < ids.length; from += 1500) await write(ids.slice(from, from + 1500));
    store.now = at;
    await write(ids.slice(0, 50), { status: 'amended' });
    store.now = '2026-11-01T10:00:00.000Z';
  });
  afterAll(() => store[Symbol.asyncDispose]());

  test('whatever is changed, deleted, added or moved to another database meanwhile', async () => {
    let turn = 0;
    const disturb = async () => {
      turn++;
      const later = ids.slice(-40 * turn).slice(0, 40);
      await write(later.slice(0, 10), { status: 'cancelled' });
      for (const id of later.slice(10, 15)) await store.all.delete('Observation', id, undefined);
      await write(later.slice(15, 25), vitalSigns);
      await write(
        ids.slice(turn * 5, turn * 5 + 5).map((id) => id),
        vitalSigns,
      );
      await write([`new${turn}`, `aaa${turn}`]);
    };

    const found = await exportOf(store, at, {}, wholePlatform, disturb);

    expect(idsOf(found).toSorted()).toEqual(ids);
    expect(found.pages).toBe(3);
    const byStatus = Map.groupBy(found.lines, ({ status, meta }) => `${status} ${meta.versionId}`);
    expect(Object.fromEntries([...byStatus].map(([key, some]) => [key, some.length]))).toEqual({
      'amended 2': 50,
      'final 1': 4450,
    });
  });

  test('and of what came after an earlier one', async () => {
    const found = await exportOf(store, at, { since: '2026-11-01T08:30:00.000Z' });

    expect(idsOf(found).toSorted()).toEqual(ids.slice(0, 50));
  });
});

test('what was only labelled since then is exported, without a new version', async () => {
  await using store = await storeForTests();
  store.now = '2026-11-01T08:00:00.000Z';
  await store.all.put(anObservation({ id: 'quiet' }), undefined);
  await store.all.put(anObservation({ id: 'told' }), undefined);
  store.now = '2026-11-01T09:00:00.000Z';
  const labels = { profile: [], security: [], tag: [{ system: 'urn:tag', code: 'reviewed' }] };
  await store.all.changeMeta({ type: 'Observation', id: 'told', version: undefined, act: 'add', labels });

  const found = await exportOf(store, '2026-11-01T10:00:00.000Z', { since: '2026-11-01T08:30:00.000Z' });
  const later = await exportOf(store, '2026-11-01T10:00:00.000Z', { since: '2026-11-01T09:30:00.000Z' });

  expect(found.lines).toMatchObject([{ id: 'told', meta: { versionId: '1', tag: labels.tag } }]);
  expect(later.lines).toEqual([]);
});

describe('what an export leaves out', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await storeForTests();
    const resources = [
      aPatient({ id: 'anna', place: '350102001' }),
      aPatient({ id: 'bert', place: '350102002' }),
      anObservation({ id: 'of-anna', of: 'anna' }),
      anObservation({ id: 'of-bert', of: 'bert', ...vitalSigns }),
      anObservation({ id: 'of-nobody' }),
      aHousehold({ id: 'home', members: ['anna', 'bert'] }),
    ];
    for (const resource of resources) await store.all.put(resource, undefined);
  });
  afterAll(() => store[Symbol.asyncDispose]());
  const now = '2026-11-02T00:00:00.000Z';

  test.each<[string, Asked, Partial<Scope>, string[]]>([
    ['nothing', {}, {}, ['of-anna', 'of-bert', 'of-nobody']],
    ['other places', {}, { places: ['350102001'] }, ['of-anna']],
    ['other databases', {}, { databases: ['health_records'] }, ['of-bert']],
    ['types that may not be read', {}, { allows: (type) => type === 'Patient' }, []],
    ['what is no resident’s', { of: 'residents' }, {}, ['of-anna', 'of-bert']],
    ['what is other residents’', { of: ['bert'] }, {}, ['of-bert']],
    ['the household of others', { type: 'Group', of: ['carl'] }, {}, []],
    ['not the household of one', { type: 'Group', of: ['bert'] }, {}, ['home']],
  ])('%s', async (_, asked, scope, expected) => {
    const found = await exportOf(store, now, asked, aScope(scope));

    expect(idsOf(found).toSorted()).toEqual(expected);
  });

  test('what no search finds that is asked for', async () => {
    const filters = ['subject:Patient.name=林&category=vital-signs', '_id=of-nobody'].map((query) =>
      parseSearch('Observation', new URLSearchParams(query), true),
    );

    const found = await exportOf(store, now, { filters });

    expect(idsOf(found).toSorted()).toEqual(['of-bert', 'of-nobody']);
  });
});

test('a page is cut where it grows large, and no resource is left out', async () => {
  await using store = await storeForTests();
  const note = [1, 2, 3].map(() => ({ text: 'x'.repeat(1_000_000) }));
  for (const id of ['a', 'b', 'c', 'd']) await store.all.put(anObservation({ id, note }), undefined);

  const found = await exportOf(store, '2026-11-02T00:00:00.000Z');

  expect([idsOf(found), found.pages]).toEqual([['a', 'b', 'c', 'd'], 2]);
});

test('an instant is settled when the commits that run have ended', async () => {
  await using store = await storeForTests();
  const release = Promise.withResolvers<void>();
  const order: string[] = [];
  const committing = store.all
    .create(anObservation({ id: 'slow' }), () => release.promise)
    .then(() => void order.push('committed'));

  const settling = settledInstant(store.database.sql, () => new Date()).then(() => void order.push('settled'));
  setTimeout(release.resolve, 400);
  await Promise.all([committing, settling]);

  expect(order).toEqual(['committed', 'settled']);
});
