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
 * Create unless the condition finds one.
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
  const entry = { resource, request: { method: 'POST', url: type, ifNoneExist } };
  return sendStored(platform, request, reply, type, await carryOut(platform, request, type, entry, 'If-None-Exist'));
}

/** Writes over what the condition finds, or creates where it finds nothing. https://hl7.org/fhir/R4/http.html#cond-update */
export async function updateConditionally(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource,
  condition: string,
): Promise<FastifyReply> {
  const { resourceType: type } = resource;
  const ifMatch = request.headers['if-match'];
  const entry = { resource, request: { method: 'PUT', url: `${type}?${condition}`, ...(ifMatch ? { ifMatch } : {}) } };
  return sendStored(platform, request, reply, type, await carryOut(platform, request, type, entry, 'condition'));
}

/** Deletes the one that the condition finds; of several, none. https://hl7.org/fhir/R4/http.html#cond-delete */
export async function deleteConditionally(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  condition: string,
): Promise<FastifyReply> {
  await carryOut(platform, request, type, { request: { method: 'DELETE', url: `${type}?${condition}` } }, 'condition');
  return reply.status(204).send();
}

interface Carried {
  readonly status: string;
  readonly location: string;
}

/** A transaction of one entry. @param asked how the place of the condition is told */
async function carryOut(
  platform: Platform,
  request: FastifyRequest,
  type: string,
  entry: object,
  asked: string,
): Promise<Carried> {
  const bundle = bundleOf('transaction', [entry]);
  const text = await platform.store
    .as(subjectOf(request).scope)
    .bundle({ bundle, within: (tx, written) => recordWrites(tx, actorOf(request, platform.settings.division), written) })
    .catch((thrown: unknown) => {
      throw atResource(thrown, type, asked);
    });
  return JSON.parse(text).entry[0].response as Carried;
}

/** What was written, or found; who may write but not read gets the location alone. */
async function sendStored(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  { status, location }: Carried,
): Promise<FastifyReply> {
  const { scope } = subjectOf(request);
  const store = platform.store.as(scope);
  reply.status(Number(status)).header('location', `${platform.settings.url}/fhir/${location}`);
  if (!scope.allows(type, 'r') || /return=minimal/.test(String(request.headers['prefer'] ?? ''))) return reply.send();
  const stored = await store.read(type, location.split('/')[1] ?? '');
  if (status === '200') await auditReads(platform, request, [stored]);
  return send(versioned(reply, stored), stored.body);
}

/** The caller sent a resource, not a bundle: the place of a fault is told in it. */
function atResource(thrown: unknown, type: string, asked: string): unknown {
  if (!(thrown instanceof Problem)) return thrown;
  const at = thrown.at?.replace('Bundle.entry[0].resource', type).replace(/^Bundle\.entry\[0\].*/, asked);
  return new Problem(thrown.code, thrown.message, { at, cause: thrown });
}
