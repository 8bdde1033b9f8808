import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isId, isObject, parseJson } from '../../fhir/index.ts';
import type { Issue } from '../../fhir/validation/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Interaction } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { send, typeOf, wantsJson } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';
import { isStrict, parametersOf } from './parameters.ts';
import { validationOutcome } from './validation-outcome.ts';

interface Address {
  readonly type: string;
  readonly id?: string;
}

/** What is to be validated, and for what. */
interface Question {
  readonly type: string;
  readonly id: string | undefined;
  /** undefined: the stored one. */
  readonly resource: Readonly<Record<string, unknown>> | undefined;
  readonly mode: Mode | undefined;
  readonly profiles: readonly string[];
}

const MODES = ['create', 'update', 'delete', 'profile'] as const;
type Mode = (typeof MODES)[number];
const isMode = (text: string): text is Mode => MODES.some((mode) => mode === text);

/**
 * `$validate` of what is sent, or of what is stored; nothing is written. It answers with all that is wrong, and 200 also
 * where something is. https://hl7.org/fhir/R4/resource-operation-validate.html
 */
export function validateRoutes(app: FastifyInstance, platform: Platform): void {
  const answer = async (request: FastifyRequest<{ Params: Address }>): Promise<string> => {
    const question = readQuestion(request);
    requireInteraction(request, question);
    return JSON.stringify(validationOutcome(await issuesFor(platform, request, question)));
  };
  app.post<{ Params: Address }>(
    '/:type/$validate',
    { schema: { summary: 'Validates a resource without storing it' }, preHandler: wantsJson },
    async (request, reply) => send(reply, await answer(request)),
  );
  app.route<{ Params: Address }>({
    method: ['GET', 'POST'],
    url: '/:type/:id/$validate',
    schema: { summary: 'Validates a stored resource, or what is to take its place' },
    preHandler: wantsJson,
    handler: async (request, reply) => send(reply, await answer(request)),
  });
}

async function issuesFor(platform: Platform, request: FastifyRequest, question: Question): Promise<readonly Issue[]> {
  const { type, id, mode, profiles } = question;
  if (mode === 'delete') return rehearseDelete(platform, request, question);
  const resource = question.resource ?? (await readStored(platform, request, type, id ?? ''));
  const issues = await platform.validation.issuesOf(resource, type, { demanded: profiles });
  const isOther = mode === 'update' && id !== undefined && resource['id'] !== id;
  const other: Issue = { severity: 'error', code: 'value', at: `${type}.id`, detail: 'the id is the one in the address' };
  return isOther ? [...issues, other] : issues;
}

async function readStored(platform: Platform, request: FastifyRequest, type: string, id: string) {
  const stored = await storeOf(platform, request).read(type, id);
  await auditReads(platform, request, [stored]);
  const resource = parseJson(stored.body);
  if (!isObject(resource)) throw new Error('what is stored is a resource');
  return resource;
}

/** The transaction was only to show whether it could be done. */
class Rehearsed extends Error {}

async function rehearseDelete(platform: Platform, request: FastifyRequest, { type, id }: Question): Promise<readonly Issue[]> {
  if (id === undefined) throw new Problem('input-invalid', 'mode=delete names a stored resource in the address', { at: 'mode' });
  const store = storeOf(platform, request);
  await store.read(type, id);
  try {
    await store.delete(type, id, undefined, async () => {
      throw new Rehearsed();
    });
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return [];
    if (!(thrown instanceof Problem) || thrown.status !== 409) throw thrown;
    return [{ severity: 'error', code: 'conflict', at: type, detail: thrown.message }];
  }
  return [];
}

/** Who may do it may ask whether it can be done; who may only look may ask whether it is right. */
function requireInteraction(request: FastifyRequest, { type, mode, resource }: Question): void {
  const { scope } = subjectOf(request);
  const needed: Readonly<Record<Mode, readonly Interaction[]>> = {
    create: ['c'],
    update: ['u'],
    delete: ['d'],
    profile: ['c', 'u', 'r'],
  };
  const any = needed[mode ?? 'profile'];
  if (resource === undefined && mode !== 'delete' && !scope.allows(type, 'r')) refuse();
  if (!any.some((interaction) => scope.allows(type, interaction))) refuse();
}

function refuse(): never {
  throw new Problem('right-missing', 'The account may not do this with resources of the type');
}

function readQuestion(request: FastifyRequest<{ Params: Address }>): Question {
  const { body, params } = request;
  const type = typeOf(params.type);
  const { id } = params;
  if (id !== undefined && !isId(id)) throw new Problem('resource-unknown', 'Nothing is here under this id', { at: type });
  const wrapped = wrappedIn(body, type);
  const given = [...parametersOf(request), ...(wrapped ?? []).flatMap(simpleValue)];
  const resource = wrapped ? wrapped.find(({ name }) => name === 'resource')?.['resource'] : body;
  const mode = given.find(([name]) => name === 'mode')?.[1];
  if (mode !== undefined && !isMode(mode))
    throw new Problem('parameter-invalid', `mode is one of ${MODES.join(', ')}`, { at: 'mode' });
  const profiles = given.filter(([name]) => name === 'profile').map(([, value]) => value);
  if (mode === 'profile' && profiles.length === 0)
    throw new Problem('parameter-invalid', 'mode=profile names a profile', { at: 'profile' });
  if (profiles.length > 10 || profiles.some((profile) => profile.length > 1000))
    throw new Problem('parameter-invalid', 'At most ten profiles of 1000 characters', { at: 'profile' });
  const unknown = given.find(([name]) => !['mode', 'profile', 'resource', '_format', '_pretty'].includes(name))?.[0];
  if (unknown !== undefined && isStrict(request))
    throw new Problem('parameter-unsupported', `$validate has no ${unknown} here`, { at: unknown });
  return { type, id, mode, profiles, resource: readResource(resource, type, id, mode) };
}

/** Parameters that carry what is to be validated; Parameters to be validated themselves carry no `resource`. */
function wrappedIn(body: unknown, type: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (!isObject(body) || body['resourceType'] !== 'Parameters') return undefined;
  const parameters = Array.isArray(body['parameter']) ? body['parameter'].filter(isObject) : [];
  return type !== 'Parameters' || parameters.some(({ name }) => name === 'resource') ? parameters : undefined;
}

/** `valueCode`, `valueUri`, `valueCanonical`, `valueString`. */
function simpleValue({ name, ...rest }: Readonly<Record<string, unknown>>): [string, string][] {
  const value = Object.entries(rest).find(([key]) => key.startsWith('value'))?.[1];
  return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [];
}

function readResource(given: unknown, type: string, id: string | undefined, mode: Mode | undefined): Question['resource'] {
  if ((given === undefined || given === null) && (id !== undefined || mode === 'delete')) return undefined;
  if (!isObject(given)) throw new Problem('input-invalid', 'A resource is expected', { at: type });
  if (given['resourceType'] !== type) throw new Problem('input-invalid', `A ${type} is expected`, { at: `${type}.resourceType` });
  return given;
}
