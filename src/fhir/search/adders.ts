import { parseLocalReference } from '../references.ts';
import { isObject } from '../resource.ts';
import { type Canonical, toBase } from './canonical.ts';
import { CodingLexemes } from './coding-lexemes.ts';
import {
  exactTextLexeme,
  identifierPath,
  presenceLexeme,
  rangePlace,
  referenceLexeme,
  tokenLexemes,
  typedIdentifierLexeme,
  uriLexeme,
} from './lexemes.ts';
import type { ParameterKind } from './parameters.ts';
import { latitudePlace, longitudePlace, positionIn } from './position.ts';
import { foldText } from './text.ts';
import { datesIn, numbersIn, quantitiesIn, type RangeValue, type TokenValue, textsIn, tokensIn } from './values.ts';

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
}

/** What is being gathered of one resource. */
export interface Collector {
  readonly lexemes: Set<string>;
  readonly ranges: RangeEntry[];
  readonly texts: TextEntry[];
}

/** Adds the entries of one value at one place. */
export type Adder = (value: unknown, out: Collector) => void;

/** Made once a place: what depends on the place alone is ready when the values come. */
export function adderOf(key: string, kind: ParameterKind, type: string, canonical: Canonical): Adder {
  switch (kind) {
    case 'token':
      return tokenAdder(key, type, canonical);
    case 'string':
      return (value, out) => addTexts(key, type, value, out);
    case 'reference':
      return referenceAdder(key, canonical);
    case 'uri':
      return (value, out) => addUri(key, value, out);
    case 'date':
    case 'number':
    case 'quantity':
      return rangeAdder(key, kind, type, canonical);
    case 'special':
      return (value, out) => addPosition(key, value, out);
    case 'composite':
      return () => {};
  }
}

function addPosition(key: string, value: unknown, out: Collector): void {
  const position = positionIn(value);
  if (!position) return;
  const { latitude, longitude } = position;
  out.ranges.push({ place: latitudePlace(key), isDate: false, low: latitude, high: latitude });
  out.ranges.push({ place: longitudePlace(key), isDate: false, low: longitude, high: longitude });
  out.lexemes.add(presenceLexeme(key));
}

function rangeAdder(key: string, kind: ParameterKind, type: string, canonical: Canonical): Adder {
  const presence = presenceLexeme(key);
  return (value, out) => {
    const ranges = rangesOf(key, kind, type, value, canonical);
    for (const range of ranges) out.ranges.push(range);
    if (ranges.length > 0) out.lexemes.add(presence);
  };
}

/** A quantity stands at two places: as written, whatever its unit, and by its unit, in the base of that where it is known. */
export function rangesOf(key: string, kind: ParameterKind, type: string, value: unknown, canonical: Canonical): RangeEntry[] {
  if (kind === 'date') return datesIn(value, type).map(({ low, high }) => ({ place: key, isDate: true, low, high }));
  if (kind === 'number') return numbersIn(value, type).map(({ low, high }) => ({ place: key, isDate: false, low, high }));
  return quantitiesIn(value, type).flatMap((quantity) => {
    const { low, high } = quantity;
    const { unit, ...base } = toBase(quantity, canonical);
    return [
      { place: rangePlace(key), isDate: false, low, high },
      { place: rangePlace(key, unit), isDate: false, ...base },
    ];
  });
}

function tokenAdder(key: string, type: string, canonical: Canonical): Adder {
  const lexemes = new CodingLexemes(key);
  switch (type) {
    case 'CodeableConcept':
      return (value, out) => addConcept(lexemes, value, out);
    case 'Coding':
      return (value, out) => addCoding(lexemes, value, out);
    case 'code':
      return (value, out) => {
        if (typeof value === 'string' && value !== '') for (const lexeme of lexemes.ofCode(value)) out.lexemes.add(lexeme);
      };
    default:
      return (value, out) => addTokens(key, type, value, canonical, out);
  }
}

function addConcept(lexemes: CodingLexemes, value: unknown, out: Collector): void {
  if (!isObject(value)) return;
  const { coding } = value;
  if (Array.isArray(coding)) for (const one of coding) addCoding(lexemes, one, out);
  else if (coding !== undefined) addCoding(lexemes, coding, out);
  if (isWords(value)) out.lexemes.add(lexemes.presence);
}

function addCoding(lexemes: CodingLexemes, coding: unknown, out: Collector): void {
  if (!isObject(coding)) return;
  const { system, code } = coding;
  const where = typeof system === 'string' ? system : '';
  if (typeof code === 'string' && code !== '') for (const lexeme of lexemes.of(where, code)) out.lexemes.add(lexeme);
  else if (where !== '') out.lexemes.add(lexemes.ofSystem(where)).add(lexemes.presence);
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

function referenceAdder(key: string, canonical: Canonical): Adder {
  const presence = presenceLexeme(key);
  return (value, out) => {
    if (typeof value === 'string') {
      for (const form of canonicalForms(value)) out.lexemes.add(referenceLexeme(key, form));
      out.lexemes.add(presence);
      return;
    }
    if (!isObject(value)) return;
    const { reference, identifier } = value;
    if (typeof reference === 'string') addTarget(key, reference, out);
    if (isObject(identifier)) addTokens(identifierPath(key), 'Identifier', identifier, canonical, out);
    if (reference !== undefined || identifier !== undefined) out.lexemes.add(presence);
  };
}

function addTarget(key: string, reference: string, out: Collector): void {
  const local = parseLocalReference(reference);
  if (!local) {
    out.lexemes.add(referenceLexeme(key, reference));
    return;
  }
  out.lexemes.add(referenceLexeme(key, `${local.type}/${local.id}`));
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
