import type { FastifyReply } from 'fastify';
import { isResourceType } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';

export const send = (reply: FastifyReply, json: string): FastifyReply => reply.type(FHIR_JSON).send(json);

/** Sets the headers that tell the version. https://hl7.org/fhir/R4/http.html#versioning */
export function versioned(reply: FastifyReply, { version, updatedAt }: { version: number; updatedAt: string }): FastifyReply {
  return reply.header('etag', `W/"${version}"`).header('last-modified', new Date(updatedAt).toUTCString());
}

/** @throws Problem type-unknown */
export function typeOf(type: string): string {
  if (!isResourceType(type)) throw new Problem('type-unknown', 'The address names no resource type of FHIR R4');
  return type;
}
