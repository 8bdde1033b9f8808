import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { Problem } from '../kernel/index.ts';
import type { Database, Sql } from '../store/index.ts';
import { type Job, type JobKind, JobStopped, type Progress } from './job.ts';
import { claimJob, endJob, releaseJob, renewLease, saveProgress } from './job-store.ts';
import { keepDoing } from './keep-doing.ts';

export interface WorkerOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly kinds: readonly JobKind[];
  /** A worker that is not heard of for so long counts as gone. */
  readonly leaseMs: number;
  /** How often a worker without work looks for some. */
  readonly pauseMs: number;
}

export interface Worker {
  /** There may be work. */
  wake(): void;
  /** Gives back what it runs, to be gone on with by another. */
  stop(): Promise<void>;
}

const MOST_ATTEMPTS = 5;
const AFTER_FAILURE_MS = 2000;

/** Runs jobs: at most one of each kind at a time in this process, so that a long export holds up no reindexing. */
export function startWorker(options: WorkerOptions): Worker {
  const { database, log, kinds, leaseMs, pauseMs } = options;
  const closing = new AbortController();
  const running = new Map<string, Promise<void>>();
  const look = async (): Promise<boolean> => {
    const idle = kinds.filter(({ kind }) => !running.has(kind));
    const names = idle.map(({ kind }) => kind);
    const attempt = randomUUID();
    const job = names.length > 0 ? await claimJob(database.sql, names, attempt, leaseMs) : undefined;
    const kind = idle.find((one) => one.kind === job?.kind);
    if (!job || !kind) return false;
    const done = runJob(options, kind, job, attempt, closing.signal).finally(() => {
      running.delete(kind.kind);
      loop.wake();
    });
    running.set(kind.kind, done);
    return true;
  };
  const loop = keepDoing({ pauseMs }, (thrown) => log.error({ err: thrown }, 'jobs cannot be looked for'), look);
  return {
    wake: loop.wake,
    stop: async () => {
      closing.abort();
      await loop.stop();
      await Promise.all(running.values());
    },
  };
}

async function runJob(options: WorkerOptions, kind: JobKind, job: Job, attempt: string, closing: AbortSignal): Promise<void> {
  const { log, database } = options;
  const stopping = new AbortController();
  const stop = (why: JobStopped['why']) => stopping.abort(new JobStopped(why));
  const onClosing = () => stop('closing');
  closing.addEventListener('abort', onClosing);
  if (closing.aborted) onClosing();
  const beat = keepLease(options, job.id, attempt, stop);
  try {
    if (job.attempts > MOST_ATTEMPTS) throw new Error('its worker ended again and again before it came on');
    const result = await kind.run(job, {
      attempt,
      signal: stopping.signal,
      progress: (progress, tx) => report(options, job.id, attempt, stopping.signal, progress, tx),
    });
    await endJob(database.sql, { id: job.id, worker: attempt }, { state: 'done', keepForMs: kind.keepForMs, result });
  } catch (thrown) {
    await settle(options, kind, job, attempt, thrown).catch((err: unknown) => log.error({ err, job: job.id }, 'job not settled'));
  } finally {
    clearInterval(beat);
    closing.removeEventListener('abort', onClosing);
  }
}

/** Says that the worker is alive, however long a step takes. */
function keepLease({ database, leaseMs }: WorkerOptions, id: string, attempt: string, stop: (why: JobStopped['why']) => void) {
  let heard = Date.now();
  return setInterval(async () => {
    try {
      const answer = await renewLease(database.sql, id, attempt, leaseMs);
      heard = Date.now();
      if (answer !== 'go') stop(answer);
    } catch {
      if (Date.now() - heard > leaseMs) stop('lost');
    }
  }, leaseMs / 3);
}

async function report(
  { database, leaseMs }: WorkerOptions,
  id: string,
  attempt: string,
  signal: AbortSignal,
  progress: Progress<unknown>,
  tx?: Sql,
): Promise<void> {
  const answer = await saveProgress(tx ?? database.sql, id, attempt, leaseMs, progress);
  if (answer !== 'go') throw new JobStopped(answer);
  if (signal.aborted) throw signal.reason;
}

/** What becomes of a job whose run threw: stopped, tried again, or failed. */
async function settle({ database: { sql }, log }: WorkerOptions, kind: JobKind, job: Job, attempt: string, thrown: unknown) {
  if (thrown instanceof JobStopped && thrown.why === 'lost') return;
  if (thrown instanceof JobStopped && thrown.why === 'closing') return releaseJob(sql, job.id, attempt, 0);
  const { keepForMs } = kind;
  if (thrown instanceof JobStopped) {
    await kind.discard?.(job.id);
    return endJob(sql, { id: job.id, worker: attempt }, { state: 'cancelled', keepForMs });
  }
  const isHopeless = thrown instanceof Problem || job.attempts >= MOST_ATTEMPTS;
  log.error({ err: thrown, job: job.id, kind: kind.kind, attempts: job.attempts }, 'job failed');
  if (!isHopeless) return releaseJob(sql, job.id, attempt, AFTER_FAILURE_MS * 2 ** (job.attempts - 1));
  const error = thrown instanceof Problem ? thrown.code : 'internal';
  return endJob(sql, { id: job.id, worker: attempt }, { state: 'failed', keepForMs, error });
}
