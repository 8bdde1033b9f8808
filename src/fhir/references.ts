import { isObject } from './resource.ts';

export interface LocalReference {
  readonly type: string;
  readonly id: string;
}

const LOCAL = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** `Patient/123` or `Patient/123/_history/2`; undefined for absolute, contained, urn and conditional references. */
export function parseLocalReference(text: string): LocalReference | undefined {
  const [, type, id] = LOCAL.exec(text) ?? [];
  return type && id ? { type, id } : undefined;
}

/**
 * Reads references by the absolute address of a FHIR interface: what is below it is the same as without it.
 * https://hl7.org/fhir/R4/references.html#literal
 * @param base its address without a slash at the end; `''` has nothing below it
 * @returns `Type/id` or `Type/id/_history/version`; undefined for whatever else, addresses of elsewhere included
 */
export function belowBase(base: string): (text: string) => string | undefined {
  if (base === '') return () => undefined;
  const { origin, pathname } = new URL(base);
  const path = pathname === '/' ? '' : pathname;
  return (text) => {
    const rest = text.startsWith(`${base}/`) ? text.slice(base.length + 1) : restOf(text, origin, path);
    return rest !== undefined && parseLocalReference(rest) ? rest : undefined;
  };
}

const WEB_ADDRESS = /^https?:\/\//i;

/** Scheme and host may be written in capitals, and the port where it goes without saying. */
function restOf(text: string, origin: string, path: string): string | undefined {
  if (!WEB_ADDRESS.test(text) || !URL.canParse(text)) return undefined;
  const { origin: host, pathname, search, hash } = new URL(text);
  const isOwn = host === origin && search === '' && hash === '' && pathname.startsWith(`${path}/`);
  return isOwn ? pathname.slice(path.length + 1) : undefined;
}

/** Calls `visit` for each Reference.reference in the value, with its FHIRPath-like place. */
export function forEachReference(value: unknown, visit: (reference: string, at: string) => void, at = ''): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) if (typeof item === 'object') forEachReference(item, visit, `${at}[${index}]`);
    return;
  }
  if (!isObject(value)) return;
  for (const [key, inside] of Object.entries(value)) {
    if (key === 'reference' && typeof inside === 'string') visit(inside, at);
    else if (typeof inside === 'object' && inside !== null) forEachReference(inside, visit, at ? `${at}.${key}` : key);
  }
}

const REFERENCE_KEY = '"reference":"';

/**
 * Each Reference.reference in a resource that was written by JSON.stringify, unless it needs escapes: those name nothing
 * here. Reads the text, which is several times faster than going through the value: inside of a string the key would
 * have its quotes escaped.
 */
export function referencesInText(json: string): string[] {
  const found: string[] = [];
  for (let at = json.indexOf(REFERENCE_KEY); at >= 0; at = json.indexOf(REFERENCE_KEY, at)) {
    const from = at + REFERENCE_KEY.length;
    at = json.indexOf('"', from);
    const text = json.slice(from, at);
    if (!text.includes('\\')) found.push(text);
  }
  return found;
}

/** Where a text that may name a resource was met: in Reference.reference, or in an element of type uri. */
type ReferenceKind = 'reference' | 'uri';
type ChangeReference = (text: string, kind: ReferenceKind) => string;

/**
 * A copy in which every Reference.reference is what `change` makes of it; also `url`, `uri`, `canonical` and `uuid` texts of the form
 * `urn:uuid:`, as https://hl7.org/fhir/R4/http.html#trules asks. Parts without a change are shared, not copied.
 */
export function mapReferences<Value>(value: Value, change: ChangeReference): Value {
  return mapInside(value, change) as Value;
}

function mapInside(value: unknown, change: ChangeReference): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const inside = mapInside(value[index], change);
      if (inside !== value[index]) {
        copy ??= [...value];
        copy[index] = inside;
      }
    }
    return copy ?? value;
  }
  if (!isObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const before = value[key];
    const after = typeof before === 'string' ? mapText(key, before, change) : mapInside(before, change);
    if (after !== before) {
      copy ??= { ...value };
      copy[key] = after;
    }
  }
  return copy ?? value;
}

function mapText(key: string, text: string, change: ChangeReference): string {
  if (key === 'reference') return change(text, 'reference');
  return text.startsWith('urn:uuid:') && URI_KEYS.test(key) ? change(text, 'uri') : text;
}

const URI_KEYS = /^(?:url|uri|valueUr[il]|valueUuid|valueCanonical)$/;

/** Whether all percent signs of an address stand before encoded text, in UTF-8. */
export function isDecodable(address: string): boolean {
  if (!address.includes('%')) return true;
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}
