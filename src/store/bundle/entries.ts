import { isDecodable, isId, isObject, isResourceType, type Patch, type Resource, readPatch } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];
const isMethod = (text: unknown): text is Method => METHODS.some((method) => method === text);

/** One entry of a transaction or batch, its request read. */
export interface BundleEntry {
  readonly index: number;
  readonly fullUrl: string | undefined;
  readonly method: Method;
  readonly type: string;
  /** In the address of PUT, PATCH, DELETE and GET. */
  readonly id: string | undefined;
  /** In the address of a GET of one version. */
  readonly version: number | undefined;
  /** Query after the type: a condition for POST (ifNoneExist), PUT, PATCH and DELETE. */
  readonly query: string | undefined;
  readonly ifMatch: number | undefined;
  /** Of a GET: versions that the caller has, `*` for any. */
  readonly ifNoneMatch: string | undefined;
  /** Of a GET: milliseconds of the instant of which the caller knows the resource. */
  readonly ifModifiedSince: number | undefined;
  readonly resource: Resource | undefined;
  readonly patch: Patch | undefined;
  /** Of an entry that reads what is no single resource; there is no address then. */
  readonly question: Question | undefined;
}

/** A search, a history, an operation: answered by whoever serves the bundle, as when it is asked alone. */
export interface Question {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** As it stands in the entry. */
  readonly url: string;
  /** What came along: parameters, or what an operation is about. */
  readonly body: unknown;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: number | undefined;
}

const MAX_ENTRIES = 10_000;

/**
 * Reads a transaction or batch Bundle. https://hl7.org/fhir/R4/http.html#transaction
 * @returns an entry, or for each that cannot be read a Problem that names its place
 * @throws Problem where the Bundle itself cannot be read
 */
export function readEntries(bundle: unknown): { kind: 'transaction' | 'batch'; entries: (BundleEntry | Problem)[] } {
  if (!isObject(bundle) || bundle['resourceType'] !== 'Bundle')
    throw new Problem('input-invalid', 'A Bundle is expected', { at: 'Bundle' });
  const kind = bundle['type'];
  if (kind !== 'transaction' && kind !== 'batch')
    throw new Problem('input-invalid', 'The type is transaction or batch', { at: 'Bundle.type' });
  const given = bundle['entry'] ?? [];
  if (!Array.isArray(given)) throw new Problem('input-invalid', 'entry is a list', { at: 'Bundle.entry' });
  if (given.length > MAX_ENTRIES)
    throw new Problem('too-large', `at most ${MAX_ENTRIES} entries a bundle, this has ${given.length}`, { at: 'Bundle.entry' });
  const names = new Set<string>();
  return { kind, entries: given.map((entry, index) => orProblem(() => namedOnce(readEntry(entry, index), names))) };
}

/** A fullUrl that stands twice would leave open which of both is referred to. https://hl7.org/fhir/R4/bundle.html (bdl-7) */
function namedOnce(entry: BundleEntry, names: Set<string>): BundleEntry {
  const { fullUrl, index } = entry;
  if (fullUrl === undefined) return entry;
  if (names.has(fullUrl))
    throw new Problem('input-invalid', 'Another entry has this fullUrl', { at: `Bundle.entry[${index}].fullUrl` });
  names.add(fullUrl);
  return entry;
}

/** FHIRPath of an entry's resource, and of an element in it. */
export const placeOfEntry = (index: number, inside = '') => `Bundle.entry[${index}].resource${inside ? `.${inside}` : ''}`;

function readEntry(given: unknown, index: number): BundleEntry {
  const at = `Bundle.entry[${index}]`;
  const request = isObject(given) ? given['request'] : undefined;
  if (!isObject(given) || !isObject(request)) throw new Problem('input-invalid', 'The entry has no request', { at });
  const { method, url } = request;
  if (!isMethod(method))
    throw new Problem('input-invalid', `The method is one of ${METHODS.join(', ')}`, { at: `${at}.request.method` });
  if (typeof url !== 'string') throw new Problem('input-invalid', 'The request has no url', { at: `${at}.request.url` });
  const question = readQuestion(method, url, given, at);
  const address = question ? NO_ADDRESS : readAddress(url, `${at}.request.url`);
  if (question)
    return {
      index,
      fullUrl: undefined,
      method,
      ...address,
      ...NO_CONTENT,
      ifNoneMatch: undefined,
      ifModifiedSince: undefined,
      question,
    };
  const resource = method === 'POST' || method === 'PUT' ? readResource(given['resource'], address.type, at) : undefined;
  const isRead = isReading({ method });
  if (!isRead) checkTarget(method, address, resource, at);
  return {
    index,
    fullUrl: typeof given['fullUrl'] === 'string' ? given['fullUrl'] : undefined,
    method,
    ...address,
    query: method === 'POST' ? readCondition(request, at) : address.query,
    ifMatch: readIfMatch(request['ifMatch'], `${at}.request.ifMatch`),
    ifNoneMatch: isRead ? readText(request, 'ifNoneMatch', at) : undefined,
    ifModifiedSince: isRead ? readInstant(request, at) : undefined,
    resource,
    patch: method === 'PATCH' ? readPatch(given['resource'], `${at}.resource`) : undefined,
    question: undefined,
  };
}

const NO_ADDRESS = { type: '', id: undefined, version: undefined, query: undefined } as const;
const NO_CONTENT = { ifMatch: undefined, resource: undefined, patch: undefined } as const;

/** `Type/id` and `Type/id/_history/version`: what the store reads by itself. */
const ONE_RESOURCE = /^\/?[A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/\d{1,9})?$/;
/** What is posted and changes nothing, as far as the address tells. https://hl7.org/fhir/R4/operations.html#executing */
const ASKED_BY_POST = /^[^?]*(?:\/_search|(?:^|\/)\$[^/?]+)(?:\?|$)|^_search(?:\?|$)/;

const LEADS_UP = /(?:^|[/\\])\.{1,2}(?:[/\\]|$)/;

function readQuestion(
  method: Method,
  url: string,
  { request, resource }: Readonly<Record<string, unknown>>,
  at: string,
): Question | undefined {
  const isAsked = method === 'POST' ? ASKED_BY_POST.test(url) : isReading({ method }) && !ONE_RESOURCE.test(url);
  if (!isAsked || (method !== 'GET' && method !== 'HEAD' && method !== 'POST') || !isObject(request)) return undefined;
  if (!isDecodable(url)) throw new Problem('input-invalid', 'The address is not well encoded', { at: `${at}.request.url` });
  if (LEADS_UP.test(decodeURIComponent(url.split('?', 1)[0] ?? '')))
    throw new Problem('input-invalid', 'An address does not lead upwards', { at: `${at}.request.url` });
  return {
    method,
    url,
    body: resource,
    ifNoneMatch: readText(request, 'ifNoneMatch', at),
    ifModifiedSince: readInstant(request, at),
  };
}

/** An entry that changes nothing. */
export const isReading = ({ method, question }: Pick<BundleEntry, 'method'> & Partial<Pick<BundleEntry, 'question'>>): boolean =>
  method === 'GET' || method === 'HEAD' || question !== undefined;

function checkTarget(method: Method, address: Address, resource: Resource | undefined, at: string): void {
  const { id, query, version } = address;
  if (version !== undefined || (method === 'POST' && id !== undefined))
    throw new Problem('input-invalid', `${method} does not have this address`, { at: `${at}.request.url` });
  if (method !== 'POST' && !id && !query)
    throw new Problem('input-invalid', `${method} names an id or a condition`, { at: `${at}.request.url` });
  if (method === 'PUT' && id && resource?.id !== undefined && resource.id !== id)
    throw new Problem('input-invalid', 'The id in the resource is not the one in the address', { at: `${at}.resource.id` });
}

function readText(request: Readonly<Record<string, unknown>>, name: string, at: string): string | undefined {
  const value = request[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new Problem('input-invalid', `${name} is a text`, { at: `${at}.request.${name}` });
}

function readCondition(request: Readonly<Record<string, unknown>>, at: string): string | undefined {
  const condition = readText(request, 'ifNoneExist', at);
  if (condition !== undefined && !isDecodable(condition))
    throw new Problem('input-invalid', 'The condition is not well encoded', { at: `${at}.request.ifNoneExist` });
  return condition?.replace(/^\?/, '');
}

function readInstant(request: Readonly<Record<string, unknown>>, at: string): number | undefined {
  const text = readText(request, 'ifModifiedSince', at);
  if (text === undefined) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant))
    throw new Problem('input-invalid', 'ifModifiedSince is an instant', { at: `${at}.request.ifModifiedSince` });
  return instant;
}

type Address = Pick<BundleEntry, 'type' | 'id' | 'version' | 'query'>;

function readAddress(url: string, at: string): Address {
  if (!isDecodable(url)) throw new Problem('input-invalid', 'The address is not well encoded', { at });
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, undefined] : [url.slice(0, mark), url.slice(mark + 1)];
  const [type = '', id, history, version, ...rest] = path.replace(/^\//, '').split('/');
  if (!isResourceType(type)) throw new Problem('type-unknown', 'The address names no resource type of R4', { at });
  const isVersion = history === '_history' && /^\d{1,9}$/.test(version ?? '');
  if (rest.length > 0 || (id !== undefined && !isId(id)) || (history !== undefined && !isVersion))
    throw new Problem('input-invalid', 'The address is Type, Type/id, Type/id/_history/version or Type?query', { at });
  return { type, id, version: isVersion ? Number(version) : undefined, query };
}

function readResource(given: unknown, type: string, at: string): Resource {
  if (!isObject(given)) throw new Problem('input-invalid', 'The entry has no resource', { at: `${at}.resource` });
  if (given['resourceType'] !== type)
    throw new Problem('input-invalid', `A ${type} is expected`, { at: `${at}.resource.resourceType` });
  return given as Resource;
}

/** `W/"3"` or `"3"` or `3` as a version number. */
export function readIfMatch(given: unknown, at: string): number | undefined {
  if (given === undefined) return undefined;
  const version = typeof given === 'string' ? /^(?:W\/)?"?(\d{1,9})"?$/.exec(given)?.[1] : undefined;
  if (!version) throw new Problem('input-invalid', 'If-Match is a version such as W/"3"', { at });
  return Number(version);
}

function orProblem<Value>(work: () => Value): Value | Problem {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}
