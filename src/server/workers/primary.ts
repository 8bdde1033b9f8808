import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { FromPlatform } from '../sample/messages.ts';
import { StartError } from '../start-error.ts';
import { figuresOf } from './figures.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export interface WorkersOptions {
  readonly count: number;
  /** The program that each runs, and its arguments. */
  readonly program: string;
  readonly values: readonly string[];
  readonly log: Logger;
  /** Resources of the sample written so far. */
  readonly onSeeding: (resources: number) => void;
}

export interface Workers {
  /** Lets them answer what they have begun, and ends them. */
  stop(): Promise<void>;
}

const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;
/** Whoever ran for so long had no trouble starting. */
const STEADY_MS = 30_000;
const STOP_TIMEOUT_MS = 7000;

/**
 * Starts processes that share one port, and starts a new one where one ends. This process holds the port and hands out
 * connections in turn; it does nothing else, so that there is nothing that could end it. The first worker starts alone: it
 * brings the tables up to date, and what stops it stops the start.
 * @throws StartError
 */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: options.program, args: [...options.values] });
  const stopping = new AbortController();
  const kept: Promise<void>[] = [];
  const stop = async () => {
    stopping.abort();
    await Promise.all([...running().map(end), ...kept]);
  };
  const start = async () => {
    const worker = await startWorker(options);
    kept.push(keep(options, worker, stopping.signal));
  };
  try {
    await start();
    await Promise.all(Array.from({ length: options.count - 1 }, start));
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { stop };
}

const running = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/** Resolves when it answers. @throws StartError where it ends before */
function startWorker({ onSeeding }: WorkersOptions): Promise<Worker> {
  const worker = cluster.fork();
  // what was sent to one that was just ending
  worker.on('error', () => {});
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromPlatform | FromWorker) => {
      if (message.kind === 'ready') return resolve(worker);
      if (message.kind === 'failed') return reject(new StartError(message.sentence));
      if (message.kind === 'all-figures-wanted') return void tellFigures(worker, message.request);
      if (message.kind === 'seeding') onSeeding(message.resources);
    });
    worker.once('exit', (code, signal) => reject(new StartError(`A worker ended while starting (${signal ?? code}).`)));
  });
}

async function tellFigures(worker: Worker, request: number): Promise<void> {
  const answer: ToWorker = { kind: 'all-figures', request, all: await figuresOf(running().filter((one) => one.isConnected())) };
  if (worker.isConnected()) worker.send(answer);
}

/** Puts another in the place of a worker that ended; sooner after the first time than after many. */
async function keep(options: WorkersOptions, first: Worker, stopping: AbortSignal): Promise<void> {
  let worker: Worker | undefined = first;
  let failures = 0;
  while (!stopping.aborted) {
    const began = Date.now();
    worker ??= await startWorker(options).catch(() => undefined);
    if (worker) await ended(worker);
    if (stopping.aborted) return;
    failures = Date.now() - began > STEADY_MS ? 1 : failures + 1;
    options.log.error({ worker: worker?.process.pid, failures }, 'a worker ended; another takes its place');
    worker = undefined;
    await sleep(Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures), undefined, { signal: stopping }).catch(() => {});
  }
}

const ended = (worker: Worker): Promise<void> =>
  worker.isDead() ? Promise.resolve() : new Promise((resolve) => worker.once('exit', () => resolve()));

async function end(worker: Worker): Promise<void> {
  worker.process.kill('SIGTERM');
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended(worker);
  clearTimeout(timer);
}
