import { Worker } from 'node:worker_threads';
import type { People, Result, Run, Task } from '../../matching/index.ts';

interface Waiting {
  readonly task: Task;
  readonly done: (result: unknown) => void;
  readonly failed: (error: Error) => void;
}

/** Threads that share the same people. Each does one task at a time; the next one takes what has waited longest. */
export function startThreads(people: People, count: number): { readonly run: Run; close(): Promise<void> } {
  const waiting: Waiting[] = [];
  const running = new Map<Worker, Waiting>();
  const threads = Array.from(
    { length: count },
    () => new Worker(new URL('./thread.ts', import.meta.url), { workerData: people }),
  );
  const idle = [...threads];
  const next = () => {
    while (idle.length > 0 && waiting.length > 0) {
      const [thread, work] = [idle.pop(), waiting.shift()];
      if (!thread || !work) return;
      running.set(thread, work);
      thread.postMessage(work.task);
    }
  };
  for (const thread of threads) {
    thread.on('message', (result: unknown) => {
      running.get(thread)?.done(result);
      running.delete(thread);
      idle.push(thread);
      next();
    });
    thread.on('error', (error: Error) => {
      for (const { failed } of [...running.values(), ...waiting.splice(0)]) failed(error);
    });
  }
  return {
    run: <T extends Task>(task: T) =>
      new Promise<Result<T>>((resolve, reject) => {
        waiting.push({ task, done: (result) => resolve(result as Result<T>), failed: reject });
        next();
      }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
