import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Chore {
  stop(): Promise<void>;
}

const AFTER_FAILURE_MS = 5000;

/**
 * Does background work again and again until stopped; at once while it says that there is more, else after a pause.
 * A failure is logged and tried again.
 */
export function repeatedly(pauseMs: number, log: Logger, work: () => Promise<boolean>): Chore {
  const stopping = new AbortController();
  const wait = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        if (!(await work())) await wait(pauseMs);
      } catch (thrown) {
        if (!stopping.signal.aborted) log.error({ err: thrown }, 'background work failed');
        await wait(AFTER_FAILURE_MS);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
