import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { applyJsonPatch, isId, isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { readIfMatch, type ScopedStore, type Sql, type Written } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { createConditionally, deleteConditionally, updateConditionally } from './conditional-write.ts';
import { send, typeOf, versioned } from './fhir-reply.ts';
import { conditionOf } from './parameters.ts';

interface Address {
  readonly type: string;
  readonly id: string;
}

/** Create, update, delete, transaction and batch; the audit entry is part of the write's own transaction. */
export function writeRoutes(app: FastifyInstance, platform: Platform): void {
  app.post('/', { schema: { summary: 'Transaction or batch' } }, (request, reply) => processBundle(platform, request, reply));

  app.post<{ Params: Address }>('/:type', { schema: { summary: 'Create' } }, async (request, reply) => {
    const resource = resourceIn(request, typeOf(request.params.type));
    const condition = request.headers['if-none-exist'];
    if (typeof condition === 'string' && condition !== '')
      return createConditionally(platform, request, reply, resource, condition);
    const written = await scoped(platform, request).create(resource, audited(platform, request));
    return sendWritten(platform, reply, written, request);
  });

  app.put<{ Params: Address }>(
    '/:type/:id',
    { schema: { summary: 'Update, or create under this id' } },
    async (request, reply) => {
      const { type, id } = request.params;
      if (!isId(id)) throw new Problem('input-invalid', 'An id has 1 to 64 letters, digits, hyphens or dots', { at: 'id' });
      const resource = resourceIn(request, typeOf(type));
      if (resource.id !== id)
        throw new Problem('input-invalid', 'The id in the resource is the one in the address', { at: `${type}.id` });
      const ifMatch = readIfMatch(request.headers['if-match'], 'If-Match');
      const written = await scoped(platform, request).put({ ...resource, id }, ifMatch, audited(platform, request));
      return sendWritten(platform, reply, written, request);
    },
  );

  app.put<{ Params: Address }>(
    '/:type',
    { schema: { summary: 'Update of what the parameters find, or create' } },
    async (request, reply) => {
      const resource = resourceIn(request, typeOf(request.params.type));
      return updateConditionally(platform, request, reply, resource, conditionOf(request));
    },
  );

  app.patch<{ Params: Address }>('/:type/:id', { schema: { summary: 'JSON Patch' } }, async (request, reply) =>
    sendWritten(platform, reply, await patch(platform, request, typeOf(request.params.type), request.params.id), request),
  );

  app.delete<{ Params: Address }>(
    '/:type',
    { schema: { summary: 'Delete of what the parameters find' } },
    async (request, reply) => deleteConditionally(platform, request, reply, typeOf(request.params.type), conditionOf(request)),
  );

  app.delete<{ Params: Address }>('/:type/:id', { schema: { summary: 'Delete; the history stays' } }, async (request, reply) => {
    const { type, id } = request.params;
    const ifMatch = readIfMatch(request.headers['if-match'], 'If-Match');
    await scoped(platform, request).delete(typeOf(type), id, ifMatch, audited(platform, request));
    return reply.status(204).send();
  });
}

const PATCH_TRIES = 5;

/**
 * Reads, patches and writes over the version that was read; when somebody else was faster, again, unless the caller named
 * a version. https://hl7.org/fhir/R4/http.html#patch
 */
async function patch(platform: Platform, request: FastifyRequest, type: string, id: string): Promise<Written> {
  if (!/^application\/json-patch\+json\b/.test(request.headers['content-type'] ?? ''))
    throw new Problem('input-invalid', 'A patch comes as application/json-patch+json', { at: 'Content-Type' });
  const store = scoped(platform, request);
  const wanted = readIfMatch(request.headers['if-match'], 'If-Match');
  for (let attempt = 1; ; attempt++) {
    const stored = await store.read(type, id);
    await auditReads(platform, request, [stored]);
    const patched = applyJsonPatch(parseJson(stored.body), request.body);
    if (!isObject(patched) || patched['resourceType'] !== type || patched['id'] !== id)
      throw new Problem('patch-invalid', 'A patch leaves type and id as they are', { at: type });
    try {
      return await store.put({ ...(patched as Resource), id }, wanted ?? stored.version, audited(platform, request));
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code !== 'version-conflict' || wanted !== undefined || attempt === PATCH_TRIES)
        throw thrown;
    }
  }
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
  });
  return send(reply, answer);
}

const scoped = (platform: Platform, request: FastifyRequest): ScopedStore => platform.store.as(subjectOf(request).scope);

const audited = (platform: Platform, request: FastifyRequest) => (tx: Sql, written: readonly Written[]) =>
  recordWrites(tx, actorOf(request, platform.settings.division), written);

function sendWritten(platform: Platform, reply: FastifyReply, written: Written, request: FastifyRequest): FastifyReply {
  const { row, version, action, updatedAt, body } = written;
  if (action === 'create')
    reply.status(201).header('location', `${platform.settings.url}/fhir/${row.type}/${row.id}/_history/${version}`);
  versioned(reply, { version, updatedAt });
  if (/return=minimal/.test(String(request.headers['prefer'] ?? ''))) return reply.send();
  return send(reply, body ?? '');
}

function resourceIn({ body }: FastifyRequest, type: string): Resource {
  if (!isObject(body)) throw new Problem('input-invalid', 'A resource is expected', { at: type });
  if (body['resourceType'] !== type) throw new Problem('input-invalid', `A ${type} is expected`, { at: `${type}.resourceType` });
  return body as Resource;
}
