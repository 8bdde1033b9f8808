import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../kernel/index.ts';
import { parseSearch } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads, auditSearch } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { everythingBundle, searchBundle } from './fhir-bundles.ts';
import { send, typeOf, wantsJson } from './fhir-reply.ts';
import { isStrict, parametersOf } from './parameters.ts';

interface Address {
  readonly type: string;
  readonly id: string;
}

/** Search and `$everything`; each enters what it shows in the audit log before it answers. */
export function searchRoutes(app: FastifyInstance, platform: Platform): void {
  const storeOf = (request: FastifyRequest) => platform.store.as(subjectOf(request).scope);

  const search = async (
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    parameters: [string, string][],
    within?: string,
  ) => {
    const query = parseSearch(type, parameters, isStrict(request), { base: `${platform.settings.url}/fhir` });
    const limited = within
      ? { ...query, conditions: [...query.conditions, { kind: 'compartment', patient: within } as const] }
      : query;
    const result = await storeOf(request).search(limited);
    await auditSearch(platform, request, type, [...result.entries, ...result.included.entries]);
    return send(reply, searchBundle(platform, within ? `Patient/${within}/${type}` : type, query, result));
  };

  app.get<{ Params: Address }>('/:type', { schema: { summary: 'Search' }, preHandler: wantsJson }, async (request, reply) =>
    search(request, reply, typeOf(request.params.type), parametersOf(request)),
  );

  app.post<{ Params: Address }>(
    '/:type/_search',
    { schema: { summary: 'Search, with the parameters in the body' }, preHandler: wantsJson },
    async (request, reply) => search(request, reply, typeOf(request.params.type), [...parametersOf(request), ...formOf(request)]),
  );

  app.get<{ Params: Address & { owned: string } }>(
    '/Patient/:id/:owned(^[A-Z][A-Za-z]+$)',
    { schema: { summary: 'Search in the compartment of a resident' }, preHandler: wantsJson },
    async (request, reply) => {
      const patient = await storeOf(request).read('Patient', request.params.id);
      return search(request, reply, typeOf(request.params.owned), parametersOf(request), patient.id);
    },
  );

  app.get<{ Params: Address }>(
    '/Patient/:id/$everything',
    { schema: { summary: 'All records of a resident' } },
    async (request, reply) => {
      const store = storeOf(request);
      const patient = await store.read('Patient', request.params.id);
      const parameters = new Map(parametersOf(request));
      const count = Math.min(1000, Math.max(1, Number(parameters.get('_count') ?? 500) || 500));
      const page = await store.everything(patient.id, count, parameters.get('_cursor'));
      await auditReads(platform, request, [patient], { what: '$everything', count: page.entries.length });
      return send(reply, everythingBundle(platform, patient.id, count, page));
    },
  );
}

/** `application/x-www-form-urlencoded`; a search whose parameters would not fit an address, or should not stand in one. */
function formOf({ body }: FastifyRequest): [string, string][] {
  if (body === undefined || body === null) return [];
  if (!(body instanceof URLSearchParams))
    throw new Problem('input-invalid', 'The parameters come as a form', { at: 'Content-Type' });
  return [...body];
}
