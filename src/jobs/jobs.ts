import { type Bilingual, newId, problems } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import type { JobKindRow, JobRow, JobState } from './contract.ts';
import type { Job } from './job.ts';
import {
  cancelJob,
  countOpenJobs,
  deleteJob,
  expiredJobs,
  findJob,
  insertJob,
  type JobKey,
  type JobQuestion,
  type ListedJob,
  listJobs,
  resumeJob,
} from './job-store.ts';
import { startWorker, type WorkerOptions } from './worker.ts';

/** The background work of a platform, as its other parts see it. */
export interface Jobs {
  /** Asks for work; with a transaction, as part of it. @returns the id of the job */
  add(job: { readonly kind: string; readonly owner: string; readonly input: object }, tx?: Sql): Promise<string>;
  find(id: string): Promise<Job | undefined>;
  /** Newest first; `next` is given back as `before`. */
  list(question: JobQuestion): Promise<{ readonly items: readonly JobRow[]; readonly next: JobKey | undefined }>;
  /** A job as a line of the list. */
  toRow(job: ListedJob): JobRow;
  readonly kinds: readonly JobKindRow[];
  countOpen(owner: string, kind: string): Promise<number>;
  /** Stops a job and removes what it made; one that runs goes on to its next step. @returns its state, if it could be stopped */
  cancel(id: string): Promise<JobState | undefined>;
  /** Lets a failed or cancelled job go on; from the start where what it made was removed. */
  resume(id: string): Promise<boolean>;
  /** Removes a finished job and what it made. */
  remove(id: string): Promise<void>;
  /** Removes what has expired. */
  expire(): Promise<void>;
  stop(): Promise<void>;
}

const LEASE_MS = 30_000;
const PAUSE_MS = 1000;
const COMMITTED_MS = 50;

export type JobsOptions = Pick<WorkerOptions, 'database' | 'log' | 'kinds'> & Partial<WorkerOptions>;

/** Starts the worker of this process. Every process of a platform has one; a job is run by one of them at a time. */
export function openJobs(options: JobsOptions): Jobs {
  const { sql } = options.database;
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  const worker = startWorker({ leaseMs: LEASE_MS, pauseMs: PAUSE_MS, ...options });
  const toRow = (job: ListedJob) => toJobRow(job, kinds.get(job.kind)?.title);
  const remove = async ({ id, kind }: Pick<Job, 'id' | 'kind'>) => {
    await kinds.get(kind)?.discard?.(id);
    await deleteJob(sql, id);
  };
  return {
    add: async (job, tx) => {
      const id = newId();
      await insertJob(tx ?? sql, { ...job, id });
      worker.wake();
      // it is there for the worker when the transaction is committed
      if (tx) setTimeout(worker.wake, COMMITTED_MS).unref();
      return id;
    },
    find: (id) => findJob(sql, id),
    list: async (question) => {
      const { jobs, next } = await listJobs(sql, question);
      return { items: jobs.map(toRow), next };
    },
    toRow,
    kinds: options.kinds.map(({ kind, title }) => ({ kind, title })),
    countOpen: (owner, kind) => countOpenJobs(sql, owner, kind),
    cancel: async (id) => {
      const job = await findJob(sql, id);
      const kind = job && kinds.get(job.kind);
      if (!kind) return undefined;
      const state = await cancelJob(sql, id, kind.keepForMs);
      if (state === 'cancelled') await kind.discard?.(id);
      return state;
    },
    resume: async (id) => {
      const job = await findJob(sql, id);
      const wasDiscarded = job?.state === 'cancelled' && kinds.get(job.kind)?.discard !== undefined;
      const resumed = job !== undefined && (await resumeJob(sql, id, wasDiscarded));
      worker.wake();
      return resumed;
    },
    remove: async (id) => {
      const job = await findJob(sql, id);
      if (job) await remove(job);
    },
    expire: async () => {
      for (const job of await expiredJobs(sql)) await remove(job);
    },
    stop: () => worker.stop(),
  };
}

function toJobRow(job: ListedJob, title = { zh: job.kind, en: job.kind }): JobRow {
  const { id, kind, owner, state, done, total, error, createdAt, startedAt, finishedAt, expiresAt } = job;
  return {
    ...{ id, kind, title, owner, state, done, createdAt },
    stopping: state === 'running' && job.cancelRequested,
    ...(total === undefined ? {} : { total }),
    ...(error === undefined ? {} : { error, errorTitle: titleOf(error) }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** A job may have failed under a code that a later program knows no more. */
function titleOf(code: string): Bilingual {
  const known = Object.entries(problems).find(([name]) => name === code)?.[1];
  return known ? { zh: known.zh, en: known.title } : { zh: code, en: code };
}
