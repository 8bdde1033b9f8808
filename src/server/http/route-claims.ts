/** What a route below /fhir says of the server, in the words of a CapabilityStatement. */
export type Claim =
  | { readonly kind: 'interaction'; readonly level: 'system' | 'type'; readonly codes: readonly string[] }
  | { readonly kind: 'condition'; readonly name: 'conditionalUpdate' | 'conditionalPatch' | 'conditionalDelete' }
  | { readonly kind: 'compartment'; readonly owner: string }
  /** `Resource` stands for every type, undefined for the system. */
  | { readonly kind: 'operation'; readonly type: string | undefined; readonly name: string }
  | { readonly kind: 'statement' };

/** Addresses below /fhir with `:type` for any type. https://hl7.org/fhir/R4/http.html#summary */
const INTERACTIONS: Readonly<Record<string, Claim>> = {
  'GET /metadata': { kind: 'statement' },
  'POST /': { kind: 'interaction', level: 'system', codes: ['transaction', 'batch'] },
  'GET /_history': { kind: 'interaction', level: 'system', codes: ['history-system'] },
  'GET /': { kind: 'interaction', level: 'system', codes: ['search-system'] },
  'POST /_search': { kind: 'interaction', level: 'system', codes: ['search-system'] },
  'GET /:type': { kind: 'interaction', level: 'type', codes: ['search-type'] },
  'POST /:type/_search': { kind: 'interaction', level: 'type', codes: ['search-type'] },
  'POST /:type': { kind: 'interaction', level: 'type', codes: ['create'] },
  'PUT /:type': { kind: 'condition', name: 'conditionalUpdate' },
  'PATCH /:type': { kind: 'condition', name: 'conditionalPatch' },
  'DELETE /:type': { kind: 'condition', name: 'conditionalDelete' },
  'GET /:type/_history': { kind: 'interaction', level: 'type', codes: ['history-type'] },
  'GET /:type/:id': { kind: 'interaction', level: 'type', codes: ['read'] },
  'PUT /:type/:id': { kind: 'interaction', level: 'type', codes: ['update'] },
  'PATCH /:type/:id': { kind: 'interaction', level: 'type', codes: ['patch'] },
  'DELETE /:type/:id': { kind: 'interaction', level: 'type', codes: ['delete'] },
  'GET /:type/:id/_history': { kind: 'interaction', level: 'type', codes: ['history-instance'] },
  'GET /:type/:id/_history/:version': { kind: 'interaction', level: 'type', codes: ['vread'] },
};

/** No operation, though it looks like one: the statement names it in an extension. */
const WEBSOCKET = '/$subscriptions-ws';

const OPERATION = /^(?:\/(:type|[A-Z][A-Za-z]+))?(?:\/:id(?:\/_history\/:version)?)?\/\$([a-z-]+)$/;
const COMPARTMENT = /^\/([A-Z][A-Za-z]+)\/:id\/:owned(?:\/_search)?$/;

/**
 * @param url as the route was registered, below /fhir
 * @returns undefined where it is none of FHIR's own
 */
export function claimOf(method: string, url: string): Claim | undefined {
  const plain =
    url
      .replace(/^\/fhir/, '')
      .replaceAll(/\([^)]*\)/g, '')
      .replace(/^\/Binary(?=\/:id|$)/, '/:type') || '/';
  if (plain === WEBSOCKET) return { kind: 'statement' };
  const [isOperation, type, name = ''] = OPERATION.exec(plain) ?? [];
  if (isOperation) return { kind: 'operation', type: type === ':type' ? 'Resource' : type, name };
  const [isCompartment, owner = ''] = COMPARTMENT.exec(plain) ?? [];
  return isCompartment ? { kind: 'compartment', owner } : INTERACTIONS[`${method} ${plain}`];
}

/** What all routes say, without repeats, in the order in which they were registered. */
export function claimsOf(routes: readonly { readonly method: string | readonly string[]; readonly url: string }[]): Claim[] {
  const claims = routes.flatMap(({ method, url }) => [method].flat().map((one) => claimOf(one, url)));
  return [...new Map(claims.flatMap((claim) => (claim ? [[JSON.stringify(claim), claim] as const] : []))).values()];
}
