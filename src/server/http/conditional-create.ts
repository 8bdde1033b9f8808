import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { bundleOf } from './fhir-bundles.ts';
import { send, versioned } from './fhir-reply.ts';

/**
 * Create unless the condition finds one: a transaction of one entry. Who may write but not read gets the location alone.
 * https://hl7.org/fhir/R4/http.html#ccreate
 */
export async function createConditionally(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource,
  ifNoneExist: string,
): Promise<FastifyReply> {
  const { resourceType: type } = resource;
  const { scope } = subjectOf(request);
  const store = platform.store.as(scope);
  const bundle = bundleOf('transaction', [{ resource, request: { method: 'POST', url: type, ifNoneExist } }]);
  const text = await store
    .bundle({ bundle, within: (tx, written) => recordWrites(tx, actorOf(request, platform.settings.division), written) })
    .catch((thrown: unknown) => {
      throw atResource(thrown, type);
    });
  const { status, location } = JSON.parse(text).entry[0].response as { status: string; location: string };
  reply.status(Number(status)).header('location', `${platform.settings.url}/fhir/${location}`);
  if (!scope.allows(type, 'r') || /return=minimal/.test(String(request.headers['prefer'] ?? ''))) return reply.send();
  const stored = await store.read(type, location.split('/')[1] ?? '');
  if (status === '200') await auditReads(platform, request, [stored]);
  return send(versioned(reply, stored), stored.body);
}

/** The caller sent a resource, not a bundle: the place of a fault is told in it. */
function atResource(thrown: unknown, type: string): unknown {
  if (!(thrown instanceof Problem)) return thrown;
  const at = thrown.at?.replace('Bundle.entry[0].resource', type).replace(/^Bundle\.entry\[0\].*/, 'If-None-Exist');
  return new Problem(thrown.code, thrown.message, { at, cause: thrown });
}
