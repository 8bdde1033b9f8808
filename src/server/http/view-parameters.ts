import type { FastifyRequest } from 'fastify';
import { isId, isObject, parseDateInterval, toNumber } from '../../fhir/index.ts';
import type { ViewFormat } from '../../fhir/views/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parametersOf } from './parameters.ts';

/** What `$run` is asked. https://build.fhir.org/ig/FHIR/sql-on-fhir-v2/OperationDefinition-ViewDefinitionRun.html */
export interface RunQuestion {
  /** A definition that came along. */
  readonly definition: unknown;
  /** `ViewDefinition/id`, or the canonical address of one. */
  readonly reference: string | undefined;
  readonly format: ViewFormat;
  /** Whether a CSV begins with the names of the columns. */
  readonly header: boolean;
  /** Most rows. */
  readonly limit: number | undefined;
  /** ISO instant. */
  readonly since: string | undefined;
  /** Ids of Patients, and of Groups; undefined: anybody. */
  readonly patients: readonly string[] | undefined;
  readonly groups: readonly string[] | undefined;
  /** Looked at instead of what is stored. */
  readonly resources: readonly unknown[] | undefined;
}

interface Given {
  readonly name: string;
  readonly value: string;
  readonly resource?: unknown;
}

const NAMES = [
  ...['viewResource', 'viewReference', '_format', 'header', '_limit', '_since', 'patient', 'group', 'resource', '_pretty'],
];
const FORMATS: readonly (readonly [RegExp, ViewFormat])[] = [
  [/^(?:ndjson|application\/(?:x-|fhir[+ ])?ndjson)(?:;|$)/i, 'ndjson'],
  [/^(?:csv|text\/csv)(?:;|$)/i, 'csv'],
  [/^(?:json|application\/(?:fhir[+ ])?json)(?:;|$)/i, 'json'],
];

/** From the address, and from a Parameters resource or a bare ViewDefinition in the body. @throws Problem */
export function readRunQuestion(request: FastifyRequest): RunQuestion {
  const { body } = request;
  const isBare = isObject(body) && /(?:^|\/)ViewDefinition$/.test(String(body['resourceType']));
  const given = [...parametersOf(request).map(([name, value]) => ({ name, value })), ...(isBare ? [] : givenIn(body))];
  const all = (name: string): readonly Given[] => given.filter((one) => one.name === name);
  const unknown = given.find(({ name }) => !NAMES.includes(name));
  if (unknown)
    throw new Problem('parameter-unsupported', 'The operation has no such parameter', { at: unknown.name.slice(0, 100) });
  const inline = all('resource').flatMap(({ resource }) => resourcesIn(resource));
  return {
    definition: isBare ? body : one(all('viewResource'))?.resource,
    reference: textOf(all('viewReference')),
    format: formatOf(textOf(all('_format')), request.headers.accept),
    header: flag(textOf(all('header'))),
    limit: limitOf(textOf(all('_limit'))),
    since: sinceOf(textOf(all('_since'))),
    patients: idsOf(all('patient'), 'Patient'),
    groups: idsOf(all('group'), 'Group'),
    resources: inline.length > 0 ? inline : undefined,
  };
}

function givenIn(body: unknown): Given[] {
  if (body === undefined || body === null) return [];
  const parameters = isObject(body) && body['resourceType'] === 'Parameters' ? (body['parameter'] ?? []) : undefined;
  if (!Array.isArray(parameters))
    throw new Problem('input-invalid', 'Parameters or a ViewDefinition are expected', { at: 'Parameters.parameter' });
  return parameters.map((parameter: unknown, index) => {
    const at = `Parameters.parameter[${index}]`;
    if (!isObject(parameter) || typeof parameter['name'] !== 'string')
      throw new Problem('input-invalid', 'A parameter has a name', { at });
    const key = Object.keys(parameter).find((name) => /^value[A-Z]/.test(name));
    return { name: parameter['name'], value: key ? textIn(parameter[key], `${at}.${key}`) : '', resource: parameter['resource'] };
  });
}

function textIn(value: unknown, at: string): string {
  const reference = isObject(value) ? value['reference'] : undefined;
  const simple = typeof reference === 'string' ? reference : (toNumber(value) ?? value);
  if (typeof simple === 'object' || simple === undefined)
    throw new Problem('input-invalid', 'A simple value is expected', { at });
  return String(simple);
}

/** A bundle stands for its entries. */
function resourcesIn(resource: unknown): unknown[] {
  if (!isObject(resource) || typeof resource['resourceType'] !== 'string')
    throw new Problem('input-invalid', 'A resource is expected', { at: 'resource' });
  if (resource['resourceType'] !== 'Bundle' || !Array.isArray(resource['entry'])) return [resource];
  return resource['entry'].flatMap((entry: unknown) =>
    isObject(entry) && isObject(entry['resource']) ? [entry['resource']] : [],
  );
}

function one(given: readonly Given[]): Given | undefined {
  const [first, second] = given;
  if (second) throw new Problem('parameter-invalid', 'It is given more than once', { at: second.name });
  return first;
}

const textOf = (given: readonly Given[]): string | undefined => one(given)?.value;

function formatOf(format: string | undefined, accept = '*/*'): ViewFormat {
  if (format !== undefined) {
    const found = FORMATS.find(([pattern]) => pattern.test(format))?.[1];
    if (!found) throw new Problem('format-unsupported', 'Rows are written as json, ndjson or csv', { at: '_format' });
    return found;
  }
  const wanted = accept.split(',').map((part) => part.trim());
  const named = wanted.flatMap((part) => FORMATS.filter(([pattern]) => pattern.test(part)).map(([, name]) => name));
  if (named.length === 0 && !wanted.some((part) => /^(?:\*|application|text)\/\*/.test(part)))
    throw new Problem('format-unsupported', 'Rows are written as json, ndjson or csv', { at: 'Accept' });
  return named[0] ?? 'ndjson';
}

function flag(text = 'true'): boolean {
  if (text !== 'true' && text !== 'false') throw new Problem('parameter-invalid', 'true or false', { at: 'header' });
  return text === 'true';
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Problem('parameter-invalid', 'A number of rows from 1 to 999999999', { at: '_limit' });
  return Number(text);
}

function sinceOf(text: string | undefined): string | undefined {
  // an address that is not encoded has a blank for the plus of a time zone
  const from = text === undefined ? undefined : parseDateInterval(text.replace(' ', '+'))?.from;
  if (text !== undefined && from === undefined)
    throw new Problem('parameter-invalid', 'An instant is expected', { at: '_since' });
  return from;
}

function idsOf(given: readonly Given[], type: string): readonly string[] | undefined {
  if (given.length === 0) return undefined;
  return given.map(({ name, value }) => {
    const id = value.replace(new RegExp(`^(?:https?://.+/)?${type}/`), '');
    if (!isId(id)) throw new Problem('parameter-invalid', `${type}/id is expected`, { at: name });
    return id;
  });
}
