import { parseLocalReference } from '../references.ts';
import { isObject, type Resource } from '../resource.ts';
import { type Canonical, toBase } from './canonical.ts';
import { exactTexts, type Group, groupsOf, isMeasured } from './composite.ts';
import {
  exactTextLexeme,
  groupPlace,
  identifierPath,
  presenceLexeme,
  rangePlace,
  referenceLexeme,
  tokenLexemes,
  typedIdentifierLexeme,
  uriLexeme,
} from './lexemes.ts';
import { type ParameterKind, searchParametersOf, type ValuePath } from './parameters.ts';
import { foldText } from './text.ts';
import { datesIn, numbersIn, quantitiesIn, type RangeValue, type TokenValue, textsIn, tokensIn } from './values.ts';
import { walk } from './walk.ts';

/** A number, quantity or date at a place of the index. */
export interface RangeEntry extends RangeValue {
  readonly place: string;
  readonly isDate: boolean;
}

export interface TextEntry {
  readonly place: string;
  /** Folded; an address as it is. */
  readonly text: string;
}

/** Everything under which a resource is found. */
export interface IndexEntries {
  readonly lexemes: ReadonlySet<string>;
  readonly ranges: readonly RangeEntry[];
  readonly texts: readonly TextEntry[];
  /** `Type/id` of the resources that it refers to, each once. */
  readonly links: ReadonlySet<string>;
}

interface Collector {
  readonly lexemes: Set<string>;
  readonly ranges: RangeEntry[];
  readonly texts: TextEntry[];
  readonly links: Set<string>;
}

type Reader = (resource: Resource, out: Collector) => void;
type Adder = (value: unknown, out: Collector) => void;

/** The index entries of resources by all official R4 parameters of their types. Pure; readers are made once a type. */
export function indexer(canonical: Canonical): (resource: Resource) => IndexEntries {
  const known = new Map<string, readonly Reader[]>();
  return (resource) => {
    const { resourceType } = resource;
    const readers = known.get(resourceType) ?? readersOf(resourceType, canonical);
    known.set(resourceType, readers);
    const out: Collector = { lexemes: new Set(), ranges: [], texts: [], links: new Set() };
    for (const read of readers) read(resource, out);
    return out;
  };
}

/** One reader a place, whoever looks there: `code` and `combo-code` share it. */
function readersOf(type: string, canonical: Canonical): Reader[] {
  const parameters = [...searchParametersOf(type).values()];
  const places = new Map<string, Reader>();
  for (const { kind, paths } of parameters)
    for (const path of paths) {
      const name = `${kind} ${path.key}@${path.type}`;
      if (!places.has(name)) places.set(name, readerOf(path, adderOf(path.key, kind, path.type, canonical)));
      if (path.target) places.set(`${name}>${path.target}`, readerOf(path, targetAdder(path.key, path.target)));
    }
  return [...places.values(), ...groupsOf(type, parameters).map((group) => groupReader(group, canonical))];
}

function readerOf({ steps }: ValuePath, add: Adder): Reader {
  return (resource, out) => walk(resource, steps, (value) => add(value, out));
}

/** Of references that count only where they lead to one type: that there is one. */
function targetAdder(key: string, target: string): Adder {
  return (value, out) => {
    const text = isObject(value) ? value['reference'] : undefined;
    if (typeof text === 'string' && parseLocalReference(text)?.type === target) out.lexemes.add(presenceLexeme(key, target));
  };
}

function adderOf(key: string, kind: ParameterKind, type: string, canonical: Canonical): Adder {
  switch (kind) {
    case 'token':
      return (value, out) => addTokens(key, type, value, canonical, out);
    case 'string':
      return (value, out) => addTexts(key, type, value, out);
    case 'reference':
      return (value, out) => addReference(key, value, canonical, out);
    case 'uri':
      return (value, out) => addUri(key, value, out);
    case 'date':
    case 'number':
    case 'quantity':
      return (value, out) => {
        const ranges = rangesOf(key, kind, type, value, canonical);
        out.ranges.push(...ranges);
        if (ranges.length > 0) out.lexemes.add(presenceLexeme(key));
      };
    default:
      return () => {};
  }
}

/** A quantity stands at two places: as written, whatever its unit, and by its unit, in the base of that where it is known. */
function rangesOf(key: string, kind: ParameterKind, type: string, value: unknown, canonical: Canonical): RangeEntry[] {
  if (kind === 'date') return datesIn(value, type).map((range) => ({ place: key, isDate: true, ...range }));
  if (kind === 'number') return numbersIn(value, type).map((range) => ({ place: key, isDate: false, ...range }));
  return quantitiesIn(value, type).flatMap((quantity) => {
    const { low, high } = quantity;
    const { unit, ...base } = toBase(quantity, canonical);
    return [
      { place: rangePlace(key), isDate: false, low, high },
      { place: rangePlace(key, unit), isDate: false, ...base },
    ];
  });
}

function groupReader({ key, root, parts }: Group, canonical: Canonical): Reader {
  return (resource, out) => walk(resource, root, (element) => addGroup(key, resource, element, parts, [], canonical, out));
}

/** Exact parts of an element are filed in every combination; a resource with more of them is found by its parts alone. */
const MOST_ENTRIES = 50_000;

/** Goes through the parts in their order; the last one may be measured. */
function addGroup(
  key: string,
  resource: Resource,
  element: unknown,
  [part, ...others]: Group['parts'],
  texts: readonly string[],
  canonical: Canonical,
  out: Collector,
): void {
  if (out.lexemes.size + out.ranges.length > MOST_ENTRIES) return;
  if (!part) {
    out.lexemes.add(groupPlace(key, texts));
    return;
  }
  if (!isMeasured(part.kind)) {
    for (const text of exactTexts(resource, element, part.kind, part.paths))
      addGroup(key, resource, element, others, [...texts, text], canonical, out);
    return;
  }
  const place = groupPlace(`${key}#${others.length}`, texts);
  for (const { steps, type, fromTop } of part.paths)
    walk(fromTop ? resource : element, steps, (value) => out.ranges.push(...rangesOf(place, part.kind, type, value, canonical)));
  if (others.length > 0) addGroup(key, resource, element, others, texts, canonical, out);
}

function addTokens(key: string, type: string, value: unknown, canonical: Canonical, out: Collector): void {
  const tokens =
    type === 'Identifier' ? tokensIn(value, type).map((token) => inOneSpelling(token, canonical)) : tokensIn(value, type);
  for (const token of tokens) for (const lexeme of tokenLexemes(key, token)) out.lexemes.add(lexeme);
  if (tokens.length > 0 || isWords(value)) out.lexemes.add(presenceLexeme(key));
  if (type === 'Identifier' && isObject(value) && isObject(value['type']) && tokens[0])
    for (const { system, code } of tokensIn(value['type'], 'CodeableConcept'))
      out.lexemes.add(typedIdentifierLexeme(key, `${system ?? ''}|${code}`, tokens[0].code ?? ''));
}

/** A concept that says what it means without a code. */
const isWords = (value: unknown): boolean => isObject(value) && typeof value['text'] === 'string';

/** An identifier has one spelling in the index, whichever way it came. */
function inOneSpelling({ system, code }: TokenValue, { identifier }: Canonical): TokenValue {
  return { system, code: code === undefined ? undefined : identifier(system, code) };
}

function addTexts(key: string, type: string, value: unknown, out: Collector): void {
  for (const exact of textsIn(value, type)) {
    out.texts.push({ place: key, text: foldText(exact) });
    out.lexemes.add(exactTextLexeme(key, exact)).add(presenceLexeme(key));
  }
}

function addReference(key: string, value: unknown, canonical: Canonical, out: Collector): void {
  if (typeof value === 'string') {
    for (const form of canonicalForms(value)) out.lexemes.add(referenceLexeme(key, form));
    out.lexemes.add(presenceLexeme(key));
    return;
  }
  if (!isObject(value)) return;
  const { reference, identifier } = value;
  if (typeof reference === 'string') addTarget(key, reference, out);
  if (isObject(identifier)) addTokens(identifierPath(key), 'Identifier', identifier, canonical, out);
  if (reference !== undefined || identifier !== undefined) out.lexemes.add(presenceLexeme(key));
}

function addTarget(key: string, reference: string, out: Collector): void {
  const local = parseLocalReference(reference);
  if (!local) {
    out.lexemes.add(referenceLexeme(key, reference));
    return;
  }
  const name = `${local.type}/${local.id}`;
  out.lexemes.add(referenceLexeme(key, name));
  out.links.add(name);
}

/** `url|version` is found with and without the version. */
function canonicalForms(text: string): string[] {
  const bar = text.indexOf('|');
  return bar < 0 ? [text] : [text, text.slice(0, bar)];
}

function addUri(key: string, value: unknown, out: Collector): void {
  if (typeof value !== 'string' || value === '') return;
  out.lexemes.add(presenceLexeme(key));
  for (const form of canonicalForms(value)) out.lexemes.add(uriLexeme(key, form));
  out.texts.push({ place: key, text: value });
}
