import { randomUUID } from 'node:crypto';
import { keepDoing, type Loop } from '../../jobs/index.ts';
import { type Delivery, deliver } from './deliver.ts';
import { type Lease, takeDue } from './leases.ts';
import type { Post } from './post.ts';
import type { ReadSubscribers } from './subscribers.ts';

/** Notifications under way at once; a quarter of them to endpoints that failed the last time. */
const AT_ONCE = 64;
const AT_ONCE_FAILING = 16;
const IDLE_MS = 500;

/**
 * Serves the subscribers by rest-hook, each for itself and one notification after the other: who is slow or dead takes a
 * place, and holds up nobody else.
 */
export function startSender(delivery: Delivery, read: ReadSubscribers, post: Post, onFailure: (thrown: unknown) => void): Loop {
  const stopping = new AbortController();
  const underWay = new Map<Promise<void>, boolean>();
  const serve = (lease: Lease) => {
    const served: Promise<void> = deliver(delivery, post, lease, stopping.signal)
      .catch((thrown: unknown) => {
        // the lease runs out by itself
        if (!stopping.signal.aborted) onFailure(thrown);
      })
      .finally(() => {
        underWay.delete(served);
        loop.wake();
      });
    underWay.set(served, lease.subscriber.failures > 0);
  };
  const loop = keepDoing({ pauseMs: IDLE_MS }, onFailure, async () => {
    const failing = [...underWay.values()].filter(Boolean).length;
    const room = { any: AT_ONCE - underWay.size, failing: Math.max(0, AT_ONCE_FAILING - failing) };
    if (room.any <= 0) return false;
    const leases = await takeDue(delivery.store.database.sql, read, delivery.now(), randomUUID(), room);
    for (const lease of leases) serve(lease);
    return false;
  });
  return {
    wake: loop.wake,
    stop: async () => {
      stopping.abort();
      await loop.stop();
      await Promise.all(underWay.keys());
    },
  };
}
