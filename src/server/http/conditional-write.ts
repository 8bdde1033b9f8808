import type { FastifyReply, FastifyRequest } from 'fastify';
import { isObject, JSON_PATCH, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { actorOf, subjectOf } from './bearer-hook.ts';
import { bundleOf } from './fhir-bundles.ts';
import { send } from './fhir-reply.ts';
import { preferenceOf } from './prefer.ts';

/** A write that is carried out as a transaction of one entry. */
export interface SingleEntry {
  readonly type: string;
  readonly entry: { readonly resource?: unknown; readonly request: Readonly<Record<string, unknown>> };
  /** How the place of the condition is told. */
  readonly asked: string;
}

/** Create unless the condition finds one. https://hl7.org/fhir/R4/http.html#ccreate */
export const conditionalCreate = (resource: Resource, ifNoneExist: string): SingleEntry => ({
  type: resource.resourceType,
  entry: { resource, request: { method: 'POST', url: resource.resourceType, ifNoneExist } },
  asked: 'If-None-Exist',
});

/** Writes over what the condition finds, or creates where it finds nothing. https://hl7.org/fhir/R4/http.html#cond-update */
export const conditionalUpdate = (resource: Resource, condition: string, request: FastifyRequest): SingleEntry => ({
  type: resource.resourceType,
  entry: { resource, request: { method: 'PUT', url: `${resource.resourceType}?${condition}`, ...ifMatchOf(request) } },
  asked: 'condition',
});

/** Deletes the one that the condition finds; of several, none. https://hl7.org/fhir/R4/http.html#cond-delete */
export const conditionalDelete = (type: string, condition: string, request: FastifyRequest): SingleEntry => ({
  type,
  entry: { request: { method: 'DELETE', url: `${type}?${condition}`, ...ifMatchOf(request) } },
  asked: 'condition',
});

/**
 * A patch of `Type/id`, or of what `Type?condition` finds: JSON Patch, or Parameters of a FHIRPath Patch.
 * https://hl7.org/fhir/R4/http.html#patch
 */
export function patchOf(type: string, address: string, request: FastifyRequest): SingleEntry {
  const isJsonPatch = (request.headers['content-type'] ?? '').startsWith(JSON_PATCH);
  const { body } = request;
  if (!isJsonPatch && !(isObject(body) && body['resourceType'] === 'Parameters'))
    throw new Problem('input-invalid', `A patch comes as ${JSON_PATCH}, or as Parameters`, { at: 'Content-Type' });
  const data = () => Buffer.from(JSON.stringify(body ?? null)).toString('base64');
  const resource = isJsonPatch ? { resourceType: 'Binary', contentType: JSON_PATCH, data: data() } : body;
  return {
    type,
    entry: { resource, request: { method: 'PATCH', url: `${type}${address}`, ...ifMatchOf(request) } },
    asked: address.startsWith('?') ? 'condition' : type,
  };
}

function ifMatchOf({ headers }: FastifyRequest): { ifMatch?: string } {
  const ifMatch = headers['if-match'];
  return ifMatch === undefined ? {} : { ifMatch };
}

/** Carries it out and answers with what was written, or found, as the caller prefers. */
export async function carryOut(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  single: SingleEntry,
): Promise<FastifyReply> {
  const prefer = preferenceOf(request) ?? 'representation';
  const text = await platform.store
    .as(subjectOf(request).scope)
    .bundle({
      bundle: bundleOf('transaction', [single.entry]),
      prefer,
      within: (tx, written) => recordWrites(tx, actorOf(request, platform.settings.division), written),
      shown: (entries) => auditReads(platform, request, entries),
    })
    .catch((thrown: unknown) => {
      throw atResource(thrown, single);
    });
  return answer(platform, reply, parseJson(text) as Answered);
}

interface Answered {
  readonly entry: readonly {
    readonly resource?: unknown;
    readonly response: {
      readonly status: string;
      readonly location?: string;
      readonly etag?: string;
      readonly lastModified?: string;
      readonly outcome?: unknown;
    };
  }[];
}

function answer({ settings }: Platform, reply: FastifyReply, { entry: [only] }: Answered): FastifyReply {
  if (!only) throw new Error('an entry is answered');
  const { status, location, etag, lastModified, outcome } = only.response;
  const content = only.resource ?? outcome;
  reply.status(status === '204' && content ? 200 : Number(status));
  if (location) reply.header('location', `${settings.url}/fhir/${location}`);
  if (etag && lastModified) reply.header('etag', etag).header('last-modified', new Date(lastModified).toUTCString());
  return content ? send(reply, JSON.stringify(content)) : reply.send();
}

/** The caller sent a resource or a patch, not a bundle: the place of a fault is told in it. */
function atResource(thrown: unknown, { type, asked }: SingleEntry): unknown {
  if (!(thrown instanceof Problem)) return thrown;
  const at = thrown.at
    ?.replace('Bundle.entry[0].resource.data', 'patch')
    .replace('Bundle.entry[0].resource.parameter', 'Parameters.parameter')
    .replace('Bundle.entry[0].request.ifMatch', 'If-Match')
    .replace('Bundle.entry[0].resource', type)
    .replace(/^Bundle\.entry\[0\].*/, asked);
  return new Problem(thrown.code, thrown.message, { at, cause: thrown });
}
