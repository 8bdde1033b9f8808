import { setTimeout as sleep } from 'node:timers/promises';

/** Work in the background that can be called to it. */
export interface Loop {
  /** There may be something to do: look soon. */
  wake(): void;
  stop(): Promise<void>;
}

/** How long work rests that found nothing to do, in milliseconds. */
export interface Pauses {
  /** At first, and again after it was woken. */
  readonly pauseMs: number;
  /** A pause is twice the one before, up to this; without it all are alike. */
  readonly mostMs?: number;
  /** Who is woken looks no sooner than so long after the last look: what comes meanwhile is done together. */
  readonly leastMs?: number;
}

/**
 * Does work again and again until stopped; at once while it says that there is more, or was woken meanwhile, else after a
 * pause. A failure is told and tried again.
 */
export function keepDoing(
  { pauseMs, mostMs = pauseMs, leastMs = 0 }: Pauses,
  onFailure: (thrown: unknown) => void,
  work: () => Promise<boolean>,
  afterFailureMs = 2000,
): Loop {
  const stopping = new AbortController();
  let waiting = new AbortController();
  const rest = (ms: number, until: AbortSignal) => sleep(ms, undefined, { signal: until }).catch(() => {});
  /** @returns the next pause */
  const pause = async (ms: number): Promise<number> => {
    const began = performance.now();
    await rest(ms, AbortSignal.any([stopping.signal, waiting.signal]));
    if (!waiting.signal.aborted) return Math.min(ms * 2, mostMs);
    const left = Math.min(leastMs, ms) - (performance.now() - began);
    if (left > 0) await rest(left, stopping.signal);
    return pauseMs;
  };
  const run = async () => {
    let next = pauseMs;
    while (!stopping.signal.aborted) {
      waiting = new AbortController();
      try {
        next = (await work()) ? pauseMs : await pause(next);
      } catch (thrown) {
        if (!stopping.signal.aborted) onFailure(thrown);
        await pause(afterFailureMs);
        next = pauseMs;
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
