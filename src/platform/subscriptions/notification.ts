import { Problem } from '../../kernel/index.ts';
import type { Contents, Told } from './contents.ts';
import { type Content, IG } from './definition.ts';
import type { Subscriber } from './subscribers.ts';

type NotificationType = 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';

/** What a notification says of its subscription. */
interface Said {
  /** Address of the FHIR interface. */
  readonly base: string;
  readonly subscriber: Subscriber;
  readonly type: NotificationType;
}

const STATUS_PROFILE = `${IG}/StructureDefinition/backport-subscription-status-r4`;
const BUNDLE_PROFILE = `${IG}/StructureDefinition/backport-subscription-notification-r4`;

/**
 * The status of a subscription: a Parameters, since R4 has no SubscriptionStatus.
 * http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4
 */
export function statusOf({ base, subscriber, type }: Said, contents?: Contents, content?: Content): object {
  const { definition, reason } = subscriber;
  const asked = definition instanceof Problem ? undefined : definition;
  const shownAs = content ?? asked?.content ?? 'empty';
  const along = contents?.along.map(({ name }) => ({
    name: 'additional-context',
    valueReference: { reference: `${base}/${name}` },
  }));
  return {
    resourceType: 'Parameters',
    meta: { profile: [STATUS_PROFILE] },
    parameter: [
      { name: 'subscription', valueReference: { reference: `${base}/Subscription/${subscriber.id}` } },
      ...(asked && shownAs !== 'empty' ? [{ name: 'topic', valueCanonical: asked.topic.url }] : []),
      { name: 'status', valueCode: subscriber.status },
      { name: 'type', valueCode: type },
      { name: 'events-since-subscription-start', valueString: String(subscriber.events) },
      ...(contents?.told ?? []).map((told, index) => ({
        name: 'notification-event',
        part: [...eventParts(base, told, shownAs), ...(index === 0 ? (along ?? []) : [])],
      })),
      ...(reason ? [{ name: 'error', valueCodeableConcept: { text: reason } }] : []),
    ],
  };
}

function eventParts(base: string, { event: { number, at, type, id } }: Told, content: Content): object[] {
  return [
    { name: 'event-number', valueString: String(number) },
    { name: 'timestamp', valueInstant: at.toISOString() },
    ...(content === 'empty' ? [] : [{ name: 'focus', valueReference: { reference: `${base}/${type}/${id}` } }]),
  ];
}

/**
 * A notification: a history Bundle whose first entry is the status. Put together as text: what is stored is sent as it is.
 * http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-notification-r4
 */
export function notification(said: Said & { readonly at: Date }, contents?: Contents, content?: Content): string {
  const { base, subscriber, at } = said;
  const { definition } = subscriber;
  const shownAs = content ?? (definition instanceof Problem ? 'empty' : definition.content);
  const status = entry(
    `urn:uuid:${crypto.randomUUID()}`,
    JSON.stringify(statusOf(said, contents, shownAs)),
    { method: 'GET', url: `${base}/Subscription/${subscriber.id}/$status` },
    '200',
  );
  const full = shownAs === 'full-resource' && contents ? resourceEntries(base, contents) : [];
  const head = `{"resourceType":"Bundle","meta":{"profile":["${BUNDLE_PROFILE}"]},"type":"history","timestamp":"${at.toISOString()}"`;
  return `${head},"entry":[${[status, ...full].join(',')}]}`;
}

function resourceEntries(base: string, { told, along }: Contents): string[] {
  return [
    ...told.map(({ event, body, isGone }) => {
      const name = `${event.type}/${event.id}`;
      return entry(`${base}/${name}`, body, requestOf(event, isGone), isGone ? '410' : STATUS[event.action]);
    }),
    ...along.map(({ name, body }) => entry(`${base}/${name}`, body, { method: 'GET', url: name }, '200')),
  ];
}

const STATUS = { create: '201', update: '200', delete: '204' } as const;

/** What led to the version, so that the history Bundle says it; of what is gone since, how to see that. */
function requestOf({ type, id, action }: Told['event'], isGone: boolean): { method: string; url: string } {
  if (isGone) return { method: 'GET', url: `${type}/${id}` };
  if (action === 'create') return { method: 'POST', url: type };
  return { method: action === 'update' ? 'PUT' : 'DELETE', url: `${type}/${id}` };
}

function entry(fullUrl: string, body: string | undefined, request: object, status: string): string {
  const resource = body === undefined ? '' : `,"resource":${body}`;
  return `{"fullUrl":"${fullUrl}"${resource},"request":${JSON.stringify(request)},"response":{"status":"${status}"}}`;
}
