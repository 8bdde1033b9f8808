import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../kernel/index.ts';
import { parseSubset, type Stored } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { isKnown } from './conditional-read.ts';
import { send, shown, typeOf, versioned, wantsJson } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';
import { parametersOf } from './parameters.ts';

interface Address {
  readonly type: string;
  readonly id: string;
  readonly version: string;
}

/** Read and vread; each enters what it shows in the audit log before it answers. https://hl7.org/fhir/R4/http.html#read */
export function readRoutes(app: FastifyInstance, platform: Platform): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, stored: Stored & { readonly body: string }) => {
    const subset = parseSubset(stored.type, parametersOf(request));
    await auditReads(platform, request, [stored]);
    if (isKnown(request, stored)) return versioned(reply, stored).status(304).send();
    return send(versioned(reply, stored), shown(stored.body, subset));
  };

  app.get<{ Params: Address }>('/:type/:id', { schema: { summary: 'Read' }, preHandler: wantsJson }, async (request, reply) =>
    answer(request, reply, await storeOf(platform, request).read(typeOf(request.params.type), request.params.id)),
  );

  app.get<{ Params: Address }>(
    '/:type/:id/_history/:version',
    { schema: { summary: 'Read a version' }, preHandler: wantsJson },
    async (request, reply) => {
      const { type, id, version } = request.params;
      if (!/^\d{1,9}$/.test(version)) throw new Problem('resource-unknown', 'There is no such version', { at: typeOf(type) });
      return answer(request, reply, await storeOf(platform, request).readVersion(typeOf(type), id, Number(version)));
    },
  );
}
