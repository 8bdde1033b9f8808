import { type TransferListItem, Worker } from 'node:worker_threads';
import type { People, ReadPart, Result, Run, Task } from '../../matching/index.ts';
import type { Asked, PieceToRead } from './asked.ts';

export interface Threads {
  readonly count: number;
  /** Gives a piece to whichever thread is free, once one is; `added` is how many records it read, undefined where something is wrong. */
  read(piece: PieceToRead): Promise<{ readonly thread: number; readonly added: Promise<number | undefined> }>;
  /** What each thread has read, in their order; undefined for those that read nothing. */
  parts(): Promise<(ReadPart | undefined)[]>;
  /** Gives all threads the people that tasks are about. */
  share(people: People): Promise<void>;
  readonly run: Run;
  close(): Promise<void>;
}

interface Waiting {
  readonly asked: Asked;
  readonly transfer: readonly TransferListItem[];
  readonly begun: (thread: number) => void;
  readonly done: (result: unknown) => void;
  readonly failed: (error: Error) => void;
}

/** Threads that each do one thing at a time; the next one takes what has waited longest. */
export function startThreads(count: number): Threads {
  const threads = Array.from({ length: count }, () => new Worker(new URL('./thread.ts', import.meta.url)));
  const waiting: Waiting[] = [];
  const running = new Map<number, Waiting>();
  let broken: Error | undefined;
  const start = (thread: number, work: Waiting) => {
    running.set(thread, work);
    work.begun(thread);
    threads[thread]?.postMessage(work.asked, work.transfer);
  };
  const next = () => {
    for (let thread = 0; thread < count && waiting.length > 0; thread++) {
      if (running.has(thread)) continue;
      const work = waiting.shift();
      if (work) start(thread, work);
    }
  };
  for (const [index, thread] of threads.entries()) {
    thread.on('message', (result: unknown) => {
      const work = running.get(index);
      running.delete(index);
      next();
      work?.done(result);
    });
    const fail = (error: Error) => {
      broken ??= error;
      for (const { failed } of [...running.values(), ...waiting.splice(0)]) failed(error);
      running.clear();
    };
    thread.on('error', fail);
    thread.on('exit', () => fail(new Error('the thread was ended')));
  }
  const ask = (asked: Asked, transfer: readonly TransferListItem[] = [], begun: (thread: number) => void = () => {}) =>
    new Promise<unknown>((done, failed) => {
      if (broken) return failed(broken);
      waiting.push({ asked, transfer, begun, done, failed });
      next();
    });
  /** Asks each thread the same; nothing else may be running. */
  const askAll = (asked: Asked) =>
    Promise.all(
      threads.map(
        (_, thread) =>
          new Promise<unknown>((done, failed) => {
            if (broken) return failed(broken);
            start(thread, { asked, transfer: [], begun: () => {}, done, failed });
          }),
      ),
    );
  return {
    count,
    read: async (piece) => {
      const begun = Promise.withResolvers<number>();
      const added = ask({ kind: 'read', piece }, [piece.bytes.buffer as ArrayBuffer], begun.resolve);
      added.catch(begun.reject);
      return { thread: await begun.promise, added: added as Promise<number | undefined> };
    },
    parts: async () => (await askAll({ kind: 'part' })) as (ReadPart | undefined)[],
    share: async (people) => {
      await askAll({ kind: 'people', people });
    },
    run: async <T extends Task>(task: T) => (await ask({ kind: 'task', task })) as Result<T>,
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
