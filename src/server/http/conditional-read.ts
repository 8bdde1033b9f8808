import type { FastifyRequest } from 'fastify';

interface Version {
  readonly version: number;
  /** ISO instant. */
  readonly updatedAt: string;
}

/**
 * Whether the caller has this version already. If-None-Match weighs more than If-Modified-Since, which knows whole seconds.
 * https://hl7.org/fhir/R4/http.html#cread, https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function isKnown({ headers }: FastifyRequest, { version, updatedAt }: Version): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim() === '*' || tagIn(tag) === `${version}`);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Math.floor(Date.parse(updatedAt) / 1000) * 1000 <= since;
}

/** `W/"3"` and `"3"` are compared weakly. */
const tagIn = (tag: string): string | undefined => /^(?:W\/)?"([^"]*)"$/.exec(tag.trim())?.[1];
