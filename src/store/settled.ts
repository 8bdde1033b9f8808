import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from './database.ts';

/** The clocks of the processes of one platform differ by less than this. */
const CLOCKS_AGREE_MS = 200;
const LOOK_AGAIN_MS = 20;

/**
 * An instant that is over: whatever the store says was written at it or before is committed and visible, and nothing
 * will be added to it. A commit takes its time after its transaction began, hence it is enough to wait for those that run.
 * @returns ISO instant, of just before the call
 */
export async function settledInstant(sql: Sql, now: () => Date): Promise<string> {
  const instant = now().toISOString();
  await sleep(CLOCKS_AGREE_MS);
  await awaitRunning(sql);
  return instant;
}

/** Resolves when every transaction of the platform that runs at the call has ended. */
export async function awaitRunning(sql: Sql): Promise<void> {
  let waiting = await runningTransactions(sql);
  while (waiting.size > 0) {
    await sleep(LOOK_AGAIN_MS);
    waiting = waiting.intersection(await runningTransactions(sql));
  }
}

/** https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW */
async function runningTransactions(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select pid || ' ' || xact_start as name from pg_stat_activity
     where datname = current_database() and application_name = current_setting('application_name')
       and xact_start is not null and pid <> pg_backend_pid()`;
  return new Set(rows.map(({ name }) => name));
}
