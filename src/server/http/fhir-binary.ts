import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { BINARY, parseSubset, type Stored } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { isKnown } from './conditional-read.ts';
import { carryOut, conditionalUpdate } from './conditional-write.ts';
import { readJson } from './fhir-body.ts';
import { isJsonFormat, send, shown, versioned } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';
import { createResource, resourceIn, updateResource } from './fhir-write.ts';
import { conditionOf, parametersOf } from './parameters.ts';

interface Address {
  readonly id: string;
  readonly version: string;
}

const ID = ':id(^[A-Za-z0-9.-]{1,64}$)';
/** In base64 a body grows by a third, and a text has at most half a thousand megabytes. */
const MOST_MEGABYTES = 256;

/**
 * Binary in its own format: any content type is written and read as it is, beside the resource as FHIR JSON.
 * https://hl7.org/fhir/R4/binary.html#rest
 */
export const binaryRoutes = (platform: Platform) => async (app: FastifyInstance) => {
  const bodyLimit = Math.min(platform.settings.maxBodyMegabytes, MOST_MEGABYTES) * 1024 * 1024;
  readContents(app);

  const answer = async (request: FastifyRequest, reply: FastifyReply, stored: Stored & { readonly body: string }) => {
    const format = formatOf(request);
    const subset = parseSubset(BINARY, parametersOf(request));
    await auditReads(platform, request, [stored]);
    if (isKnown(request, stored)) return versioned(reply, stored).status(304).send();
    if (format === 'resource') return send(versioned(reply, stored), shown(stored.body, subset));
    return sendContent(versioned(reply, stored), stored, format);
  };
  app.get<{ Params: Address }>(`/Binary/${ID}`, { schema: { summary: 'Read, in its own format' } }, async (request, reply) =>
    answer(request, reply, await storeOf(platform, request).read(BINARY, request.params.id)),
  );
  app.get<{ Params: Address }>(
    `/Binary/${ID}/_history/:version(^\\d{1,9}$)`,
    { schema: { summary: 'Read a version, in its own format' } },
    async (request, reply) =>
      answer(
        request,
        reply,
        await storeOf(platform, request).readVersion(BINARY, request.params.id, Number(request.params.version)),
      ),
  );

  app.post('/Binary', { bodyLimit, schema: { summary: 'Create from a body of any type' } }, async (request, reply) => {
    const { resource, isContent } = binaryIn(request);
    return createResource(platform, request, reply, resource, { isShort: isContent });
  });
  app.put<{ Params: Address }>(
    `/Binary/${ID}`,
    { bodyLimit, schema: { summary: 'Update, or create, from a body of any type' } },
    async (request, reply) => {
      const { resource, isContent } = binaryIn(request);
      const { id } = request.params;
      const named = isContent ? { ...resource, id } : resource;
      return updateResource(platform, request, reply, { resource: named, id }, { isShort: isContent, keepsContext: isContent });
    },
  );
  app.put(
    '/Binary',
    { bodyLimit, schema: { summary: 'Update of what the parameters find, or create' } },
    async (request, reply) => {
      const { resource, isContent } = binaryIn(request);
      // it would lose the context that it has: who may see it is said again
      if (isContent && resource['securityContext'] === undefined)
        throw new Problem(
          'input-invalid',
          'A Binary found by a condition is written as FHIR JSON, or with its security context',
          {
            at: 'X-Security-Context',
          },
        );
      return carryOut(platform, request, reply, conditionalUpdate(resource, conditionOf(request), request));
    },
  );
};

/** A body as it came. */
class Content {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** FHIR JSON is read as everywhere; whatever else is content. JSON of another name may be either. */
function readContents(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/fhir+json',
    { parseAs: 'string' },
    async (request: FastifyRequest, body: string | Buffer) => readJson(request, String(body)),
  );
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    isBinaryJson(body) ? readJson(request, body.toString()) : new Content(body),
  );
  app.addContentTypeParser<Buffer>(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => new Content(body),
  );
}

function isBinaryJson(bytes: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isObject(value) && value['resourceType'] === BINARY;
  } catch {
    return false;
  }
}

const FHIR_XML = /^application\/(?:fhir\+xml|xml\+fhir)\b/i;

/** The resource that a request writes. @throws Problem media-type-unsupported, input-invalid */
function binaryIn(request: FastifyRequest): { readonly resource: Resource; readonly isContent: boolean } {
  const { body, headers } = request;
  const type = headers['content-type'] ?? 'application/octet-stream';
  const context = contextIn(request);
  if (!(body instanceof Content) && body !== undefined && body !== null) {
    const resource = resourceIn(request, BINARY);
    return { resource: { ...context, ...resource }, isContent: false };
  }
  if (FHIR_XML.test(type)) throw new Problem('media-type-unsupported', 'FHIR is read as JSON here', { at: 'Content-Type' });
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new Problem('media-type-unsupported', 'Content comes as it is, not compressed', { at: 'Content-Encoding' });
  const bytes = body instanceof Content ? body.bytes : Buffer.alloc(0);
  const data = bytes.length > 0 ? { data: bytes.toString('base64') } : {};
  const contentType = type.trim().replaceAll(/\s+/g, ' ');
  return { resource: { resourceType: BINARY, contentType, ...context, ...data }, isContent: true };
}

/** `X-Security-Context`: a reference to what decides who may read the content. https://hl7.org/fhir/R4/binary.html#security */
function contextIn({ headers }: FastifyRequest): { readonly securityContext?: { readonly reference: string } } {
  const reference = headers['x-security-context'];
  if (reference === undefined) return {};
  if (typeof reference !== 'string' || reference.trim() === '')
    throw new Problem('input-invalid', 'It is a reference, such as Patient/1', { at: 'X-Security-Context' });
  return { securityContext: { reference: reference.trim() } };
}

/**
 * How a read is answered: FHIR JSON where it is asked for by its own name, else as the content is.
 * @returns a media type that the content must be of, `*` for any
 * @throws Problem format-unsupported
 */
function formatOf(request: FastifyRequest): 'resource' | (string & {}) {
  const format = parametersOf(request).find(([name]) => name === '_format')?.[1];
  const accept = request.headers.accept ?? '*/*';
  if (format !== undefined) return isJsonFormat(format) ? 'resource' : format;
  if (/\bapplication\/(?:fhir\+json|json\+fhir)\b/i.test(accept)) return 'resource';
  if (accept.split(',').every((one) => FHIR_XML.test(one.trim())))
    throw new Problem('format-unsupported', 'FHIR JSON is written here', { at: 'Accept' });
  return '*';
}

/** What a header can carry, and a browser reads as what it says. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?: ?; ?[\w-]+=(?:[\w!#$&^.+/:-]+|"[\w !#$&^.+/:-]*"))*$/;

/**
 * The content as it was written. A page or a picture with a script in it must not run as one of the console's: it is saved, not
 * shown, never taken for another type, and where a browser shows it all the same it has an origin of its own and no rights.
 */
function sendContent(reply: FastifyReply, { id, body }: Stored & { readonly body: string }, format: string): FastifyReply {
  const { contentType, data, securityContext } = parseJson(body) as Resource;
  const type = typeof contentType === 'string' && MEDIA_TYPE.test(contentType) ? contentType : 'application/octet-stream';
  if (format !== '*' && format.toLowerCase() !== type.split(';')[0]?.trim().toLowerCase())
    throw new Problem('format-unsupported', 'The content is of another type, and FHIR is written as JSON', { at: '_format' });
  const context = isObject(securityContext) ? securityContext['reference'] : undefined;
  return reply
    .headers({
      'content-type': type,
      'content-disposition': `attachment; filename="${id}"`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      vary: 'accept',
      ...(typeof context === 'string' ? { 'x-security-context': context } : {}),
    })
    .send(typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.alloc(0));
}
