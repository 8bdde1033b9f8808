import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, isResourceType, toNumber } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { EverythingLimits } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { everythingBundle } from './fhir-bundles.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';
import { countIn, isStrict, parametersOf, timeIn } from './parameters.ts';

type Focus = 'Patient' | 'Encounter';

/**
 * `$everything` of a resident and of an encounter, by GET or with Parameters; enters whose data it shows before it answers.
 * https://hl7.org/fhir/R4/patient-operation-everything.html, https://hl7.org/fhir/R4/encounter-operation-everything.html
 */
export function everythingRoutes(app: FastifyInstance, platform: Platform): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, focus: Focus, id: string) => {
    const asked = readAll([...parametersOf(request), ...parametersIn(request.body)], focus, isStrict(request));
    const store = storeOf(platform, request);
    await store.read(focus, id);
    const page = await (focus === 'Patient'
      ? store.everything(id, asked.count, asked.cursor, asked.limits)
      : store.everythingOfEncounter(id, asked.count, asked.cursor, asked.limits));
    const path = `${focus}/${id}/$everything`;
    await auditReads(platform, request, page.entries, path);
    return send(reply, everythingBundle(platform, path, asked.given, page));
  };

  for (const [focus, summary] of [
    ['Patient', 'All records of a resident'],
    ['Encounter', 'All records of an encounter'],
  ] as const)
    app.route<{ Params: { id: string } }>({
      method: ['GET', 'POST'],
      url: `/${focus}/:id/$everything`,
      schema: { summary },
      preHandler: wantsJson,
      handler: (request, reply) => answer(request, reply, focus, request.params.id),
    });
}

const FORM = 'a date, as 2026-03-04';
const [DEFAULT_COUNT, MAX_COUNT] = [500, 1000];

interface Asked {
  readonly count: number;
  readonly cursor: string | undefined;
  readonly limits: EverythingLimits;
  /** What was understood, without the page: it makes up the links. */
  readonly given: readonly (readonly [string, string])[];
}

/** @throws Problem parameter-invalid; parameter-unsupported under strict handling */
function readAll(parameters: readonly (readonly [string, string])[], focus: Focus, strict: boolean): Asked {
  let asked: Asked = { count: DEFAULT_COUNT, cursor: undefined, limits: {}, given: [] };
  for (const [name, value] of parameters) {
    const read = readOne(name, value, asked, focus);
    if (!read && strict) throw new Problem('parameter-unsupported', `$everything has no ${name} here`, { at: name });
    if (read) asked = { ...asked, ...read, given: name === '_cursor' ? asked.given : [...asked.given, [name, value]] };
  }
  return asked;
}

function readOne(name: string, value: string, { limits }: Asked, focus: Focus): Partial<Asked> | undefined {
  if ((name === 'start' || name === 'end') && focus === 'Patient') {
    const during = limits.during ?? { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    const { from, to } = timeIn(name, value, FORM);
    return { limits: { ...limits, during: name === 'start' ? { ...during, from } : { ...during, to } } };
  }
  switch (name) {
    case '_cursor':
      return { cursor: value };
    case '_count':
      return { count: countIn(name, value, MAX_COUNT) };
    case '_since':
      return { limits: { ...limits, since: timeIn(name, value, FORM).from } };
    case '_type':
      return { limits: { ...limits, types: [...(limits.types ?? []), ...value.split(',').map(knownType)] } };
    case '_format':
    case '_pretty':
      return {};
    default:
      return undefined;
  }
}

function knownType(text: string): string {
  const type = text.trim();
  if (!isResourceType(type)) throw new Problem('parameter-invalid', '_type names a type that is none of R4', { at: '_type' });
  return type;
}

/** Parameters.parameter as names and values. @throws Problem input-invalid where the body is anything else */
function parametersIn(body: unknown): [string, string][] {
  if (body === undefined || body === null) return [];
  if (body instanceof URLSearchParams) return [...body];
  if (!isObject(body) || body['resourceType'] !== 'Parameters')
    throw new Problem('input-invalid', 'The body is a Parameters resource', { at: 'resourceType' });
  const { parameter } = body;
  return (Array.isArray(parameter) ? parameter : []).flatMap((one, index): [string, string][] => {
    const entry = isObject(one) ? Object.entries(one).find(([key]) => key.startsWith('value')) : undefined;
    const text = entry && (typeof entry[1] === 'string' ? entry[1] : toNumber(entry[1])?.toString());
    if (!isObject(one) || typeof one['name'] !== 'string' || text === undefined)
      throw new Problem('input-invalid', 'A parameter has a name and a value', { at: `Parameters.parameter[${index}]` });
    return [[one['name'], text]];
  });
}
