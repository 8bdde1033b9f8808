import { isObject, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { type EndpointRules, faultOfEndpoint } from './endpoint.ts';
import { type Filters, readCriteria } from './filters.ts';
import { faultOfHeader } from './headers.ts';
import type { Topic } from './topics.ts';

export const IG = 'http://hl7.org/fhir/uv/subscriptions-backport';
const of = (name: string) => `${IG}/StructureDefinition/${name}`;

export const contents = ['empty', 'id-only', 'full-resource'] as const;
export type Content = (typeof contents)[number];
export const toContent = (text: unknown): Content | undefined => contents.find((one) => one === text);

/** What a Subscription asks for. */
export interface Definition {
  readonly topic: Topic;
  readonly filters: Filters;
  readonly channel: 'rest-hook' | 'websocket';
  /** Of a rest-hook. */
  readonly endpoint: string | undefined;
  /** As stored: `Name: value`, the value sealed. */
  readonly headers: readonly string[];
  readonly mimeType: string;
  readonly content: Content;
  readonly timeoutMs: number;
  readonly maxCount: number;
  readonly heartbeatSeconds: number | undefined;
  /** ISO instant after which nothing is sent. */
  readonly end: string | undefined;
}

const DEFAULT_TIMEOUT_SECONDS = 10;
const MOST_SECONDS = 60;
const DEFAULT_COUNT = 20;
const MOST_COUNT = 100;
const MOST_HEADERS = 20;
const MIME = /^application\/(?:fhir\+)?json(?:\s*;\s*(?:fhirVersion=4\.0|charset=utf-8))*$/i;

/**
 * Reads a Subscription of R4 with the extensions of the backport guide.
 * http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription
 * @param at place of the resource
 * @throws Problem subscription-refused, which names the place
 */
export function readDefinition(subscription: Resource, at: string, rules: EndpointRules): Definition {
  const { channel, criteria, end } = subscription;
  if (typeof criteria !== 'string' || !isObject(channel)) throw refused('a criteria and a channel are needed', at);
  const type = channel['type'];
  if (type !== 'rest-hook' && type !== 'websocket') throw refused('rest-hook and websocket are served', `${at}.channel.type`);
  if (extensionsOf(channel['_type'], of('backport-channel-type')).length > 0)
    throw refused('no channel types of others are served', `${at}.channel.type.extension`);
  const fault = type === 'rest-hook' ? faultOfEndpoint(channel['endpoint'], rules) : undefined;
  if (fault) throw refused(`The endpoint is ${fault}`, `${at}.channel.endpoint`);
  return {
    ...readCriteria(criteria, filtersIn(subscription), at),
    ...readPayload(channel, `${at}.channel`),
    channel: type,
    endpoint: type === 'rest-hook' ? String(channel['endpoint']) : undefined,
    headers: readHeaders(channel['header'], `${at}.channel`),
    end: typeof end === 'string' ? end : undefined,
  };
}

export const refused = (detail: string, at: string) => new Problem('subscription-refused', detail, { at });

const filtersIn = (subscription: Resource): unknown[] =>
  extensionsOf(subscription['_criteria'], of('backport-filter-criteria')).map((extension) => extension['valueString']);

function readPayload(
  channel: Record<string, unknown>,
  at: string,
): Pick<Definition, 'mimeType' | 'content' | 'timeoutMs' | 'maxCount' | 'heartbeatSeconds'> {
  const { payload } = channel;
  if (typeof payload !== 'string' || !MIME.test(payload)) throw refused('application/fhir+json is served', `${at}.payload`);
  const [asked] = extensionsOf(channel['_payload'], of('backport-payload-content'));
  const content = toContent(asked?.['valueCode']);
  if (!content) throw refused('backport-payload-content is empty, id-only or full-resource', `${at}.payload.extension`);
  const seconds = numberIn(channel, 'backport-timeout', 'valueUnsignedInt', MOST_SECONDS, at) ?? DEFAULT_TIMEOUT_SECONDS;
  return {
    mimeType: payload,
    content,
    timeoutMs: seconds * 1000,
    maxCount: numberIn(channel, 'backport-max-count', 'valuePositiveInt', MOST_COUNT, at) ?? DEFAULT_COUNT,
    heartbeatSeconds: numberIn(channel, 'backport-heartbeat-period', 'valueUnsignedInt', 31 * 24 * 60 * 60, at),
  };
}

function numberIn(channel: Record<string, unknown>, name: string, element: string, most: number, at: string): number | undefined {
  const [found] = extensionsOf(channel, of(name));
  if (!found) return undefined;
  const value = found[element];
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw refused(`${name} is a whole number from 1 to ${most}`, `${at}.extension`);
}

function readHeaders(given: unknown, at: string): string[] {
  const headers = Array.isArray(given) ? given : [];
  if (headers.length > MOST_HEADERS) throw refused(`There are at most ${MOST_HEADERS} headers`, `${at}.header`);
  return headers.map((header, index) => {
    const fault = faultOfHeader(header);
    if (fault) throw refused(fault, `${at}.header[${index}]`);
    return String(header);
  });
}

function extensionsOf(element: unknown, url: string): Record<string, unknown>[] {
  const extensions = isObject(element) && Array.isArray(element['extension']) ? element['extension'] : [];
  return extensions.filter((one) => isObject(one) && one['url'] === url);
}
