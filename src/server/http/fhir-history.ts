import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../kernel/index.ts';
import type { HistoryQuery } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads, auditSearch } from './audit-reads.ts';
import { historyBundle } from './fhir-bundles.ts';
import { send, typeOf, wantsJson } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';
import { countIn, isStrict, parametersOf, timeIn } from './parameters.ts';

interface Address {
  readonly type: string;
  readonly id: string;
}

/** History of a resource, a type and the system, newest first. https://hl7.org/fhir/R4/http.html#history */
export function historyRoutes(app: FastifyInstance, platform: Platform): void {
  const ofMany = async (request: FastifyRequest, reply: FastifyReply, type?: string) => {
    const asked = readParameters(request);
    const page = await storeOf(platform, request).historyPage({ ...asked.query, type }, asked.cursor);
    const path = type ? `${type}/_history` : '_history';
    await auditSearch(platform, request, path, page.entries);
    return send(reply, historyBundle(platform, path, asked.given, page));
  };

  app.get('/_history', { schema: { summary: 'History of everything' }, preHandler: wantsJson }, (request, reply) =>
    ofMany(request, reply),
  );

  app.get<{ Params: Address }>(
    '/:type/_history',
    { schema: { summary: 'History of a type' }, preHandler: wantsJson },
    (request, reply) => ofMany(request, reply, typeOf(request.params.type)),
  );

  app.get<{ Params: Address }>(
    '/:type/:id/_history',
    { schema: { summary: 'History of a resource' }, preHandler: wantsJson },
    async (request, reply) => {
      const { type, id } = request.params;
      const asked = readParameters(request);
      const store = storeOf(platform, request);
      const page = await store.historyPage({ ...asked.query, type: typeOf(type), id }, asked.cursor);
      if (page.entries.length === 0 && (await store.history(type, id, 1)).length === 0)
        throw new Problem('resource-unknown', 'Nothing is here under this id', { at: type });
      await auditReads(platform, request, page.entries);
      return send(reply, historyBundle(platform, `${type}/${id}/_history`, asked.given, page));
    },
  );
}

const FORM = 'an instant, as 2026-03-04T05:06:07+08:00';
const [DEFAULT_COUNT, MAX_COUNT] = [100, 1000];

interface Asked {
  readonly query: Pick<HistoryQuery, 'count' | 'since' | 'at'>;
  readonly cursor: string | undefined;
  /** What was understood, without the page: it makes up the links. */
  readonly given: readonly (readonly [string, string])[];
}

/** @throws Problem parameter-invalid; parameter-unsupported under strict handling */
function readParameters(request: FastifyRequest): Asked {
  let query: Asked['query'] = { count: DEFAULT_COUNT };
  let cursor: string | undefined;
  const given: [string, string][] = [];
  for (const [name, value] of parametersOf(request)) {
    if (name === '_cursor') {
      cursor = value;
      continue;
    }
    const read = readOne(name, value);
    if (!read && isStrict(request)) throw new Problem('parameter-unsupported', `A history has no ${name}`, { at: name });
    query = { ...query, ...read };
    if (read) given.push([name, value]);
  }
  return { query, cursor, given };
}

function readOne(name: string, value: string): Partial<Asked['query']> | undefined {
  switch (name) {
    case '_since':
      return { since: timeIn(name, value, FORM).from };
    case '_at':
      return { at: timeIn(name, value, FORM) };
    case '_count':
      return { count: countIn(name, value, MAX_COUNT) };
    case '_sort':
      // oldest first, what is written late would come before what has been shown
      if (value !== '-_lastUpdated') throw new Problem('parameter-invalid', '_sort is -_lastUpdated', { at: name });
      return {};
    case '_format':
    case '_pretty':
      return {};
    default:
      return undefined;
  }
}
