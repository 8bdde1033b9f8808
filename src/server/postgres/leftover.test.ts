import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../store/index.ts';
import { stopLeftover } from './leftover.ts';
import { startPostgres } from './server.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leftover-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lock = () => join(folder, 'postmaster.pid');

describe('what an earlier PostgreSQL left behind', () => {
  test('nothing is nothing to do', async () => {
    await stopLeftover(folder);

    expect(existsSync(lock())).toBe(false);
  });

  test.each(['4194305\n/somewhere\n', 'no number\n', '', '-1\n', '0\n'])(
    'the lock %j of one that is gone is removed',
    async (content) => {
      await writeFile(lock(), content);

      await stopLeftover(folder);

      expect(existsSync(lock())).toBe(false);
    },
  );

  test.runIf(process.platform === 'linux')('a program that got its number since is left alone', async () => {
    await writeFile(lock(), `${process.pid}\n`);

    await stopLeftover(folder);

    expect(existsSync(lock())).toBe(false);
  });

  test('one that still runs is ended, and what it had acknowledged is there', async () => {
    const first = await startPostgres(folder);
    await first.createDatabases(['kept']);
    const before = openDatabase(first.urlOf('kept'), 2);
    await before.sql`create table word (text text)`;
    await before.sql`insert into word values ('acknowledged')`;

    const second = await startPostgres(folder);

    await first.ended;
    const after = openDatabase(second.urlOf('kept'), 2);
    expect(await after.sql`select text from word`).toEqual([{ text: 'acknowledged' }]);
    await Promise.all([before.close(), after.close()]);
    await second.stop();
  });
});
