import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Compartment, compartments } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseSearch, within } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditSearch } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { searchBundle } from './fhir-bundles.ts';
import { send, typeOf, wantsJson } from './fhir-reply.ts';
import { isStrict, parametersOf } from './parameters.ts';

interface Address {
  readonly type: string;
}

interface Owned {
  readonly id: string;
  readonly owned: string;
}

/** Search; each enters what it shows in the audit log before it answers. */
export function searchRoutes(app: FastifyInstance, platform: Platform): void {
  const storeOf = (request: FastifyRequest) => platform.store.as(subjectOf(request).scope);

  const search = async (
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    parameters: [string, string][],
    owner?: { readonly type: 'Patient' | Compartment; readonly id: string },
  ) => {
    const context = { base: `${platform.settings.url}/fhir` };
    const query = parseSearch(type, parameters, isStrict(request), context);
    const limited = owner ? within(query, owner.type, owner.id, context) : query;
    const result = await storeOf(request).search(limited);
    await auditSearch(platform, request, type, [...result.entries, ...result.included.entries]);
    return send(reply, searchBundle(platform, owner ? `${owner.type}/${owner.id}/${type}` : type, query, result));
  };

  app.get<{ Params: Address }>('/:type', { schema: { summary: 'Search' }, preHandler: wantsJson }, async (request, reply) =>
    search(request, reply, typeOf(request.params.type), parametersOf(request)),
  );

  app.post<{ Params: Address }>(
    '/:type/_search',
    { schema: { summary: 'Search, with the parameters in the body' }, preHandler: wantsJson },
    async (request, reply) => search(request, reply, typeOf(request.params.type), [...parametersOf(request), ...formOf(request)]),
  );

  for (const owner of ['Patient', ...compartments] as const) {
    const address = `/${owner}/:id/:owned(^[A-Z][A-Za-z]+$)`;
    const searchWithin = async (request: FastifyRequest<{ Params: Owned }>, reply: FastifyReply) => {
      const { id } = await storeOf(request).read(owner, request.params.id);
      const parameters = [...parametersOf(request), ...formOf(request)];
      return search(request, reply, typeOf(request.params.owned), parameters, { type: owner, id });
    };
    const summary = `Search in the compartment of ${owner}`;
    app.get<{ Params: Owned }>(address, { schema: { summary }, preHandler: wantsJson }, searchWithin);
    app.post<{ Params: Owned }>(`${address}/_search`, { schema: { summary }, preHandler: wantsJson }, searchWithin);
  }
}

/** `application/x-www-form-urlencoded`; a search whose parameters would not fit an address, or should not stand in one. */
function formOf({ body }: FastifyRequest): [string, string][] {
  if (body === undefined || body === null) return [];
  if (!(body instanceof URLSearchParams))
    throw new Problem('input-invalid', 'The parameters come as a form', { at: 'Content-Type' });
  return [...body];
}
