import { beforeEach, describe, expect, test } from 'vitest';
import type { Resource } from '../fhir/index.ts';
import { newId } from '../kernel/index.ts';
import type { Written } from './change.ts';
import type { Sql } from './database.ts';
import { anObservation, aPatient, aScope, feedOf, storeForTests, type TestStore, withoutId } from './testing.ts';

let here: TestStore;
beforeEach(async () => {
  here = await storeForTests();
  return () => here[Symbol.asyncDispose]();
});

const observations = (count: number): Resource[] =>
  Array.from({ length: count }, (_, index) => withoutId(anObservation({ id: 'x', note: [{ text: `${index}` }] })));
const noteOf = (body: string | undefined): unknown => JSON.parse(body ?? '{}').note?.[0].text;
const transactions = async () =>
  (await here.database.sql<{ count: number }[]>`select count(distinct xid::text) as count from store.change`)[0]?.count ?? 0;

describe('single writes that come at the same moment', () => {
  test('share transactions; each is answered with its own', async () => {
    const { all, database } = here;

    const written = await Promise.all(observations(40).map((one) => all.create(one)));

    expect(written.map(({ body }) => noteOf(body))).toEqual(Array.from({ length: 40 }, (_, index) => `${index}`));
    for (const { row, body } of written) expect((await all.read('Observation', row.id)).body).toBe(body);
    expect(await transactions()).toBeLessThan(5);
    expect((await feedOf(database)).toSorted()).toEqual(written.map(({ row }) => `create Observation/${row.id}/1`).toSorted());
  });

  test('are refused each by itself, and under the scope of who asks', async () => {
    const { store, all } = here;
    const east = store.as(aScope({ places: ['350102001'] }));
    const reader = store.as(aScope({ allows: (_, interaction) => interaction === 'r' }));
    const at = (place: string) => aPatient({ id: newId(), place });
    await all.put(at('350102002'), undefined);

    const results = await Promise.allSettled([
      east.put(at('350102001'), undefined),
      east.put(at('350102002'), undefined),
      all.put(at('350102002'), undefined),
      reader.put(at('350102001'), undefined),
      east.put(at('350102001005'), undefined),
      all.put(at('350102002'), 7),
    ]);

    expect(results.map((result) => (result.status === 'fulfilled' ? 'written' : result.reason.code))).toEqual([
      'written',
      'right-missing',
      'written',
      'right-missing',
      'written',
      'version-conflict',
    ]);
    expect(await feedOf(here.database)).toHaveLength(4);
  });

  test('have each a last word about what is theirs; one that fails fails alone and leaves nothing', async () => {
    const { all, database } = here;
    const told: string[][] = [];
    const last = (index: number) => async (tx: Sql, written: readonly Written[]) => {
      await tx`select 1`;
      if (index === 5) throw new Error('not this one');
      told[index] = written.map(({ body }) => `${noteOf(body)}`);
    };

    const results = await Promise.allSettled(observations(12).map((one, index) => all.create(one, last(index))));

    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(results[5]).toMatchObject({ status: 'rejected', reason: { message: 'not this one' } });
    expect(told).toEqual(Array.from({ length: 12 }, (_, index) => (index === 5 ? undefined : [`${index}`])));
    expect(await feedOf(database)).toHaveLength(11);
    const [{ count } = { count: 0 }] = await database.sql<{ count: number }[]>`select count(*) from medical_records.resource`;
    expect(count).toBe(11);
  });

  test('of one id follow one another', async () => {
    const { all } = here;

    const versions = await Promise.all(
      Array.from({ length: 9 }, (_, index) =>
        all.put(anObservation({ id: index % 3 === 0 ? 'same' : `other-${index}`, note: [{ text: `${index}` }] }), undefined),
      ),
    );

    expect(versions.filter(({ row }) => row.id === 'same').map(({ version }) => version)).toEqual([1, 2, 3]);
    expect((await all.history('Observation', 'same', 9)).map(({ body }) => noteOf(body))).toEqual(['6', '3', '0']);
  });

  test('are answered once others can read them, and not before', async () => {
    const { all, database } = here;
    const isThere = async (id: string) =>
      (await database.sql`select from medical_records.resource where id = ${id}`).length === 1;

    const seen = await Promise.all(
      observations(60).map((one) =>
        all.create(one, async (_, written) => {
          // on another connection, while the last word is being had
          for (const { row } of written) if (await isThere(row.id)) throw new Error('it is there before it is committed');
        }),
      ),
    );

    expect(await Promise.all(seen.map(({ row }) => isThere(row.id)))).toEqual(seen.map(() => true));
  });
});
