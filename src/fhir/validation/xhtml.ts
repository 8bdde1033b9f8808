/** Elements of narrative, https://hl7.org/fhir/R4/narrative.html#xhtml: formatting, tables, lists, links and images. */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li map area ' +
    'ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var'
  ).split(' '),
);
const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class ' +
    'colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan rules scope ' +
    'shape span src start style summary tabindex title type usemap valign value vspace width xml:lang xml:space xmlns'
  ).split(' '),
);
const XHTML = 'http://www.w3.org/1999/xhtml';
const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const ENTITY = /^(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})$/;

/**
 * Why a text is no narrative of FHIR (txt-1: allowed elements and attributes only; txt-2: some content; and well-formed);
 * undefined where it is one.
 */
export function xhtmlFault(text: string): string | undefined {
  const open: string[] = [];
  let [hasContent, isClosed] = [false, false];
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (!isBlankBetween(text, at, end)) {
      if (open.length === 0) return 'text stands outside of the div';
      if (hasBadEntity(text, at, end)) return 'an ampersand begins no character entity';
      hasContent = true;
    }
    at = end;
    if (next < 0) break;
    const tag = readTag(text, next);
    if (!tag) return 'the markup is not well-formed';
    at = tag.end;
    if (tag.kind === 'comment') continue;
    if (tag.kind === 'end') {
      if (open.pop() !== tag.name) return 'an element is not closed where it should be';
      isClosed = open.length === 0;
      continue;
    }
    if (isClosed || (open.length === 0 && tag.name !== 'div')) return 'the narrative is one div';
    const fault = tagFault(tag, open.length === 0);
    if (fault) return fault;
    hasContent ||= tag.name === 'img';
    if (tag.kind === 'start') open.push(tag.name);
  }
  if (open.length > 0 || !isClosed) return 'the div is not closed';
  return hasContent ? undefined : 'the narrative has no content';
}

interface Tag {
  readonly kind: 'start' | 'end' | 'empty' | 'comment';
  readonly name: string;
  readonly attributes: string;
  /** Index behind it. */
  readonly end: number;
}

function readTag(text: string, at: number): Tag | undefined {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('--', at + 4);
    return end >= 0 && text[end + 2] === '>' ? { kind: 'comment', name: '', attributes: '', end: end + 3 } : undefined;
  }
  TAG.lastIndex = at;
  const match = TAG.exec(text);
  if (!match) return undefined;
  const [, closing, name = '', attributes = '', selfClosing] = match;
  return { kind: closing ? 'end' : selfClosing ? 'empty' : 'start', name, attributes, end: TAG.lastIndex };
}

function tagFault({ name, attributes }: Tag, isRoot: boolean): string | undefined {
  if (!ELEMENTS.has(name)) return 'the narrative has an element that is not allowed';
  let namespace: string | undefined;
  if (attributes !== '') {
    for (const [, attribute = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
      if (!ATTRIBUTES.has(attribute) && !attribute.startsWith('xmlns:'))
        return 'the narrative has an attribute that is not allowed';
      const value = double ?? single ?? '';
      if (attribute === 'xmlns') namespace = value;
      if ((attribute === 'href' || attribute === 'src') && isActive(value)) return 'the narrative has a link that runs a script';
    }
  }
  return isRoot && namespace !== XHTML ? 'the div is not in the name space of XHTML' : undefined;
}

/** Browsers overlook white space within the scheme of an address; an entity there can only be meant to hide it. */
const isActive = (address: string): boolean =>
  /^(?:javascript|vbscript|data:text)/i.test(address.replaceAll(/\s+/g, '')) || /^[^/?#:]*&/.test(address);

function isBlankBetween(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (text.charCodeAt(index) > 32) return false;
  return true;
}

function hasBadEntity(text: string, from: number, to: number): boolean {
  for (let at = text.indexOf('&', from); at >= 0 && at < to; at = text.indexOf('&', at + 1)) {
    const end = text.indexOf(';', at);
    if (end < 0 || end >= to || end - at > 34 || !ENTITY.test(text.slice(at + 1, end))) return true;
  }
  return false;
}
