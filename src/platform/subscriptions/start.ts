import { keepDoing } from '../../jobs/index.ts';
import type { AuditLog } from '../../security/audit/index.ts';
import type { Sql, Store } from '../../store/index.ts';
import { type Delivery, OWNER_GONE } from './deliver.ts';
import type { EndpointRules } from './endpoint.ts';
import { removeEvents } from './events.ts';
import { matchChanges } from './match.ts';
import { postBy } from './post.ts';
import { startSender } from './sender.ts';
import { openSockets, type Sockets } from './sockets.ts';
import { writeStatus } from './status.ts';
import { type ReadSubscribers, subscriberReader } from './subscribers.ts';

export interface SubscriptionOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  /** Address of the FHIR interface. */
  readonly base: string;
  readonly division: string;
  readonly sealKey: Uint8Array;
  readonly rules: EndpointRules;
  readonly now: () => Date;
  /** Events are kept so long, delivered or not. */
  readonly keepDays: number;
  /** A subscription ends after so much time of nothing but failures. */
  readonly offAfterHours: number;
  /** Most websockets of this process. */
  readonly mostSockets: number;
  readonly onFailure: (thrown: unknown) => void;
}

/** What serves the Subscriptions of one platform in this process; several processes may. */
export interface Subscriptions {
  readonly delivery: Delivery;
  readonly read: ReadSubscribers;
  readonly sockets: Sockets;
  readonly figures: () => Promise<Figures>;
  /** Something was written: look now instead of at the next interval. Costs nothing while nobody listens. */
  wake(): void;
  /** A Subscription was written: somebody may listen, and wait for a handshake. */
  rewritten(): void;
  stop(): Promise<void>;
}

export interface Figures {
  /** Events that are not delivered yet. */
  readonly waiting: number;
  /** Of this process, since it started. */
  readonly accepted: number;
  readonly failed: number;
  readonly sockets: number;
}

const IDLE_MS = 500;
const HOUSEKEEPING_MS = 10 * 60 * 1000;
const [HOUR_MS, DAY_MS] = [60 * 60 * 1000, 24 * 60 * 60 * 1000];

/** Matches changes, sends notifications and keeps house, for as long as the platform runs. */
export function startSubscriptions(options: SubscriptionOptions): Subscriptions {
  const { store, audit, base, division, sealKey, rules, now, onFailure } = options;
  const { sql } = store.database;
  const outcomes = { accepted: 0, failed: 0 };
  const delivery: Delivery = {
    ...{ store, audit, base, division, sealKey, now },
    offAfterMs: options.offAfterHours * HOUR_MS,
    counted: (outcome) => {
      outcomes[outcome] += 1;
    },
  };
  const read = subscriberReader(rules);
  const sockets = openSockets(delivery, read, options.mostSockets, onFailure);
  const sender = startSender(delivery, read, postBy(rules), onFailure);
  // a Subscription that another process took in is noticed at the next interval
  let isQuiet = false;
  const matcher = keepDoing({ pauseMs: IDLE_MS }, onFailure, async () => {
    const { more, matched, orphans, failed, quiet } = await matchChanges({ store, read });
    isQuiet = quiet;
    for (const orphan of orphans) await writeStatus(store, division, orphan, 'off', OWNER_GONE);
    for (const { subscriber, reason } of failed) await writeStatus(store, division, subscriber, 'off', reason);
    if (matched > 0) {
      sender.wake();
      sockets.wake();
    }
    return more;
  });
  const housekeeper = keepDoing({ pauseMs: HOUSEKEEPING_MS }, onFailure, async () => {
    await removeEvents(sql, new Date(now().getTime() - options.keepDays * DAY_MS));
    return false;
  });
  return {
    ...{ delivery, read, sockets },
    figures: async () => ({ waiting: await countWaiting(sql), ...outcomes, sockets: sockets.count() }),
    wake: () => {
      if (!isQuiet) matcher.wake();
    },
    rewritten: () => {
      isQuiet = false;
      matcher.wake();
      sender.wake();
    },
    stop: async () => {
      await Promise.all([housekeeper, matcher, sender, sockets].map((one) => one.stop()));
    },
  };
}

async function countWaiting(sql: Sql): Promise<number> {
  const [row] = await sql<{ waiting: number }[]>`
    select coalesce(sum(events - delivered), 0)::bigint as waiting from subscriptions.subscription where status <> 'off'`;
  return row?.waiting ?? 0;
}
