import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from './database.ts';
import { type ChangeEntry, FEED_START, type FeedPosition, feedLag, movePosition, readFeed, readPosition } from './feed.ts';
import { anObservation, aPatient, feedOf, storeForTests, type TestStore } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests(20);
});
afterAll(() => here[Symbol.asyncDispose]());

const enter = (sql: Sql, id: string) => sql`
  insert into store.change (shard, database, type, id, version, action, at) values (1, 'reference', 'Basic', ${id}, 1, 'create', now())`;

/** A transaction that stays open until it is told to go on. */
async function openTransaction(id: string): Promise<{ commit(): Promise<void> }> {
  const gate = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  const done = here.database.begin(async (tx) => {
    await enter(tx, id);
    entered.resolve();
    await gate.promise;
  });
  await entered.promise;
  return {
    commit: async () => {
      gate.resolve();
      await done;
    },
  };
}

const idsOf = (entries: readonly ChangeEntry[]) => entries.map(({ id }) => id);
const positionAfter = (entries: readonly ChangeEntry[], before: FeedPosition): FeedPosition => entries.at(-1) ?? before;

/** Everything after a position that is committed now. */
async function readOn(after: FeedPosition, count: number): Promise<ChangeEntry[]> {
  const seen: ChangeEntry[] = [];
  while (seen.length < count) {
    const entries = await readFeed(here.database.sql, positionAfter(seen, after), 100);
    seen.push(...entries);
    if (entries.length === 0) await sleep(10);
  }
  return seen;
}

const endOfFeed = async (): Promise<FeedPosition> => {
  await feedOf(here.database);
  return positionAfter(await readFeed(here.database.sql, FEED_START, 10_000), FEED_START);
};

describe('the change feed', () => {
  test('never skips an entry whose transaction commits after a later one', async () => {
    const start = await endOfFeed();
    const early = await openTransaction('early');
    const late = await openTransaction('late');

    await late.commit();
    const between = await readFeed(here.database.sql, start, 10);
    await early.commit();
    const after = await readOn(positionAfter(between, start), 2 - between.length);

    expect(between).toEqual([]);
    expect(idsOf(after)).toEqual(['early', 'late']);
  });

  test('holds back what is committed while an older transaction runs, and goes on once it is rolled back', async () => {
    const start = await endOfFeed();
    const running = here.database
      .begin(async (tx) => {
        await enter(tx, 'undone');
        await here.all.put(anObservation({ id: 'waiting' }), undefined);
        expect(await readFeed(here.database.sql, start, 10)).toEqual([]);
        throw new Error('rolled back');
      })
      .catch((thrown: unknown) => thrown);

    await running;

    expect(idsOf(await readOn(start, 1))).toEqual(['waiting']);
  });

  test('orders transactions by number, not by the digits of it', async () => {
    await using other = await storeForTests(2);
    const xids = ['9', '10', '99', '100', '101', '600'];
    for (const xid of xids.toReversed())
      await other.database.sql`
        insert into store.change (shard, xid, database, type, id, version, action, at)
        values (1, ${xid}::xid8, 'reference', 'Basic', ${xid}, 1, 'create', now())`;

    const seen: string[] = [];
    for (let position = FEED_START; seen.length < xids.length; ) {
      const entries = await readFeed(other.database.sql, position, 2);
      if (entries.length === 0) await sleep(10);
      seen.push(...idsOf(entries));
      position = positionAfter(entries, position);
    }

    expect(seen).toEqual(xids);
  });

  test('read in pages of any size gives each entry once, in the same order, whoever writes meanwhile', async () => {
    const start = await endOfFeed();
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let index = 0; index < 10; index++)
        await here.all.commit(
          [0, 1, 2].map((part) => ({
            kind: 'put',
            resource: anObservation({ id: `w${writer}-${index}-${part}`, of: `resident-${writer}` }),
          })),
          { atomic: true },
        );
    });

    const seen: ChangeEntry[] = [];
    for (let size = 1; seen.length < 240; size = (size % 13) + 1) {
      const entries = await readFeed(here.database.sql, positionAfter(seen, start), size);
      if (entries.length === 0) await sleep(5);
      seen.push(...entries);
    }
    await Promise.all(writers);

    expect(new Set(idsOf(seen)).size).toBe(240);
    expect(idsOf(await readOn(start, 240))).toEqual(idsOf(seen));
    for (let writer = 0; writer < 8; writer++) {
      const own = seen.filter(({ resident }) => resident === `resident-${writer}`);
      expect(idsOf(own)).toEqual(Array.from({ length: 30 }, (_, index) => `w${writer}-${Math.floor(index / 3)}-${index % 3}`));
    }
  });

  test('tells of each resource its versions in their order, under many writers', async () => {
    const start = await endOfFeed();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 10, maxLength: 30 }), async (targets) => {
        await Promise.all(
          targets.map((target, index) =>
            here.all.commit(
              // an untouched companion gives the transaction its number early
              [`a-${target}`, `b-${(target + index) % 4}`].map((id) => ({
                kind: 'put',
                resource: anObservation({ id: `ordered-${id}`, note: [{ text: `${start.xid} ${index} ${Math.random()}` }] }),
              })),
              { atomic: true },
            ),
          ),
        );
      }),
      { numRuns: 5 },
    );

    await feedOf(here.database);
    const entries = await readFeed(here.database.sql, start, 10_000);
    for (const [, own] of Map.groupBy(entries, ({ id }) => id))
      expect(own.map(({ version }) => version)).toEqual(own.map((_, index) => index + 1));
  });

  test('says what happened to whom', async () => {
    const start = await endOfFeed();
    await here.all.put(aPatient({ id: 'told' }), undefined);
    await here.all.put(anObservation({ id: 'told-1', of: 'told' }), undefined);
    await here.all.delete('Observation', 'told-1', undefined);

    const entries = await readOn(start, 3);

    expect(entries).toMatchObject([
      { database: 'population', resident: 'told', type: 'Patient', id: 'told', version: 1, action: 'create', at: here.now },
      { database: 'medical_records', resident: 'told', type: 'Observation', id: 'told-1', version: 1, action: 'create' },
      { database: 'medical_records', resident: 'told', type: 'Observation', id: 'told-1', version: 2, action: 'delete' },
    ]);
  });
});

describe('a consumer of the feed', () => {
  test('that never came by begins at the start', async () => {
    expect(await readPosition(here.database.sql, 'nobody')).toEqual(FEED_START);
  });

  test('moves on in the transaction that did the work, or not at all', async () => {
    const { database } = here;
    await database.begin((tx) => movePosition(tx, 'worker', { xid: '7', position: 3 }));
    await database
      .begin(async (tx) => {
        await movePosition(tx, 'worker', { xid: '8', position: 4 });
        throw new Error('the work failed');
      })
      .catch(() => undefined);

    expect(await readPosition(database.sql, 'worker')).toEqual({ xid: '7', position: 3 });
  });

  test('knows how far it is behind', async () => {
    const start = await endOfFeed();
    await here.all.put(anObservation({ id: 'lagging' }), undefined);

    const behind = await feedLag(here.database.sql, start);
    const even = await feedLag(here.database.sql, await endOfFeed());

    expect(behind).toEqual({ changes: 1, since: here.now });
    expect(even).toEqual({ changes: 0, since: undefined });
  });
});
