import type { FastifyRequest } from 'fastify';
import { isObject, parseJson } from '../../fhir/index.ts';
import { Problem, type ProblemCode, problems } from '../../kernel/index.ts';
import type { Question, Sql, Told } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { subjectOf } from './bearer-hook.ts';
import { type Inside, madeInside } from './inside-bundle.ts';
import { isStrict } from './parameters.ts';

/** Operations that change nothing and ask the store alone, or what guides it: they may stand in a transaction. */
const OF_TRANSACTIONS: readonly string[] = [
  ...['everything', 'meta', 'validate', 'lookup', 'validate-code', 'subsumes', 'expand', 'translate'],
];
/** Those that change nothing and look further: in a batch all is committed by then. */
const OF_BATCHES: readonly string[] = [
  ...OF_TRANSACTIONS,
  ...['record', 'match', 'golden-record', 'ihe-pix', 'status', 'events', 'topics'],
];

const FORM = 'application/x-www-form-urlencoded';
const FHIR_JSON = 'application/fhir+json';

/**
 * Answers entries of a bundle that are searches, histories and operations by making the same request alone: under the same
 * scope and rights, with the same content and the same audit entries. https://hl7.org/fhir/R4/http.html#transaction
 */
export const askWithin =
  (platform: Platform, request: FastifyRequest) =>
  async (question: Question, tx: Sql | undefined): Promise<Told> => {
    const url = addressIn(platform, question, tx !== undefined);
    const subject = subjectOf(request);
    const inside: Inside = { subject, store: platform.store.as(subject.scope, tx), entering: [] };
    const { statusCode, headers, payload } = await madeInside(inside, request, {
      method: question.method === 'POST' ? 'POST' : 'GET',
      url,
      ...contentOf(request, question, url),
    });
    if (statusCode >= 400) throw problemIn(payload);
    if (statusCode !== 304 && !String(headers['content-type']).startsWith(FHIR_JSON))
      throw new Problem('format-unsupported', 'Its answer is no resource: it is asked for by itself');
    const modified = headers['last-modified'];
    return {
      status: statusCode,
      text: statusCode === 304 ? undefined : payload,
      etag: headers.etag,
      lastModified: modified === undefined ? undefined : new Date(modified).toISOString(),
      confirm: async () => void (await Promise.all(inside.entering.map((enter) => enter()))),
    };
  };

/** The address below /fhir, whole addresses of this platform included. @throws Problem where it is none that may be asked for here */
function addressIn({ settings }: Platform, { url }: Question, isTransaction: boolean): string {
  const base = `${settings.url}/fhir/`;
  const below = url.startsWith(base) ? url.slice(base.length) : url.replace(/^\/+/, '');
  const address = new URL(`/fhir/${below}`, 'http://platform');
  // it is read as every address is: dots may lead out
  if (address.pathname !== '/fhir/' && !address.pathname.startsWith('/fhir/'))
    throw new Problem('route-unknown', 'The address lies outside of the FHIR interface');
  const operation = decodeURIComponent(address.pathname)
    .split('/')
    .find((part) => part.startsWith('$'))
    ?.slice(1);
  if (operation !== undefined && !(isTransaction ? OF_TRANSACTIONS : OF_BATCHES).includes(operation))
    throw new Problem(
      'input-invalid',
      OF_BATCHES.includes(operation)
        ? 'The operation looks beyond the transaction: it is asked for in a batch, or by itself'
        : 'There is no such operation in a bundle: it is asked for by itself',
    );
  return address.pathname.replace(/^\/fhir\/$/, '/fhir') + address.search;
}

function contentOf(request: FastifyRequest, { method, body, ifNoneMatch, ifModifiedSince }: Question, url: string) {
  const headers: Record<string, string> = {
    'x-request-id': request.id,
    // a Binary is asked for as a resource, never as what it holds
    accept: FHIR_JSON,
    ...(isStrict(request) ? { prefer: 'handling=strict' } : {}),
    ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
    ...(ifModifiedSince === undefined ? {} : { 'if-modified-since': new Date(ifModifiedSince).toUTCString() }),
  };
  if (method !== 'POST' || body === undefined) return { headers };
  return /\/_search(?:\?|$)/.test(url)
    ? { headers: { ...headers, 'content-type': FORM }, payload: formIn(body) }
    : { headers: { ...headers, 'content-type': FHIR_JSON }, payload: JSON.stringify(body) };
}

/** The form of a search: as the text of a Binary, or as Parameters. */
function formIn(body: unknown): string {
  const { resourceType, contentType, data, parameter } = isObject(body) ? body : {};
  if (resourceType === 'Binary' && contentType === FORM && typeof data === 'string')
    return Buffer.from(data, 'base64').toString();
  if (resourceType !== 'Parameters' || !Array.isArray(parameter))
    throw new Problem('input-invalid', `The form of a search comes as Parameters, or as Binary of ${FORM}`);
  const given = parameter.map((one: unknown): [string, string] => {
    const { name, ...rest } = isObject(one) ? one : {};
    const value = Object.entries(rest).find(([key]) => key.startsWith('value'))?.[1];
    if (typeof name !== 'string' || (typeof value !== 'string' && typeof value !== 'boolean'))
      throw new Problem('input-invalid', 'Each parameter of a search has a name and a text');
    return [name, String(value)];
  });
  return new URLSearchParams(given).toString();
}

/** What an answer to somebody else would have said, to be told with the place of the entry. */
function problemIn(payload: string): Problem {
  const outcome: unknown = parseJson(payload);
  const [issue]: unknown[] = isObject(outcome) && Array.isArray(outcome['issue']) ? outcome['issue'] : [];
  const { details, diagnostics, expression } = isObject(issue) ? issue : {};
  const [coding]: unknown[] = isObject(details) && Array.isArray(details['coding']) ? details['coding'] : [];
  const code = isObject(coding) ? coding['code'] : undefined;
  const [at]: unknown[] = Array.isArray(expression) ? expression : [];
  const text = typeof diagnostics === 'string' ? diagnostics : 'It was refused';
  return new Problem(isCode(code) ? code : 'internal', typeof at === 'string' ? `${at}: ${text}` : text);
}

const isCode = (code: unknown): code is ProblemCode => typeof code === 'string' && Object.hasOwn(problems, code);
