import { setTimeout as sleep } from 'node:timers/promises';

/** Work in the background that can be called to it. */
export interface Loop {
  /** There may be something to do: look now. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Does work again and again until stopped; at once while it says that there is more, or was woken meanwhile, else after a
 * pause. A failure is told and tried again.
 */
export function keepDoing(
  pauseMs: number,
  onFailure: (thrown: unknown) => void,
  work: () => Promise<boolean>,
  afterFailureMs = 2000,
): Loop {
  const stopping = new AbortController();
  let waiting = new AbortController();
  const pause = async (ms: number) => {
    await sleep(ms, undefined, { signal: AbortSignal.any([stopping.signal, waiting.signal]) }).catch(() => {});
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      waiting = new AbortController();
      try {
        if (!(await work())) await pause(pauseMs);
      } catch (thrown) {
        if (!stopping.signal.aborted) onFailure(thrown);
        await pause(afterFailureMs);
      }
    }
  };
  const running = run();
  return {
    wake: () => waiting.abort(),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
