import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';

const PATIENCE_MS = 20_000;

/**
 * Ends a PostgreSQL that an earlier start left behind on the same data (the program was killed outright), and removes
 * the lock of one that no longer runs. What it had acknowledged is recovered by PostgreSQL itself from its log.
 */
export async function stopLeftover(folder: string): Promise<void> {
  const lock = join(folder, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number.parseInt((await readFile(lock, 'utf8')).split('\n')[0] ?? '', 10);
  if (Number.isInteger(pid) && pid > 0 && isPostgres(pid)) await end(pid);
  await rm(lock, { force: true });
}

async function end(pid: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  process.kill(pid, 'SIGINT');
  while (isPostgres(pid)) {
    if (Date.now() > until) throw new StartError(`A PostgreSQL (process ${pid}) still uses the data directory and does not end.`);
    await sleep(50);
  }
}

/** A process number may have been given to something else since: only a postgres is ended. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const file = `/proc/${pid}/comm`;
  if (!existsSync('/proc/self/comm')) return true;
  try {
    return readFileSync(file, 'utf8').startsWith('postgres');
  } catch {
    return false;
  }
}
