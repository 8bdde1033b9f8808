import { Problem } from '../../kernel/index.ts';
import { type Subject, subjectToday } from '../../security/access/index.ts';
import type { Actor, AuditLog } from '../../security/audit/index.ts';
import type { Store } from '../../store/index.ts';
import { actsOf, type Contents, readContents } from './contents.ts';
import type { Definition } from './definition.ts';
import { readEvents } from './events.ts';
import { openHeader } from './headers.ts';
import { type Lease, release, settle } from './leases.ts';
import { notification } from './notification.ts';
import type { Post } from './post.ts';
import { writeStatus } from './status.ts';
import type { Subscriber } from './subscribers.ts';

/** What it takes to serve subscribers. */
export interface Delivery {
  readonly store: Store;
  readonly audit: AuditLog;
  /** Address of the FHIR interface. */
  readonly base: string;
  readonly division: string;
  readonly sealKey: Uint8Array;
  readonly now: () => Date;
  /** After so much time of nothing but failures a subscription is ended. */
  readonly offAfterMs: number;
  readonly counted: (outcome: 'accepted' | 'failed') => void;
}

/** After so many failures in a row the status says so; a first handshake that fails says it at once, as the guide asks. */
const FAILURES_UNTIL_ERROR = 3;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 5 * 60 * 1000;

type Attempt = { readonly body: string; readonly upTo?: number; readonly handshake?: boolean };

/** Serves a subscriber once: a handshake, or the next events, or a heartbeat. */
export async function deliver(delivery: Delivery, post: Post, lease: Lease, stopping: AbortSignal): Promise<void> {
  const { store, division, now } = delivery;
  const { subscriber } = lease;
  const { sql } = store.database;
  const subject = await subjectToday(sql, subscriber.owner, store.catalogue);
  const { definition } = subscriber;
  const ending = reasonToEnd(subscriber, subject, now());
  if (ending !== undefined || definition instanceof Problem || !subject) {
    await writeStatus(store, division, subscriber, 'off', ending);
    return release(sql, lease);
  }
  if (subscriber.isVerified && subscriber.failures === 0 && subscriber.status !== 'active') {
    await writeStatus(store, division, subscriber, 'active');
    return release(sql, lease);
  }
  const attempt = await nextAttempt(delivery, subscriber, definition, subject);
  if ('silent' in attempt) return settle(sql, lease, now(), { kind: 'accepted', silent: true, upTo: attempt.upTo });
  const reason = await post({
    endpoint: definition.endpoint ?? '',
    headers: headersOf(definition, subscriber, delivery.sealKey),
    body: attempt.body,
    timeoutMs: definition.timeoutMs,
    signal: stopping,
  });
  if (reason === undefined) {
    delivery.counted('accepted');
    return settle(sql, lease, now(), { kind: 'accepted', ...attempt });
  }
  // the platform stops: nothing is known of the endpoint
  if (stopping.aborted) return release(sql, lease);
  delivery.counted('failed');
  await noteFailure(delivery, lease, reason);
}

export const OWNER_GONE = 'Its owner may no longer subscribe';

/** Why nothing more may be sent; undefined where something may. */
export function reasonToEnd({ definition }: Subscriber, subject: Subject | undefined, now: Date): string | undefined {
  if (definition instanceof Problem) return definition.message;
  if (!subject?.scope.allows('Subscription', 'r')) return OWNER_GONE;
  return definition.end && Date.parse(definition.end) < now.getTime() ? 'Its end has come' : undefined;
}

async function nextAttempt(
  delivery: Delivery,
  subscriber: Subscriber,
  definition: Definition,
  subject: Subject,
): Promise<Attempt | { readonly silent: true; readonly upTo: number }> {
  const said = { base: delivery.base, subscriber, at: delivery.now() };
  if (!subscriber.isVerified) return { body: notification({ ...said, type: 'handshake' }), handshake: true };
  if (subscriber.events <= subscriber.delivered) return { body: notification({ ...said, type: 'heartbeat' }) };
  const contents = await nextContents(delivery, subscriber, definition, subject, subscriber.delivered);
  if (contents.told.length === 0) return { silent: true, upTo: contents.upTo };
  return { body: notification({ ...said, type: 'event-notification' }, contents), upTo: contents.upTo };
}

/** The events after a number, as far as the owner may be told of them now; entered in the access log before they are sent. */
export async function nextContents(
  { store, audit, division }: Pick<Delivery, 'store' | 'audit' | 'division'>,
  subscriber: Subscriber,
  { topic, content, maxCount }: Definition,
  subject: Subject,
  after: number,
): Promise<Contents> {
  const range = { from: after + 1, to: subscriber.events, limit: maxCount };
  const events = await readEvents(store.database.sql, subscriber, range);
  // those that were kept too long are gone, and with them their numbers
  if (events.length === 0) return { told: [], along: [], upTo: subscriber.events };
  const contents = await readContents(store, subject.scope, topic, content, events);
  await audit.record(ownerActor(subject, division, subscriber), actsOf(contents, content, division));
  return contents;
}

/** Who reads what a notification tells: its owner, by way of the subscription. */
const ownerActor = ({ id, name, role, purpose }: Subject, from: string, subscriber: Subscriber): Actor => ({
  ...{ id, name, role, purpose, from },
  requestId: `Subscription/${subscriber.id}`,
});

function headersOf({ headers, mimeType }: Definition, { owner }: Subscriber, key: Uint8Array): Record<string, string> {
  const opened = headers.flatMap((header) => {
    const pair = openHeader(key, owner.id, header);
    return pair ? [pair] : [];
  });
  return { ...Object.fromEntries(opened), 'content-type': mimeType };
}

async function noteFailure({ store, division, now, offAfterMs }: Delivery, lease: Lease, reason: string): Promise<void> {
  const { subscriber } = lease;
  const { failures, failingSince, isVerified, status } = subscriber;
  // full jitter: what was down is not called by all at once
  const pause = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2);
  await settle(store.database.sql, lease, now(), { kind: 'failed', reason, retryAt: new Date(now().getTime() + pause) });
  const isOver = failingSince !== undefined && now().getTime() - failingSince.getTime() > offAfterMs;
  if (isOver) return writeStatus(store, division, subscriber, 'off', reason);
  const isError = !isVerified || failures + 1 >= FAILURES_UNTIL_ERROR;
  if (isError && status !== 'error') await writeStatus(store, division, subscriber, 'error', reason);
}
