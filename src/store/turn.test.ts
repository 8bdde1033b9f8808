import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { freshDatabaseUrl } from '../../tests/support/database.ts';
import { openDatabase } from './database.ts';
import { type Ongoing, takeTurns } from './turn.ts';

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen');
    await sleep(5);
  }
}

/** Processes that take turns, as far as one process can show it; says at any time who is at it. */
function takers(url: string) {
  const busy = new Set<string>();
  const failures: unknown[] = [];
  let most = 0;
  const start = (who: string): Ongoing =>
    takeTurns({
      url,
      name: 'test',
      pauseMs: 20,
      begin: () => {
        busy.add(who);
        most = Math.max(most, busy.size);
        return { stop: async () => void busy.delete(who) };
      },
      onFailure: (thrown) => failures.push(thrown),
    });
  return { busy, failures, start, most: () => most };
}

describe('what only one process of a database does', () => {
  test('is done by one of many, and by another once that one stops', async () => {
    const { busy, start, most } = takers(await freshDatabaseUrl());
    const all = new Map(['one', 'two', 'three'].map((who) => [who, start(who)]));

    const turns: string[] = [];
    while (turns.length < 3) {
      await until(() => busy.size === 1);
      const [who = ''] = busy;
      turns.push(who);
      await all.get(who)?.stop();
    }

    expect(turns.toSorted()).toEqual(['one', 'three', 'two']);
    expect(most()).toBe(1);
    expect(busy.size).toBe(0);
  });

  test('is given up and taken again when the database breaks the connection', async () => {
    const url = await freshDatabaseUrl();
    const admin = openDatabase(url, 1);
    const { busy, failures, start } = takers(url);
    const taker = start('one');
    await until(() => busy.size === 1);

    await admin.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'minkang turn' and datname = current_database()`;

    await until(() => failures.length > 0);
    await until(() => busy.size === 1);
    await taker.stop();
    await admin.close();
    expect(failures).toHaveLength(1);
    expect(busy.size).toBe(0);
  });

  test('of another database does not stand in the way', async () => {
    const [here, there] = await Promise.all([freshDatabaseUrl(), freshDatabaseUrl()]);
    const [mine, theirs] = [takers(here), takers(there)];

    const all = [mine.start('one'), theirs.start('two')];

    await until(() => mine.busy.size === 1 && theirs.busy.size === 1);
    await Promise.all(all.map((one) => one.stop()));
  });

  test('is asked for again where there is no database yet', async () => {
    const { busy, failures, start } = takers('postgres://nobody:nothing@127.0.0.1:9/none');
    const taker = start('one');

    await until(() => failures.length > 1);

    await taker.stop();
    expect(busy.size).toBe(0);
  });
});
