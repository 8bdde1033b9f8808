import { isId, isObject, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

/** https://profiles.ihe.net/ITI/PMIR/MessageDefinition-IHE.PMIR.MessageDefinition.html */
export const PATIENT_FEED = 'urn:ihe:iti:pmir:2019:patient-feed';

type Entry = Readonly<Record<string, unknown>>;

/** What a feed of identities asks for. */
export interface IdentityMessage {
  /** Of the MessageHeader. */
  readonly id: string;
  /** Address of who sent it. */
  readonly endpoint: string;
  /** Entries of a transaction: every Patient is found by its id in the sender's system, which is a number here like any other. */
  readonly entries: readonly object[];
  readonly written: readonly WrittenPatient[];
}

export interface WrittenPatient {
  /** Where it stands in the message. */
  readonly at: string;
  readonly patient: Resource;
  /** How it is searched for. */
  readonly known: { readonly by: '_id' | 'identifier'; readonly token: string };
  /** Whether a stored Patient is this one. */
  is(stored: Resource): boolean;
}

const MOST_ENTRIES = 1000;
const AT = 'Bundle.entry[1].resource.entry';

/**
 * Reads a message of IHE PMIR ITI-93: a MessageHeader, and a Bundle of type history with Patients that were created, updated, merged or
 * deleted at the sender.
 * @param own address of this platform's FHIR interface; Patients below it go by their id
 * @throws Problem input-invalid, message-unsupported
 */
export function readIdentityMessage(body: unknown, own: string): IdentityMessage {
  const [header, history] = partsOf(body);
  const { eventUri, id, source } = header;
  if (eventUri !== PATIENT_FEED)
    throw new Problem('message-unsupported', `The event is ${PATIENT_FEED}`, { at: 'Bundle.entry[0].resource.event' });
  const endpoint = isObject(source) ? source['endpoint'] : undefined;
  if (typeof endpoint !== 'string' || endpoint === '' || endpoint.length > 200)
    throw new Problem('input-invalid', 'source.endpoint says who sends it', { at: 'Bundle.entry[0].resource.source' });
  const messages = history.map((entry, index) => readOne(entry, `${AT}[${index}]`, { endpoint, own }));
  return {
    id: typeof id === 'string' ? id : '',
    endpoint,
    entries: messages.map(({ entry }) => entry),
    written: messages.flatMap(({ written }) => written ?? []),
  };
}

function partsOf(body: unknown): [Entry, readonly unknown[]] {
  if (!isObject(body) || body['resourceType'] !== 'Bundle' || body['type'] !== 'message' || !Array.isArray(body['entry']))
    throw new Problem('input-invalid', 'A Bundle of type message is expected', { at: 'Bundle.type' });
  const [header, history] = body['entry'].map((entry: unknown) => (isObject(entry) ? entry['resource'] : undefined));
  if (!isObject(header) || header['resourceType'] !== 'MessageHeader')
    throw new Problem('input-invalid', 'The first entry is a MessageHeader', { at: 'Bundle.entry[0].resource' });
  const isHistory = isObject(history) && history['resourceType'] === 'Bundle' && history['type'] === 'history';
  const entries = isHistory ? history['entry'] : undefined;
  if (!Array.isArray(entries) || entries.length === 0)
    throw new Problem('input-invalid', 'The second entry is a Bundle of type history with entries', {
      at: 'Bundle.entry[1].resource',
    });
  if (entries.length > MOST_ENTRIES) throw new Problem('too-large', `At most ${MOST_ENTRIES} Patients a message`, { at: AT });
  return [header, entries];
}

interface Sender {
  readonly endpoint: string;
  readonly own: string;
}

interface Read {
  readonly entry: object;
  readonly written?: WrittenPatient;
}

function readOne(entry: unknown, at: string, sender: Sender): Read {
  const { fullUrl, resource, request, response } = isObject(entry) ? entry : {};
  const { method, url } = isObject(request) ? request : {};
  if (method !== 'POST' && method !== 'PUT' && method !== 'DELETE')
    throw new Problem('input-invalid', 'The method is POST, PUT or DELETE', { at: `${at}.request.method` });
  const base = baseOf(fullUrl) ?? sender.endpoint;
  const id = idOf({ fullUrl, resource, url: method === 'POST' ? isObject(response) && response['location'] : url });
  if (id === undefined) throw new Problem('input-invalid', 'The entry names no Patient by its id', { at });
  const isOwn = base === sender.own;
  const token = isOwn ? id : tokenOf(base, id);
  const address = isOwn ? `Patient/${id}` : `Patient?identifier=${encodeURIComponent(token)}`;
  if (method === 'DELETE') return { entry: { request: { method, url: address } } };
  if (!isObject(resource) || resource['resourceType'] !== 'Patient')
    throw new Problem('input-invalid', 'A Patient is expected', { at: `${at}.resource` });
  const patient = isOwn ? { ...resource, resourceType: 'Patient', id } : asOurs(resource, { base, id, own: sender.own });
  const is = (stored: Resource) => (isOwn ? stored.id === id : hasNumber(stored['identifier'], base, id));
  return {
    entry: { resource: patient, request: { method: 'PUT', url: address } },
    written: { at, patient, known: { by: isOwn ? '_id' : 'identifier', token }, is },
  };
}

const RESTFUL = /^(https?:\/\/.+)\/Patient\/([A-Za-z0-9\-.]{1,64})$/;

const baseOf = (fullUrl: unknown): string | undefined => (typeof fullUrl === 'string' ? RESTFUL.exec(fullUrl)?.[1] : undefined);

/** By the fullUrl, else by the address of what was changed or made, else as the resource says. */
function idOf({ fullUrl, resource, url }: { fullUrl: unknown; resource: unknown; url: unknown }): string | undefined {
  const named = typeof fullUrl === 'string' ? RESTFUL.exec(fullUrl)?.[2] : undefined;
  const addressed = typeof url === 'string' ? /^\/?Patient\/([^/?]+)(?:\/_history\/\d+)?$/.exec(url)?.[1] : undefined;
  const id = named ?? addressed ?? (isObject(resource) ? resource['id'] : undefined);
  return typeof id === 'string' && isId(id) ? id : undefined;
}

/** A Patient of another system, by its logical id there. IHE PIXm ITI-104 */
const tokenOf = (base: string, id: string): string => `${base.replaceAll(/[\\,$|]/g, '\\$&')}|Patient/${id}`;

const hasNumber = (identifiers: unknown, base: string, id: string): boolean =>
  Array.isArray(identifiers) &&
  identifiers.some((one: unknown) => isObject(one) && one['system'] === base && one['value'] === `Patient/${id}`);

interface Named {
  readonly base: string;
  readonly id: string;
  readonly own: string;
}

/** The sender's id becomes one of its numbers; what it says of Patients of its own system leads to ours. */
function asOurs({ id: _id, ...patient }: Entry, { base, id, own }: Named): Resource {
  const given: unknown[] = Array.isArray(patient['identifier']) ? patient['identifier'] : [];
  const link: unknown[] = Array.isArray(patient['link']) ? patient['link'] : [];
  return {
    ...patient,
    resourceType: 'Patient',
    identifier: hasNumber(given, base, id) ? given : [...given, { system: base, value: `Patient/${id}` }],
    ...(link.length > 0 ? { link: link.map((one) => toOurs(one, base, own)) } : {}),
  };
}

function toOurs(link: unknown, base: string, own: string): unknown {
  const { other, ...rest } = isObject(link) ? link : {};
  const { reference, ...said } = isObject(other) ? other : {};
  const [, whole = base, id] = /^(?:(https?:\/\/.+)\/)?Patient\/([A-Za-z0-9\-.]{1,64})$/.exec(String(reference)) ?? [];
  if (id === undefined || whole === own) return link;
  return { ...rest, other: { ...said, identifier: { system: whole, value: `Patient/${id}` } } };
}
