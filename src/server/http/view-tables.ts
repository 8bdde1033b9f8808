import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem, toOperationOutcome } from '../../kernel/index.ts';
import type { BuildStatus } from '../../platform/views/index.ts';
import { requireRight } from '../../security/access/index.ts';
import type { Platform } from '../platform.ts';
import { subjectOf } from './bearer-hook.ts';
import { send } from './fhir-reply.ts';

/** `$materialize` of a view definition: begin to keep its rows in a table, see how far that is, give it up. */
export function viewTableRoutes(app: FastifyInstance, platform: Platform): void {
  const { views } = platform;
  const url = '/ViewDefinition/:id/$materialize';
  interface Address {
    readonly Params: { readonly id: string };
  }
  /** @throws Problem right-missing, resource-unknown, resource-gone */
  const known = async (request: FastifyRequest<Address>): Promise<string> => {
    const subject = subjectOf(request);
    requireRight(subject, 'view.materialize');
    return (await platform.store.as(subject.scope).read('ViewDefinition', request.params.id)).id;
  };

  app.post<Address>(url, { schema: { summary: 'Keep the rows of a view definition in a table' } }, async (request, reply) => {
    const id = await known(request);
    await views.materialize(id);
    return send(reply.status(202), toParameters(await views.status(id)));
  });

  app.get<Address>(url, { schema: { summary: 'How far the table of a view definition is' } }, async (request, reply) => {
    const status = await views.status(await known(request));
    if (status.length === 0) throw new Problem('resource-unknown', 'No table is kept for this view', { at: 'ViewDefinition' });
    return send(reply, toParameters(status));
  });

  app.delete<Address>(url, { schema: { summary: 'Keep the table of a view definition no longer' } }, async (request, reply) => {
    await views.drop(await known(request));
    return reply.status(204).send();
  });
}

/** A parameter `table` for the one that is read, and one for what is built beside it. */
function toParameters(status: readonly BuildStatus[]): string {
  return JSON.stringify({
    resourceType: 'Parameters',
    parameter: status.map((build) => ({ name: 'table', part: partsOf(build) })),
  });
}

const partsOf = ({ name, version, state, rows, scanned, total, lag, since, problem }: BuildStatus) => [
  { name: 'name', valueString: `views.${name}` },
  { name: 'version', valueString: String(version) },
  { name: 'state', valueCode: state },
  { name: 'rows', valueDecimal: rows },
  { name: 'scanned', valueDecimal: scanned },
  ...(total === null ? [] : [{ name: 'total', valueDecimal: total }]),
  { name: 'lag', valueDecimal: lag },
  ...(since ? [{ name: 'since', valueInstant: since }] : []),
  ...(problem ? [{ name: 'problem', resource: toOperationOutcome(new Problem(problem.code, problem.detail, problem)) }] : []),
];
