import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, type Labels, labelsOf, parseJson } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { actorOf } from './bearer-hook.ts';
import { send, typeOf, wantsJson } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';

interface Address {
  readonly type: string;
  readonly id: string;
  readonly version: string;
}

/** `$meta`, `$meta-add` and `$meta-delete`. https://hl7.org/fhir/R4/resource-operations.html */
export function metaRoutes(app: FastifyInstance, platform: Platform): void {
  const inUse = async (request: FastifyRequest, reply: FastifyReply, type?: string) =>
    sendMeta(reply, await storeOf(platform, request).labelsInUse(type));
  app.get('/$meta', { schema: { summary: 'Labels in use' }, preHandler: wantsJson }, (request, reply) => inUse(request, reply));
  app.get<{ Params: Address }>(
    '/:type/$meta',
    { schema: { summary: 'Labels in use on resources of a type' }, preHandler: wantsJson },
    async (request, reply) => inUse(request, reply, typeOf(request.params.type)),
  );

  for (const path of ['/:type/:id', '/:type/:id/_history/:version']) {
    app.get<{ Params: Address }>(
      `${path}/$meta`,
      { schema: { summary: 'Meta of a resource or version' }, preHandler: wantsJson },
      async (request, reply) => {
        const { type, id, version } = request.params;
        const store = storeOf(platform, request);
        const stored =
          version === undefined
            ? await store.read(typeOf(type), id)
            : await store.readVersion(typeOf(type), id, versionIn(request.params));
        await auditReads(platform, request, [stored]);
        const resource = parseJson(stored.body);
        return sendMeta(reply, isObject(resource) ? resource['meta'] : {});
      },
    );
    for (const act of ['add', 'delete'] as const)
      app.post<{ Params: Address }>(
        `${path}/$meta-${act}`,
        { schema: { summary: act === 'add' ? 'Adds labels; no new version' : 'Takes labels away; no new version' } },
        async (request, reply) => {
          const { id } = request.params;
          const version = request.params.version === undefined ? undefined : versionIn(request.params);
          const change = { type: typeOf(request.params.type), id, version, act, labels: metaIn(request) };
          const meta = await storeOf(platform, request).changeMeta(change, (tx, written) =>
            recordWrites(tx, actorOf(request, platform.settings.division), written),
          );
          return sendMeta(reply, meta);
        },
      );
  }
}

function versionIn({ type, version }: Address): number {
  if (!/^\d{1,9}$/.test(version)) throw new Problem('resource-unknown', 'There is no such version', { at: typeOf(type) });
  return Number(version);
}

/** The one parameter of both operations. */
function metaIn({ body }: FastifyRequest): Labels {
  const given: unknown = isObject(body) ? body['parameter'] : undefined;
  const found: unknown = Array.isArray(given) ? given.find((one) => isObject(one) && one['name'] === 'meta') : undefined;
  const meta = isObject(found) ? found['valueMeta'] : undefined;
  if (!isObject(body) || body['resourceType'] !== 'Parameters' || !isObject(meta))
    throw new Problem('input-invalid', 'A parameter meta with a valueMeta is expected', { at: 'Parameters.parameter' });
  for (const name of ['profile', 'tag', 'security'])
    if (meta[name] !== undefined && !Array.isArray(meta[name]))
      throw new Problem('input-invalid', 'profile, tag and security are lists', { at: `Parameters.parameter[0].value.${name}` });
  return labelsOf(meta);
}

/** An empty list, or an empty value, is not allowed in FHIR JSON. */
function sendMeta(reply: FastifyReply, meta: unknown): FastifyReply {
  const entries = Object.entries(isObject(meta) ? meta : {}).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  const parameter = entries.length > 0 ? { parameter: [{ name: 'return', valueMeta: Object.fromEntries(entries) }] } : {};
  return send(reply, JSON.stringify({ resourceType: 'Parameters', ...parameter }));
}
