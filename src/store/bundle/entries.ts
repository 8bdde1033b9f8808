import { isId, isObject, isResourceType, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

/** One entry of a transaction or batch, its request read. */
export interface BundleEntry {
  readonly index: number;
  readonly fullUrl: string | undefined;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly type: string;
  /** In the address of PUT, DELETE and GET. */
  readonly id: string | undefined;
  /** Query after the type: a condition for POST (ifNoneExist), PUT and DELETE, a search for GET. */
  readonly query: string | undefined;
  readonly ifMatch: number | undefined;
  readonly resource: Resource | undefined;
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
  return { kind, entries: given.map((entry, index) => orProblem(() => readEntry(entry, index))) };
}

/** FHIRPath of an entry's resource, and of an element in it. */
export const placeOfEntry = (index: number, inside = '') => `Bundle.entry[${index}].resource${inside ? `.${inside}` : ''}`;

function readEntry(given: unknown, index: number): BundleEntry {
  const at = `Bundle.entry[${index}]`;
  const request = isObject(given) ? given['request'] : undefined;
  if (!isObject(given) || !isObject(request)) throw new Problem('input-invalid', 'The entry has no request', { at });
  const { method, url } = request;
  if (method !== 'GET' && method !== 'POST' && method !== 'PUT' && method !== 'DELETE')
    throw new Problem('input-invalid', 'The method is GET, POST, PUT or DELETE', { at: `${at}.request.method` });
  if (typeof url !== 'string') throw new Problem('input-invalid', 'The request has no url', { at: `${at}.request.url` });
  const address = readAddress(url, `${at}.request.url`);
  const resource = method === 'POST' || method === 'PUT' ? readResource(given['resource'], address.type, at) : undefined;
  const condition =
    method === 'POST' && typeof request['ifNoneExist'] === 'string' ? request['ifNoneExist'].replace(/^\?/, '') : address.query;
  if (method === 'PUT' && !address.id && !condition)
    throw new Problem('input-invalid', 'PUT names an id or a condition', { at: `${at}.request.url` });
  if (method === 'DELETE' && !address.id && !condition)
    throw new Problem('input-invalid', 'DELETE names an id or a condition', { at: `${at}.request.url` });
  if (method === 'PUT' && address.id && resource?.id !== undefined && resource.id !== address.id)
    throw new Problem('input-invalid', 'The id in the resource is not the one in the address', { at: `${at}.resource.id` });
  const fullUrl = typeof given['fullUrl'] === 'string' ? given['fullUrl'] : undefined;
  return {
    index,
    fullUrl,
    method,
    type: address.type,
    id: address.id,
    query: condition,
    ifMatch: readIfMatch(request['ifMatch'], at),
    resource,
  };
}

function readAddress(url: string, at: string): { type: string; id: string | undefined; query: string | undefined } {
  const [path = '', query] = url.replace(/^\//, '').split('?', 2);
  const [type = '', id, ...rest] = path.split('/');
  if (!isResourceType(type)) throw new Problem('type-unknown', 'The address names no resource type of R4', { at });
  if (rest.length > 0 || (id !== undefined && !isId(id)))
    throw new Problem('input-invalid', 'The address is Type, Type/id or Type?query', { at });
  return { type, id, query };
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
