import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isId, isObject, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { outcomeOf, readIfMatch, type ScopedStore, type Sql, type Written } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { askWithin } from './bundle-questions.ts';
import { carryOut, conditionalCreate, conditionalDelete, conditionalUpdate, patchOf } from './conditional-write.ts';
import { send, typeOf, versioned } from './fhir-reply.ts';
import { conditionOf } from './parameters.ts';
import { preferenceOf } from './prefer.ts';

interface Address {
  readonly type: string;
  readonly id: string;
}

/** Create, update, delete, transaction and batch; the audit entry is part of the write's own transaction. */
export function writeRoutes(app: FastifyInstance, platform: Platform): void {
  app.post('/', { schema: { summary: 'Transaction or batch' } }, (request, reply) => processBundle(platform, request, reply));

  app.post<{ Params: Address }>('/:type', { schema: { summary: 'Create' } }, async (request, reply) =>
    createResource(platform, request, reply, resourceIn(request, typeOf(request.params.type))),
  );

  app.put<{ Params: Address }>(
    '/:type/:id',
    { schema: { summary: 'Update, or create under this id' } },
    async (request, reply) => {
      const { type, id } = request.params;
      if (!isId(id)) throw new Problem('input-invalid', 'An id has 1 to 64 letters, digits, hyphens or dots', { at: 'id' });
      return updateResource(platform, request, reply, { resource: resourceIn(request, typeOf(type)), id });
    },
  );

  app.put<{ Params: Address }>(
    '/:type',
    { schema: { summary: 'Update of what the parameters find, or create' } },
    async (request, reply) => {
      const resource = resourceIn(request, typeOf(request.params.type));
      return carryOut(platform, request, reply, conditionalUpdate(resource, conditionOf(request), request));
    },
  );

  app.patch<{ Params: Address }>(
    '/:type/:id',
    { schema: { summary: 'JSON Patch or FHIRPath Patch' } },
    async (request, reply) => {
      const { type, id } = request.params;
      if (!isId(id)) throw new Problem('resource-unknown', 'Nothing is here under this id', { at: typeOf(type) });
      return carryOut(platform, request, reply, patchOf(typeOf(type), `/${id}`, request));
    },
  );

  app.patch<{ Params: Address }>('/:type', { schema: { summary: 'Patch of what the parameters find' } }, async (request, reply) =>
    carryOut(platform, request, reply, patchOf(typeOf(request.params.type), `?${conditionOf(request)}`, request)),
  );

  app.delete<{ Params: Address }>(
    '/:type',
    { schema: { summary: 'Delete of what the parameters find' } },
    async (request, reply) =>
      carryOut(platform, request, reply, conditionalDelete(typeOf(request.params.type), conditionOf(request), request)),
  );

  app.delete<{ Params: Address }>('/:type/:id', { schema: { summary: 'Delete; the history stays' } }, async (request, reply) => {
    const { type, id } = request.params;
    const ifMatch = readIfMatch(request.headers['if-match'], 'If-Match');
    const written = await scoped(platform, request).delete(typeOf(type), id, ifMatch, audited(platform, request));
    return sendWritten(platform, reply, written, request);
  });
}

interface WriteOptions {
  /** Answer without the resource, unless the caller prefers it. */
  readonly isShort?: boolean;
  /** See {@link ScopedStore.put}. */
  readonly keepsContext?: boolean;
}

/** Creates, unless a condition finds one. */
export async function createResource(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource,
  options: WriteOptions = {},
): Promise<FastifyReply> {
  const condition = request.headers['if-none-exist'];
  if (typeof condition === 'string' && condition !== '')
    return carryOut(platform, request, reply, conditionalCreate(resource, condition));
  const written = await scoped(platform, request).create(resource, audited(platform, request));
  return sendWritten(platform, reply, written, request, options);
}

/** Updates, or creates under the id of the address. */
export async function updateResource(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  { resource, id }: { readonly resource: Resource; readonly id: string },
  { keepsContext = false, ...options }: WriteOptions = {},
): Promise<FastifyReply> {
  if (resource.id !== id)
    throw new Problem('input-invalid', 'The id in the resource is the one in the address', { at: `${resource.resourceType}.id` });
  const ifMatch = readIfMatch(request.headers['if-match'], 'If-Match');
  const store = scoped(platform, request);
  const written = await store.put({ ...resource, id }, ifMatch, audited(platform, request), { keepsContext });
  return sendWritten(platform, reply, written, request, options);
}

async function processBundle(platform: Platform, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const key = request.headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || key.length > 200))
    throw new Problem('input-invalid', 'At most 200 characters', { at: 'Idempotency-Key' });
  const { id } = subjectOf(request);
  const answer = await scoped(platform, request).bundle({
    bundle: request.body,
    idempotencyKey: key && `${id} ${key}`,
    within: audited(platform, request),
    shown: (entries) => auditReads(platform, request, entries),
    ask: askWithin(platform, request),
    prefer: preferenceOf(request),
  });
  return send(reply, answer);
}

const scoped = (platform: Platform, request: FastifyRequest): ScopedStore => platform.store.as(subjectOf(request).scope);

const audited = (platform: Platform, request: FastifyRequest) => (tx: Sql, written: readonly Written[]) =>
  recordWrites(tx, actorOf(request, platform.settings.division), written);

function sendWritten(
  { settings }: Platform,
  reply: FastifyReply,
  written: Written,
  request: FastifyRequest,
  { isShort = false }: WriteOptions = {},
): FastifyReply {
  const { row, version, action, body } = written;
  const status = body === undefined ? 204 : action === 'create' ? 201 : 200;
  if (version > 0) versioned(reply, written);
  if (body !== undefined) reply.header('location', `${settings.url}/fhir/${row.type}/${row.id}/_history/${version}`);
  const prefer = preferenceOf(request) ?? (isShort ? 'minimal' : undefined);
  if (prefer === 'OperationOutcome')
    return send(reply.status(status === 204 ? 200 : status), JSON.stringify(outcomeOf(`${status}`)));
  return prefer === 'minimal' || body === undefined ? reply.status(status).send() : send(reply.status(status), body);
}

/** The body as a resource of the type. @throws Problem input-invalid */
export function resourceIn({ body }: FastifyRequest, type: string): Resource {
  if (!isObject(body)) throw new Problem('input-invalid', 'A resource is expected', { at: type });
  if (body['resourceType'] !== type) throw new Problem('input-invalid', `A ${type} is expected`, { at: `${type}.resourceType` });
  return body as Resource;
}
