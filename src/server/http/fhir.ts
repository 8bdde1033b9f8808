import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isId, isObject, isResourceType, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { parseSearch, readIfMatch, type ScopedStore, type Sql, type Written } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads, auditSearch } from './audit-reads.ts';
import { type Authenticate, actorOf, requireBearer, subjectOf } from './bearer-hook.ts';
import { capabilityStatement } from './capability.ts';
import { bundleOf, everythingBundle, historyBundle, searchBundle } from './fhir-bundles.ts';
import { recordRoutes } from './record.ts';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';

/** FHIR R4 REST below /fhir. https://hl7.org/fhir/R4/http.html */
export const fhirRoutes = (platform: Platform, authenticate: Authenticate) => async (app: FastifyInstance) => {
  requireBearer(app, authenticate, (request) => request.routeOptions.url === '/fhir/metadata');
  app.removeAllContentTypeParsers();
  for (const type of ['application/json', 'application/fhir+json'])
    app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => parseBody(String(body), done));
  app.addHook('onRoute', (route) => {
    route.schema = { tags: ['FHIR'], security: [{ bearer: [] }], ...route.schema };
  });

  app.get('/metadata', { schema: { summary: 'CapabilityStatement' } }, async (_request, reply) =>
    send(reply, JSON.stringify(capabilityStatement(platform))),
  );
  app.post('/', { schema: { summary: 'Transaction or batch' } }, (request, reply) => processBundle(platform, request, reply));
  await app.register(recordRoutes(platform));
  readRoutes(app, platform);
  writeRoutes(app, platform);
};

function readRoutes(app: FastifyInstance, platform: Platform): void {
  const storeOf = (request: FastifyRequest) => platform.store.as(subjectOf(request).scope);

  app.get<{ Params: { type: string } }>('/:type', { schema: { summary: 'Search' } }, async (request, reply) => {
    const type = typeOf(request.params.type);
    const strict = /handling=strict/.test(String(request.headers['prefer'] ?? ''));
    const query = parseSearch(type, parametersOf(request), strict);
    const result = await storeOf(request).search(query);
    await auditSearch(platform, request, type, result.entries);
    return send(reply, searchBundle(platform, query, result));
  });

  app.get<{ Params: { type: string; id: string } }>('/:type/:id', { schema: { summary: 'Read' } }, async (request, reply) => {
    const stored = await storeOf(request).read(typeOf(request.params.type), request.params.id);
    await auditReads(platform, request, [stored]);
    if (request.headers['if-none-match'] === `W/"${stored.version}"`) return reply.status(304).send();
    return send(versioned(reply, stored), stored.body);
  });

  app.get<{ Params: { type: string; id: string } }>(
    '/:type/:id/_history',
    { schema: { summary: 'History of a resource' } },
    async (request, reply) => {
      const { type, id } = request.params;
      const { count, before } = historyPage(request);
      const versions = await storeOf(request).history(typeOf(type), id, count + 1, before);
      if (versions.length === 0 && before === undefined) throw new Problem('resource-unknown', `${type}/${id} is not here`);
      await auditReads(platform, request, versions);
      return send(reply, historyBundle(platform, type, id, versions, count));
    },
  );

  app.get<{ Params: { type: string; id: string; version: string } }>(
    '/:type/:id/_history/:version',
    { schema: { summary: 'Read a version' } },
    async (request, reply) => {
      const { type, id, version } = request.params;
      if (!/^\d{1,9}$/.test(version)) throw new Problem('resource-unknown', `${type}/${id} has no such version`);
      const stored = await storeOf(request).readVersion(typeOf(type), id, Number(version));
      await auditReads(platform, request, [stored]);
      return send(versioned(reply, stored), stored.body);
    },
  );

  app.get<{ Params: { id: string } }>(
    '/Patient/:id/$everything',
    { schema: { summary: 'All records of a resident' } },
    async (request, reply) => {
      const store = storeOf(request);
      const { id } = request.params;
      const patient = await store.read('Patient', id);
      const parameters = new Map(parametersOf(request));
      const count = Math.min(1000, Math.max(1, Number(parameters.get('_count') ?? 500) || 500));
      const page = await store.everything(patient.id, count, parameters.get('_cursor'));
      await auditReads(platform, request, [{ ...patient, resident: patient.id }], '$everything', page.entries.length);
      return send(reply, everythingBundle(platform, patient.id, count, page));
    },
  );
}

function writeRoutes(app: FastifyInstance, platform: Platform): void {
  app.post<{ Params: { type: string } }>('/:type', { schema: { summary: 'Create' } }, async (request, reply) => {
    const type = typeOf(request.params.type);
    const resource = resourceIn(request, type);
    const condition = request.headers['if-none-exist'];
    if (typeof condition === 'string') return createConditionally(platform, request, reply, resource, condition);
    const written = await scoped(platform, request).create(resource, audited(platform, request));
    return sendWritten(platform, reply, written, request);
  });

  app.put<{ Params: { type: string; id: string } }>(
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

  app.delete<{ Params: { type: string; id: string } }>(
    '/:type/:id',
    { schema: { summary: 'Delete; the history stays' } },
    async (request, reply) => {
      const { type, id } = request.params;
      const ifMatch = readIfMatch(request.headers['if-match'], 'If-Match');
      await scoped(platform, request).delete(typeOf(type), id, ifMatch, audited(platform, request));
      return reply.status(204).send();
    },
  );
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
  });
  return send(reply, answer);
}

/** Create unless the condition finds one: a transaction of one entry. */
async function createConditionally(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource,
  ifNoneExist: string,
): Promise<FastifyReply> {
  const bundle = bundleOf('transaction', [{ resource, request: { method: 'POST', url: resource.resourceType, ifNoneExist } }]);
  const answer = JSON.parse(await scoped(platform, request).bundle({ bundle, within: audited(platform, request) }));
  const { status, location } = answer.entry[0].response as { status: string; location: string };
  const [type = '', id = ''] = location.split('/');
  const stored = await scoped(platform, request).read(type, id);
  return send(
    versioned(reply.status(Number(status)), stored).header('location', `${platform.settings.url}/fhir/${location}`),
    stored.body,
  );
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

function versioned(reply: FastifyReply, { version, updatedAt }: { version: number; updatedAt: string }): FastifyReply {
  return reply.header('etag', `W/"${version}"`).header('last-modified', new Date(updatedAt).toUTCString());
}

const send = (reply: FastifyReply, json: string): FastifyReply => reply.type(FHIR_JSON).send(json);

function typeOf(type: string): string {
  if (!isResourceType(type)) throw new Problem('type-unknown', 'The address names no resource type of FHIR R4');
  return type;
}

function resourceIn({ body }: FastifyRequest, type: string): Resource {
  if (!isObject(body)) throw new Problem('input-invalid', 'A resource is expected', { at: type });
  if (body['resourceType'] !== type) throw new Problem('input-invalid', `A ${type} is expected`, { at: `${type}.resourceType` });
  return body as Resource;
}

/** Query parameters in their order, repeats kept. */
export const parametersOf = ({ url }: FastifyRequest): [string, string][] => [...new URL(url, 'http://platform').searchParams];

function historyPage(request: FastifyRequest): { count: number; before: number | undefined } {
  const parameters = new Map(parametersOf(request));
  const number = (name: string) => (/^\d{1,9}$/.test(parameters.get(name) ?? '') ? Number(parameters.get(name)) : undefined);
  return { count: Math.min(1000, number('_count') ?? 100), before: number('_before') };
}

function parseBody(text: string, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, parseJson(text));
  } catch {
    done(new Problem('json-malformed', 'The body is not JSON'));
  }
}
