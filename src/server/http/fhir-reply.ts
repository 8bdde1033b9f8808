import type { FastifyReply, FastifyRequest } from 'fastify';
import { isResourceType, parseJson, type Resource, type Subset, subsetOf } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parametersOf } from './parameters.ts';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';

/** Answers with JSON; indented for readers where they ask for it. https://hl7.org/fhir/R4/http.html#pretty */
export const send = (reply: FastifyReply, json: string): FastifyReply =>
  reply.type(FHIR_JSON).send(isPretty(reply.request) ? JSON.stringify(parseJson(json), null, 2) : json);

const isPretty = ({ url }: FastifyRequest): boolean => /[?&]_pretty=true(?:&|$)/.test(url);

/** Sets the headers that tell the version. https://hl7.org/fhir/R4/http.html#versioning */
export function versioned(reply: FastifyReply, { version, updatedAt }: { version: number; updatedAt: string }): FastifyReply {
  return reply.header('etag', `W/"${version}"`).header('last-modified', new Date(updatedAt).toUTCString());
}

/** @throws Problem type-unknown */
export function typeOf(type: string): string {
  if (!isResourceType(type)) throw new Problem('type-unknown', 'The address names no resource type of FHIR R4');
  return type;
}

/** The text of a resource, or the part of it that is wanted. */
export const shown = (body: string, subset: Subset | undefined): string =>
  subset ? JSON.stringify(subsetOf(parseJson(body) as Resource, subset)) : body;

const JSON_FORMATS = /^(?:json|(?:application|text)\/(?:fhir[+ ])?json)(?:;.*)?$/i;

/** A value of `_format` that asks for FHIR JSON. */
export const isJsonFormat = (format: string): boolean => JSON_FORMATS.test(format);

/**
 * Before the work: `_format` weighs more than Accept, and JSON is what there is. https://hl7.org/fhir/R4/http.html#mime-type
 * @throws Problem format-unsupported
 */
export async function wantsJson(request: FastifyRequest): Promise<void> {
  const format = parametersOf(request).find(([name]) => name === '_format')?.[1];
  const accept = request.headers.accept ?? '*/*';
  if (format === undefined ? !/json|\*\/\*|application\/\*/i.test(accept) : !isJsonFormat(format))
    throw new Problem('format-unsupported', 'FHIR is written as JSON here (application/fhir+json), not as XML or others', {
      at: format === undefined ? 'Accept' : '_format',
    });
}
