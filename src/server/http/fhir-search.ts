import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Compartment, compartments } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseAcross, parseSearch, type Sort, within } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditSearch } from './audit-reads.ts';
import { addressOf, fhirOf, type SearchPage, searchBundle } from './fhir-bundles.ts';
import { send, typeOf, wantsJson } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';
import { isStrict, parametersOf } from './parameters.ts';
import { cursorLinks, sealPage, unsealPage } from './search-page.ts';

type Parameters = readonly (readonly [string, string])[];
type Found = Pick<SearchPage, 'result' | 'ignored' | 'subsetOf'> & {
  readonly understood: Parameters;
  readonly sort: readonly Sort[];
  readonly what: string;
};

interface Address {
  readonly type: string;
}

interface Owned {
  readonly id: string;
  readonly owned: string;
}

/** Search by address and by form; each enters what it shows in the audit log before it answers. https://hl7.org/fhir/R4/http.html#search */
export function searchRoutes(app: FastifyInstance, platform: Platform): void {
  const context = { base: fhirOf(platform), own: platform.store.parameters };
  /** @param path below /fhir */
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    path: string,
    search: (parameters: [string, string][]) => Promise<Found>,
  ) => {
    const { parameters, isSealed } = askedBy(platform, request, path);
    const { understood, sort, what, ...found } = await search(parameters);
    const { entries, included, next } = found.result;
    const addressed = (all: Parameters): string | undefined => {
      const handle = isSealed ? sealPage(platform, request, path, all) : undefined;
      if (isSealed && handle === undefined) return undefined;
      return addressOf(context.base, path, handle === undefined ? all : [['_page', handle]]);
    };
    const cursor = next && (isSealed ? next : cursorLinks(platform, request).toLink(path, next, sort));
    const following = cursor && addressed([...understood, ['_cursor', cursor]]);
    if (next && following === undefined)
      throw new Problem('too-large', 'So many values fit no link to the next page: fewer of them, or a larger _count', {
        at: '_count',
      });
    const links = { self: addressed(understood) ?? addressOf(context.base, path, []), next: following };
    await auditSearch(platform, request, what, [...entries, ...included.entries]);
    return send(reply, searchBundle(platform, { ...found, ...links }));
  };

  const ofType = async (
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    owner?: { readonly type: 'Patient' | Compartment; readonly id: string },
  ) =>
    answer(request, reply, owner ? `${owner.type}/${owner.id}/${type}` : type, async (parameters) => {
      const query = parseSearch(type, parameters, isStrict(request), context);
      const result = await storeOf(platform, request).search(owner ? within(query, owner.type, owner.id, context) : query);
      return { ...query, result, what: type, subsetOf: () => query.subset };
    });

  const ofMany = async (request: FastifyRequest, reply: FastifyReply) =>
    answer(request, reply, '', async (parameters) => {
      const asked = parseAcross(parameters, isStrict(request), context);
      const subsets = new Map(asked.queries.map(({ type, subset }) => [type, subset]));
      const what = subsets.size > MOST_NAMED ? '*' : [...subsets.keys()].join(',');
      const result = await storeOf(platform, request).searchAcross(asked);
      return { ...asked, sort: asked.queries[0]?.sort ?? [], result, what, subsetOf: (type) => subsets.get(type) };
    });

  app.get('/', { schema: { summary: 'Search of several types' }, preHandler: wantsJson }, ofMany);
  app.post('/_search', { schema: { summary: 'The same, with the parameters in the body' }, preHandler: wantsJson }, ofMany);

  app.get<{ Params: Address }>('/:type', { schema: { summary: 'Search' }, preHandler: wantsJson }, async (request, reply) =>
    ofType(request, reply, typeOf(request.params.type)),
  );

  app.post<{ Params: Address }>(
    '/:type/_search',
    { schema: { summary: 'Search, with the parameters in the body' }, preHandler: wantsJson },
    async (request, reply) => ofType(request, reply, typeOf(request.params.type)),
  );

  for (const owner of ['Patient', ...compartments] as const) {
    const address = `/${owner}/:id/:owned(^[A-Z][A-Za-z]+$)`;
    const searchWithin = async (request: FastifyRequest<{ Params: Owned }>, reply: FastifyReply) => {
      const { id } = await storeOf(platform, request).read(owner, request.params.id);
      return ofType(request, reply, typeOf(request.params.owned), { type: owner, id });
    };
    const summary = `Search in the compartment of ${owner}`;
    app.get<{ Params: Owned }>(address, { schema: { summary }, preHandler: wantsJson }, searchWithin);
    app.post<{ Params: Owned }>(`${address}/_search`, { schema: { summary }, preHandler: wantsJson }, searchWithin);
  }
}

/** More types than this are called all in the audit log. */
const MOST_NAMED = 5;

/** A search sent as a form, and its pages, have sealed links; of the others, the cursor alone is sealed. */
function askedBy(
  platform: Platform,
  request: FastifyRequest,
  path: string,
): { parameters: [string, string][]; isSealed: boolean } {
  const inAddress = parametersOf(request);
  if (request.method === 'POST') return { parameters: [...inAddress, ...formOf(request)], isSealed: true };
  const page = inAddress.find(([name]) => name === '_page')?.[1];
  if (page === undefined) {
    const { fromLink } = cursorLinks(platform, request);
    const opened = inAddress.map(([name, value]): [string, string] => [name, name === '_cursor' ? fromLink(path, value) : value]);
    return { parameters: opened, isSealed: false };
  }
  return { parameters: unsealPage(platform, request, path, page), isSealed: true };
}

/** `application/x-www-form-urlencoded`; a search whose parameters would not fit an address, or should not stand in one. */
function formOf({ body }: FastifyRequest): [string, string][] {
  if (body === undefined || body === null) return [];
  if (!(body instanceof URLSearchParams))
    throw new Problem('input-invalid', 'The parameters come as a form', { at: 'Content-Type' });
  return [...body];
}
