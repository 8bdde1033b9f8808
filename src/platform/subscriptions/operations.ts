import { Problem } from '../../kernel/index.ts';
import type { Subject } from '../../security/access/index.ts';
import type { Actor } from '../../security/audit/index.ts';
import { actsOf, readContents } from './contents.ts';
import type { Content } from './definition.ts';
import { readEvents } from './events.ts';
import { notification, statusOf } from './notification.ts';
import type { Subscriptions } from './start.ts';
import { findSubscriber, listSubscribers, type Subscriber } from './subscribers.ts';
import { sealToken, tokenEnd } from './token.ts';

/** Most events that $events shows at once; the numbers say where to go on. */
const MOST_EVENTS = 100;

async function getSubscriber({ delivery, read }: Subscriptions, id: string, owner: string): Promise<Subscriber> {
  const found = await findSubscriber(delivery.store.database.sql, read, id, owner);
  if (!found)
    throw new Problem('resource-unknown', 'No Subscription of the caller is here under this id', { at: 'Subscription' });
  return found;
}

/**
 * The status of one subscription, or of all that belong to the caller, as a searchset of Parameters.
 * http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-status
 */
export async function subscriptionStatus(
  subscriptions: Subscriptions,
  { id: owner }: Subject,
  asked: { readonly ids: readonly string[]; readonly statuses: readonly string[] } | { readonly id: string },
): Promise<object> {
  const { delivery, read } = subscriptions;
  const found =
    'id' in asked
      ? [await getSubscriber(subscriptions, asked.id, owner)]
      : (await listSubscribers(delivery.store.database.sql, read, owner)).filter(
          ({ id, status }) =>
            (asked.ids.length === 0 || asked.ids.includes(id)) &&
            (asked.statuses.length === 0 || asked.statuses.includes(status)),
        );
  const entry = found.map((subscriber) => ({
    fullUrl: `urn:uuid:${crypto.randomUUID()}`,
    resource: statusOf({ base: delivery.base, subscriber, type: 'query-status' }),
    search: { mode: 'match' },
  }));
  return { resourceType: 'Bundle', type: 'searchset', total: entry.length, ...(entry.length > 0 ? { entry } : {}) };
}

export interface EventRange {
  /** Both included. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly content: Content | undefined;
}

/**
 * Events that were, by their numbers, as far as they are kept and the caller may see them now: a notification as text.
 * Without a beginning the last hundred; a hundred at most.
 * http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-events
 */
export async function subscriptionEvents(
  subscriptions: Subscriptions,
  subject: Subject,
  actor: Actor,
  id: string,
  { since, until, content }: EventRange,
): Promise<string> {
  const { delivery } = subscriptions;
  const { store, audit, base, division, now } = delivery;
  const subscriber = await getSubscriber(subscriptions, id, subject.id);
  const { definition } = subscriber;
  if (definition instanceof Problem) throw definition;
  const to = Math.min(until ?? subscriber.events, subscriber.events);
  const from = since ?? Math.max(1, to - MOST_EVENTS + 1);
  const shownAs = content ?? definition.content;
  const events = await readEvents(store.database.sql, subscriber, { from, to, limit: MOST_EVENTS });
  const contents = await readContents(store, subject.scope, definition.topic, shownAs, events);
  await audit.record(actor, actsOf(contents, shownAs, division));
  return notification({ base, subscriber, at: now(), type: 'query-event' }, contents, shownAs);
}

/**
 * A token with which a websocket is bound to subscriptions of the caller: to one, to those named, or to all by websocket.
 * http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-get-ws-binding-token
 */
export async function bindingToken(
  { delivery, read }: Subscriptions,
  { id: owner }: Subject,
  ids: readonly string[],
  websocketUrl: string,
): Promise<object> {
  const all = await listSubscribers(delivery.store.database.sql, read, owner);
  const bound = all.filter(({ definition, status }) => isByWebsocket(definition) && status !== 'off').map(({ id }) => id);
  const missing = ids.find((id) => !bound.includes(id));
  if (missing !== undefined || bound.length === 0)
    throw new Problem('resource-unknown', 'No Subscription of the caller by websocket is here under this id', { at: 'id' });
  const [subscriptions, until] = [ids.length > 0 ? [...new Set(ids)] : bound, tokenEnd(delivery.now())];
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'token', valueString: sealToken(delivery.sealKey, { owner, subscriptions, until }) },
      { name: 'expiration', valueDateTime: new Date(until).toISOString() },
      ...subscriptions.map((id) => ({ name: 'subscription', valueString: id })),
      { name: 'websocket-url', valueUrl: websocketUrl },
    ],
  };
}

const isByWebsocket = (definition: Subscriber['definition']): boolean =>
  !(definition instanceof Problem) && definition.channel === 'websocket';
