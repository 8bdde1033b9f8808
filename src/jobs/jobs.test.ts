import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { freshDatabase } from '../../tests/support/database.ts';
import { Problem } from '../kernel/index.ts';
import { type Database, openDatabase } from '../store/index.ts';
import { declareJob, type JobKind, type Run } from './index.ts';
import type { Job } from './job.ts';
import { type Jobs, openJobs } from './jobs.ts';

const log = pino({ level: 'silent' });

interface Work {
  readonly upTo: number;
}
type Step = (at: number, run: Run<number>) => Promise<void> | void;

/** Counts up to a number, one step at a time, from where it was. */
const counting = (step: Step = () => {}, discard?: (id: string) => Promise<void>): JobKind =>
  declareJob<Work, number>({
    kind: 'counting',
    title: { zh: '计数', en: 'Counting' },
    keepForMs: 60_000,
    input: z.object({ upTo: z.number() }),
    cursor: z.number(),
    ...(discard ? { discard } : {}),
    run: async ({ upTo }, run) => {
      for (let at = (run.cursor ?? 0) + 1; at <= upTo; at++) {
        await step(at, run);
        await run.progress({ done: at, total: upTo, cursor: at });
      }
      return { counted: upTo };
    },
  });

const open = (database: Database, kind: JobKind, leaseMs = 10_000): Jobs & AsyncDisposable => {
  const jobs = openJobs({ database, log, kinds: [kind], leaseMs, pauseMs: 20 });
  return { ...jobs, [Symbol.asyncDispose]: () => jobs.stop() };
};

const count = (jobs: Jobs, upTo = 3) => jobs.add({ kind: 'counting', owner: 'anna', input: { upTo } });

async function settled(jobs: Jobs, id: string, holds = (job: Job) => !['waiting', 'running'].includes(job.state)): Promise<Job> {
  for (;;) {
    const job = await jobs.find(id);
    if (job && holds(job)) return job;
    await sleep(10);
  }
}

test('a job is done in the background, and says how far it has come', async () => {
  await using database = await freshDatabase();
  await using jobs = open(database, counting());

  const job = await settled(jobs, await count(jobs));

  expect(job).toMatchObject({ state: 'done', done: 3, total: 3, result: { counted: 3 }, owner: 'anna' });
});

test('of several processes one runs a job', async () => {
  await using database = await freshDatabase(20);
  const runs: string[] = [];
  const kind = counting((at, { id }) => void (at === 1 && runs.push(id)));
  await using first = open(database, kind);
  await using second = open(database, kind);
  await using _third = open(database, kind);

  const ids = await Promise.all(Array.from({ length: 15 }, (_, index) => count(index % 2 ? first : second)));
  await Promise.all(ids.map((id) => settled(first, id)));

  expect(runs.toSorted()).toEqual(ids.toSorted());
});

test('the job of a process that dies is gone on with by another, from where it was', async () => {
  await using database = await freshDatabase();
  const dying = openDatabase(await urlOf(database), 2);
  const stuck = openJobs({
    database: dying,
    log,
    kinds: [counting((at) => (at === 3 ? new Promise<void>(() => {}) : undefined))],
    leaseMs: 300,
    pauseMs: 20,
  });
  const id = await count(stuck, 5);
  await settled(stuck, id, ({ done }) => done === 2);
  await dying.close();
  const steps: number[] = [];

  await using jobs = open(
    database,
    counting((at) => void steps.push(at)),
    300,
  );
  const job = await settled(jobs, id);

  expect(job).toMatchObject({ state: 'done', done: 5 });
  expect(steps).toEqual([3, 4, 5]);
});

test('a worker that counted as gone and comes back cannot go on', async () => {
  await using database = await freshDatabase();
  const paused = Promise.withResolvers<void>();
  const progressed: string[] = [];
  let isFirst = true;
  const kind = counting(async (_at, run) => {
    const mine = isFirst;
    isFirst = false;
    if (mine) await paused.promise;
    progressed.push(mine ? 'late' : 'second');
    if (mine) run.signal.addEventListener('abort', () => {});
  });
  await using jobs = open(database, kind);
  const id = await count(jobs, 1);
  await settled(jobs, id, ({ state }) => state === 'running');
  await database.sql`update jobs.job set lease_until = now() - interval '1 s', worker = 'another'`;

  paused.resolve();
  await until(() => progressed.includes('late'));
  await using other = open(database, kind);
  const job = await settled(other, id);

  expect(job).toMatchObject({ state: 'done', done: 1 });
  expect(progressed).toEqual(['late', 'second']);
});

test('a job that is cancelled stops at its next step, and what it made is removed', async () => {
  await using database = await freshDatabase();
  const discarded: string[] = [];
  const kind = counting(
    () => sleep(5),
    async (id) => void discarded.push(id),
  );
  await using jobs = open(database, kind);
  const id = await count(jobs, 100_000);
  await settled(jobs, id, ({ done }) => done > 2);

  const asked = await jobs.cancel(id);
  const job = await settled(jobs, id);

  expect(asked).toBe('running');
  expect(job.state).toBe('cancelled');
  expect(discarded).toEqual([id]);
});

test('a cancelled job goes on from where it was when somebody wants it to', async () => {
  await using database = await freshDatabase();
  const steps: number[] = [];
  const kind = counting(async (at) => {
    steps.push(at);
    await sleep(at < 4 ? 0 : 20);
  });
  await using jobs = open(database, kind);
  const id = await count(jobs, 12);
  await settled(jobs, id, ({ done }) => done >= 3);
  await jobs.cancel(id);
  const { done } = await settled(jobs, id);
  steps.length = 0;

  const resumed = await jobs.resume(id);
  const job = await settled(jobs, id);

  expect(resumed).toBe(true);
  expect(job).toMatchObject({ state: 'done', done: 12 });
  expect(steps[0]).toBe(done + 1);
});

test('a job that waits is cancelled at once', async () => {
  await using database = await freshDatabase();
  await using jobs = open(database, { ...counting(), kind: 'other' });
  const id = await jobs.add({ kind: 'other', owner: 'anna', input: { upTo: 1 } });
  await settled(jobs, id);
  await database.sql`update jobs.job set state = 'waiting', not_before = now() + interval '1 hour'`;

  const asked = await jobs.cancel(id);

  expect(asked).toBe('cancelled');
});

test('when its process stops, a job goes back and is finished by the next one', async () => {
  await using database = await freshDatabase();
  const first = open(
    database,
    counting(() => sleep(5)),
  );
  const id = await count(first, 40);
  await settled(first, id, ({ done }) => done > 2);

  await first.stop();
  const between = await first.find(id);
  await using second = open(database, counting());
  const job = await settled(second, id);

  expect(between).toMatchObject({ state: 'waiting', cancelRequested: false });
  expect(job).toMatchObject({ state: 'done', done: 40 });
});

test('a failure that the input causes ends the job under its code, another one is tried again', async () => {
  await using database = await freshDatabase();
  let failures = 0;
  const kind = counting((at) => {
    if (at === 2 && failures++ === 0) throw new Error('the disk hiccups');
    if (at === 4) throw new Problem('input-invalid', 'four is too much');
  });
  await using jobs = open(database, kind);
  const id = await count(jobs, 4);
  await settled(jobs, id, ({ state, attempts }) => state === 'waiting' && attempts > 0);
  await database.sql`update jobs.job set not_before = now()`;

  const job = await settled(jobs, id);

  expect(job).toMatchObject({ state: 'failed', error: 'input-invalid', done: 3 });
  expect(failures).toBe(2);
});

test('what has expired is removed with what it made', async () => {
  await using database = await freshDatabase();
  const discarded: string[] = [];
  await using jobs = open(
    database,
    counting(undefined, async (id) => void discarded.push(id)),
  );
  const [old, recent] = [await count(jobs), await count(jobs)];
  await Promise.all([settled(jobs, old), settled(jobs, recent)]);
  await database.sql`update jobs.job set expires_at = now() - interval '1 s' where id = ${old}`;

  await jobs.expire();

  expect((await jobs.list({ limit: 10 })).items.map(({ id }) => id)).toEqual([recent]);
  expect(discarded).toEqual([old]);
});

test('a job asked for in a transaction that fails was never asked for', async () => {
  await using database = await freshDatabase();
  await using jobs = open(database, counting());

  const failing = database.begin(async (tx) => {
    await jobs.add({ kind: 'counting', owner: 'anna', input: { upTo: 1 } }, tx);
    throw new Error('something else fails');
  });

  await expect(failing).rejects.toThrow('something else fails');
  expect(await jobs.list({ limit: 10 })).toEqual({ items: [], next: undefined });
});

async function urlOf({ sql }: Database): Promise<string> {
  const { inject } = await import('vitest');
  const [row] = await sql<{ name: string }[]>`select current_database() as name`;
  return inject('databaseUrl').replace('NAME', row?.name ?? '');
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}
