import { parseDateInterval, searchParametersOf } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { canonicalValue, identityNumber } from '../../standards/index.ts';
import { identifierLexeme } from '../row.ts';
import { type Cursor, parseCursor } from './cursor.ts';

/** Comparison prefixes of dates. https://hl7.org/fhir/R4/search.html#prefix */
export const prefixes = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'] as const;
export type Prefix = (typeof prefixes)[number];

/** One condition; its values are alternatives. Conditions of a query all hold. */
export type Condition =
  | { readonly kind: 'id'; readonly ids: readonly string[] }
  | { readonly kind: 'lexeme'; readonly lexemes: readonly string[] }
  | { readonly kind: 'patient'; readonly ids: readonly string[] }
  | { readonly kind: 'interval'; readonly column: 'happened' | 'updated'; readonly alternatives: readonly Comparison[] };

export interface Comparison {
  readonly prefix: Prefix;
  /** ISO instants, `to` exclusive. */
  readonly from: string;
  readonly to: string;
}

export interface Sort {
  readonly by: 'id' | 'updated' | 'happened';
  readonly descending: boolean;
}

export interface SearchQuery {
  readonly type: string;
  readonly conditions: readonly Condition[];
  readonly sort: Sort;
  /** 0 asks for the total alone. */
  readonly count: number;
  readonly total: 'none' | 'accurate';
  readonly after?: Cursor | undefined;
  /** The parameters that were understood, as they were given: they make up the `self` link. */
  readonly understood: readonly (readonly [string, string])[];
  /** Names of those that were not, under lenient handling. */
  readonly ignored: readonly string[];
}

/** Names in the CapabilityStatement; the truth about what `parseSearch` accepts for a type. */
export function supportedParameters(type: string): { name: string; kind: 'token' | 'date' | 'reference' }[] {
  const has = searchParametersOf(type);
  return [
    { name: '_id', kind: 'token' },
    { name: '_lastUpdated', kind: 'date' },
    ...(has.identifier ? [{ name: 'identifier', kind: 'token' } as const] : []),
    ...(has.patient ? [{ name: 'patient', kind: 'reference' } as const] : []),
    ...(has.date ? [{ name: 'date', kind: 'date' } as const] : []),
  ];
}

const DEFAULT_COUNT = 50;
const MAX_COUNT = 1000;

/**
 * Reads search parameters in the order given.
 * @param strict refuse unknown parameters (`Prefer: handling=strict`) rather than list them as ignored
 * @throws Problem parameter-unsupported, parameter-invalid
 */
export function parseSearch(type: string, parameters: Iterable<readonly [string, string]>, strict: boolean): SearchQuery {
  const state = { conditions: [] as Condition[], understood: [] as (readonly [string, string])[], ignored: [] as string[] };
  let result: Pick<SearchQuery, 'sort' | 'count' | 'total' | 'after'> = {
    sort: { by: 'id', descending: false },
    count: DEFAULT_COUNT,
    total: 'none',
  };
  for (const [name, value] of parameters) {
    if (value.includes('\u0000')) throw new Problem('parameter-invalid', 'A value has no NUL', { at: name });
    if (name === '_cursor') {
      result = { ...result, after: parseCursor(value) };
      continue;
    }
    const control = parseControl(name, value);
    const condition = control ? undefined : parseCondition(type, name, value);
    if (control) result = { ...result, ...control };
    else if (condition) state.conditions.push(condition);
    else if (strict) throw new Problem('parameter-unsupported', `${type} cannot be searched by ${name}`, { at: name });
    else state.ignored.push(name);
    if (control || condition) state.understood.push([name, value]);
  }
  return { type, ...state, ...result };
}

function parseControl(name: string, value: string): Partial<SearchQuery> | undefined {
  if (name === '_format' || name === '_pretty') return {};
  if (name === '_sort') return { sort: parseSort(value) };
  if (name === '_count') return { count: parseCount(value) };
  if (name === '_summary' && value === 'count') return { count: 0, total: 'accurate' };
  if (name === '_total' && (value === 'none' || value === 'accurate')) return { total: value };
  return undefined;
}

function parseSort(value: string): Sort {
  const descending = value.startsWith('-');
  const by = ({ _id: 'id', _lastUpdated: 'updated', date: 'happened' } as const)[value.slice(descending ? 1 : 0)];
  if (!by)
    throw new Problem('parameter-invalid', '_sort takes one of _id, _lastUpdated, date, with - before it for descending', {
      at: '_sort',
    });
  return { by, descending };
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Problem('parameter-invalid', '_count is a whole number', { at: '_count' });
  return Math.min(Number(value), MAX_COUNT);
}

function parseCondition(type: string, name: string, value: string): Condition | undefined {
  const alternatives = splitAlternatives(value);
  if (!supportedParameters(type).some((supported) => supported.name === name)) {
    return name === 'subject' && searchParametersOf(type).patient ? subjectCondition(alternatives) : undefined;
  }
  if (name === '_id') return { kind: 'id', ids: alternatives.map(plain) };
  if (name === 'identifier') return { kind: 'lexeme', lexemes: alternatives.flatMap(tokenLexemes) };
  if (name === 'patient') return { kind: 'patient', ids: alternatives.map(patientId) };
  return {
    kind: 'interval',
    column: name === 'date' ? 'happened' : 'updated',
    alternatives: alternatives.map((text) => comparison(name, text)),
  };
}

/** `subject` finds Patients, as `patient` does; it is no other parameter where it names something else. */
function subjectCondition(alternatives: readonly string[]): Condition {
  if (alternatives.some((text) => text.includes('/') && !/\bPatient\//.test(text)))
    throw new Problem('parameter-invalid', 'A subject is looked for as a Patient', { at: 'subject' });
  return { kind: 'patient', ids: alternatives.map(patientId) };
}

/** Alternatives are separated by commas; `\,` is a comma inside one. https://hl7.org/fhir/R4/search.html#escaping */
const splitAlternatives = (value: string): string[] => splitAt(',', value);

const plain = (text: string): string => text.replaceAll(/\\([,|$\\])/g, '$1');

/** Splits at each separator that no backslash stands before. */
function splitAt(separator: ',' | '|', text: string): string[] {
  const parts = [''];
  for (const [piece] of text.matchAll(/\\[\s\S]|[\s\S]/g))
    if (piece === separator) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${piece}`);
  return parts;
}

/** `system|value`, `value`, `|value` (one without a system) and `system|` (any of the system). */
function tokenLexemes(text: string): string[] {
  const [first = '', ...rest] = splitAt('|', text);
  if (rest.length > 0) return [identifierLexeme(plain(first), plain(rest.join('|')) || undefined)];
  const value = plain(first);
  // without a system it may be an identity number in another spelling than the one it is filed under
  return [...new Set([value, canonicalValue(identityNumber, value)])].map((one) => identifierLexeme(undefined, one));
}

const patientId = (text: string): string => plain(text).replace(/^.*\bPatient\//, '');

function comparison(name: string, text: string): Comparison {
  const prefix = prefixes.find((known) => text.startsWith(known));
  const interval = parseDateInterval(text.slice(prefix?.length ?? 0));
  if (!interval)
    throw new Problem('parameter-invalid', `${name} is a date, with one of ${prefixes.join(' ')} before it`, { at: name });
  return { prefix: prefix ?? 'eq', ...interval };
}
