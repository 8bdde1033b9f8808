import type { FastifyInstance } from 'fastify';
import { readSeenOf } from '../../databases/population/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { OperationInput } from './operation-input.ts';

/**
 * `Patient/:id/$golden-record`: what is known of the resident that a registration is of, composed from all of its registrations
 * that the asker may see; under the id of the main one, with `link` to the others.
 */
export function goldenRecordRoutes(app: FastifyInstance, platform: Platform): void {
  app.route<{ Params: { id: string } }>({
    method: ['GET', 'POST'],
    url: '/Patient/:id/$golden-record',
    schema: { summary: 'The golden record of the resident that a registration is of' },
    preHandler: wantsJson,
    handler: async (request, reply) => {
      new OperationInput(request, []);
      const { scope } = subjectOf(request);
      const { id } = await platform.store.as(scope).read('Patient', request.params.id);
      const seen = await readSeenOf(platform.database.sql, scope, 'r', id);
      if (!seen) throw new Problem('resource-unknown', 'Nothing is here under this id', { at: 'Patient' });
      await auditReads(platform, request, seen.registrations.map(asShown), `Patient/${seen.golden.id}/$golden-record`);
      return send(reply, JSON.stringify(seen.golden));
    },
  });
}

/** A registration, as the audit log enters that it was shown. */
export const asShown = ({ id }: { readonly id: string }) => ({ type: 'Patient', id, resident: id, body: undefined });
