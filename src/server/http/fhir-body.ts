import type { FastifyInstance, FastifyRequest } from 'fastify';
import { membersOf, parseJson, repeatedName, shapeOf } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

const JSON_TYPES = ['application/json', 'application/fhir+json', 'application/json-patch+json'];
/** Far beyond what any resource nests, far below what fells a reader that goes down step by step. */
const MAX_DEPTH = 200;

/** Reads the bodies of FHIR's requests. https://hl7.org/fhir/R4/http.html#mime-type */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  for (const type of JSON_TYPES)
    app.addContentTypeParser(type, { parseAs: 'string' }, (request, body, done) => {
      try {
        done(null, readJson(request, String(body)));
      } catch (thrown) {
        done(thrown instanceof Error ? thrown : new Error('unreadable', { cause: thrown }));
      }
    });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
}

/** @throws Problem media-type-unsupported, json-malformed, too-deep by input-invalid */
export function readJson({ headers }: FastifyRequest, text: string): unknown {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new Problem('media-type-unsupported', 'FHIR is written in UTF-8', { at: 'Content-Type' });
  // a mark that some writers put before UTF-8: no JSON, and meant well
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  const { depth, members } = shapeOf(json);
  if (depth > MAX_DEPTH)
    throw new Problem('input-invalid', `Lists and objects stand inside each other ${MAX_DEPTH} times at most`, { at: 'body' });
  const value = parsed(json);
  const repeated = membersOf(value) < members ? repeatedName(json) : undefined;
  if (repeated !== undefined)
    throw new Problem('json-malformed', 'An element stands twice in its place', { at: repeated.replaceAll('\u0000', '') });
  return value;
}

function parsed(json: string): unknown {
  try {
    return parseJson(json);
  } catch (thrown) {
    const place = /line \d+ column \d+/.exec(String(thrown))?.[0];
    throw new Problem('json-malformed', `The body is not JSON${place ? `: ${place}` : ''}`, { at: 'body' });
  }
}
