import {
  exactTextLexeme,
  exactToken,
  foldText,
  type Group,
  groupFor,
  groupPlace,
  identifierPath,
  isMeasured,
  isResourceType,
  parseLocalReference,
  presenceLexeme,
  rangePlace,
  referenceLexeme,
  type SearchParameter,
  toBase,
  tokenLexeme,
  typedIdentifierLexeme,
  UCUM,
  unitKey,
  uriLexeme,
  type ValuePath,
} from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { identityNumber } from '../../standards/index.ts';
import { allOf, anyOf, type Comparison, type Condition } from './condition.ts';
import { anyType, canonical, type SearchContext } from './context.ts';
import { hasMainDate } from './main-date.ts';
import { alternativesIn, plainText, readDate, readNumber, readToken, splitAt } from './values.ts';

/** A parameter of a query as given: `code:modifier=value`. */
export interface Given {
  readonly type: string;
  readonly parameter: SearchParameter;
  readonly modifier: string | undefined;
  readonly value: string;
  /** As written, for messages. */
  readonly name: string;
}

/**
 * The condition of one parameter; its values, separated by commas, are alternatives.
 * @throws Problem parameter-invalid, parameter-unsupported
 */
export function parseCondition(given: Given, context: SearchContext): Condition {
  const { parameter, modifier, value, name } = given;
  if (modifier === 'missing') return missing(parameter, value, name);
  const alternatives = alternativesIn(name, value);
  if (modifier === 'not' && !NEGATED.has(parameter.kind)) throw unsupported(name, modifier);
  if (modifier === 'not')
    return {
      kind: 'not',
      condition: anyOf(alternatives.map((text) => parseOne({ ...given, modifier: undefined }, text, context))),
    };
  return anyOf(alternatives.map((text) => parseOne(given, text, context)));
}

/** Kinds whose values are there or not; of a measure, `ne` says what is meant. */
const NEGATED: ReadonlySet<string> = new Set(['token', 'reference', 'uri']);

function missing({ paths, composite }: SearchParameter, value: string, name: string): Condition {
  if (value !== 'true' && value !== 'false') throw new Problem('parameter-invalid', `${name} is true or false`, { at: name });
  if (composite) throw unsupported(name, 'missing');
  const present: Condition = { kind: 'lexemes', any: paths.map(({ key, target }) => presenceLexeme(key, target)) };
  return value === 'true' ? { kind: 'not', condition: present } : present;
}

const unsupported = (name: string, modifier: string) =>
  new Problem('parameter-unsupported', `The modifier :${modifier} is not supported here`, { at: name });

function parseOne(given: Given, text: string, context: SearchContext): Condition {
  if (text === '' && given.parameter.kind !== 'token')
    throw new Problem('parameter-invalid', `${given.name} has no value`, { at: given.name });
  switch (given.parameter.kind) {
    case 'token':
      return tokenCondition(given, text);
    case 'string':
      return textCondition(given, plainText(text));
    case 'uri':
      return uriCondition(given, plainText(text));
    case 'reference':
      return referenceCondition(given, plainText(text), context);
    case 'date':
    case 'number':
    case 'quantity':
      if (given.modifier) throw unsupported(given.name, given.modifier);
      return measuredCondition(given, text);
    case 'composite':
      if (given.modifier) throw unsupported(given.name, given.modifier);
      return compositeCondition(given, text, context);
    case 'special':
      throw new Problem('parameter-unsupported', 'Searching by place is not supported yet', { at: given.name });
  }
}

function tokenCondition({ parameter, modifier, name }: Given, text: string): Condition {
  const { paths } = parameter;
  if (modifier === 'text') return displayCondition(paths, plainText(text), name);
  if (modifier === 'of-type') return ofTypeCondition(paths, text, name);
  if (modifier) throw unsupported(name, modifier);
  const token = readToken(text);
  return { kind: 'lexemes', any: paths.flatMap(({ key, type }) => tokenLexemesFor(key, type, token)) };
}

/** Types whose system is said by the definition of the element. */
const IMPLIED: ReadonlySet<string> = new Set(['code', 'boolean', 'string', 'uri', 'id', 'ContactPoint', 'exists']);

type Token = ReturnType<typeof readToken>;

function tokenLexemesFor(key: string, type: string, { system, code }: Token): string[] {
  if (IMPLIED.has(type)) return [tokenLexeme(key, code === undefined ? system : undefined, code)];
  if (type !== 'Identifier' || code === undefined) return [tokenLexeme(key, system, code)];
  if (system !== undefined) return [tokenLexeme(key, system, canonical.identifier(system, code))];
  // without a system it may be an identity number in another spelling than the one it is filed under
  return spellingsOf(code).map((one) => tokenLexeme(key, undefined, one));
}

const spellingsOf = (value: string): string[] => [...new Set([value, canonical.identifier(identityNumber, value)])];

function ofTypeCondition(paths: readonly ValuePath[], text: string, name: string): Condition {
  const parts = splitAt(text, '|').map(plainText);
  const [system, code, value] = parts;
  if (parts.length !== 3 || !code || !value) throw new Problem('parameter-invalid', `${name} is system|code|value`, { at: name });
  const type = `${system ?? ''}|${code}`;
  const any = paths.flatMap(({ key }) => spellingsOf(value).map((one) => typedIdentifierLexeme(key, type, one)));
  return { kind: 'lexemes', any };
}

const LONGEST_DISPLAY = 200;

function displayCondition(paths: readonly ValuePath[], text: string, name: string): Condition {
  if (text.trim() === '' || text.length > LONGEST_DISPLAY)
    throw new Problem('parameter-invalid', `${name} is a text of at most ${LONGEST_DISPLAY} characters`, { at: name });
  return { kind: 'display', properties: paths.map(({ steps }) => steps.map(({ property }) => property)), text };
}

function textCondition({ parameter, modifier, name }: Given, text: string): Condition {
  const places = parameter.paths.map(({ key }) => key);
  if (modifier === 'exact') return { kind: 'lexemes', any: places.map((place) => exactTextLexeme(place, text)) };
  if (modifier !== undefined && modifier !== 'contains') throw unsupported(name, modifier);
  const folded = foldText(text);
  if (!folded) throw new Problem('parameter-invalid', `${name} has no letters`, { at: name });
  return { kind: 'text', places, match: modifier === 'contains' ? 'contains' : 'starts', text: folded };
}

function uriCondition({ parameter, modifier, name }: Given, uri: string): Condition {
  const places = parameter.paths.map(({ key }) => key);
  if (modifier === 'below') return { kind: 'text', places, match: 'starts', text: uri };
  if (modifier === 'above')
    return { kind: 'lexemes', any: places.flatMap((place) => ancestorsOf(uri).map((one) => uriLexeme(place, one))) };
  if (modifier) throw unsupported(name, modifier);
  return { kind: 'lexemes', any: places.map((place) => uriLexeme(place, uri)) };
}

/** The address itself, and every shorter one at a slash. */
function ancestorsOf(uri: string): string[] {
  const ends = [...uri.matchAll(/\//g)].flatMap(({ index }) => [index, index + 1]);
  return [...new Set([uri, ...ends.map((end) => uri.slice(0, end))])].filter((one) => one !== '' && !/^[a-z]+:\/?\/?$/.test(one));
}

function referenceCondition(given: Given, text: string, context: SearchContext): Condition {
  const { parameter, modifier, name } = given;
  if (modifier === 'identifier') {
    const token = readToken(text);
    return {
      kind: 'lexemes',
      any: parameter.paths.flatMap(({ key }) => tokenLexemesFor(identifierPath(key), 'Identifier', token)),
    };
  }
  if (modifier !== undefined && !isResourceType(modifier)) throw unsupported(name, modifier);
  const targets = targetsOf(given, text, modifier, context);
  const written = context.base ? targets.flatMap((target) => [target, `${context.base}/${target}`]) : targets;
  const any = parameter.paths.flatMap(({ key }) => written.map((target) => referenceLexeme(key, target)));
  const patients = parameter.code === 'patient' || parameter.code === 'subject' ? patientsAmong(targets) : undefined;
  return patients ? { kind: 'patient', ids: patients, any } : { kind: 'lexemes', any };
}

/** What a reference may be written as: `Type/id` for every type it can lead to, or an address. */
function targetsOf({ parameter }: Given, text: string, modifier: string | undefined, context: SearchContext): string[] {
  const local = parseLocalReference(text.startsWith(`${context.base}/`) ? text.slice(context.base.length + 1) : text);
  const only = parameter.paths.find(({ target }) => target)?.target;
  if (local)
    return [modifier ?? local.type, only ?? local.type].every((one) => one === local.type) ? [`${local.type}/${local.id}`] : [];
  if (/[:/]/.test(text)) return [text];
  const types = modifier ? [modifier] : only ? [only] : parameter.targets.length > 0 ? parameter.targets : anyType;
  return types.map((one) => `${one}/${text}`);
}

/** Ids of the residents, where nobody and nothing else is asked for. */
function patientsAmong(targets: readonly string[]): string[] | undefined {
  const ids = targets
    .map((target) => parseLocalReference(target))
    .flatMap((local) => (local?.type === 'Patient' ? [local.id] : []));
  return ids.length > 0 && ids.length === targets.length ? ids : undefined;
}

function measuredCondition({ type, parameter, name }: Given, text: string): Condition {
  const { kind, paths, code } = parameter;
  if (kind === 'date') {
    const comparison = readDate(name, text);
    return code === 'date' && hasMainDate(type)
      ? { kind: 'happened', comparison }
      : { kind: 'range', places: paths.map(({ key }) => key), comparison, isDate: true };
  }
  if (kind === 'number')
    return { kind: 'range', places: paths.map(({ key }) => key), comparison: readNumber(name, text), isDate: false };
  return quantityCondition(
    paths.map(({ key }) => key),
    text,
    name,
  );
}

/** `5.4`, `5.4|http://unitsofmeasure.org|mg`, `5.4||mg`. https://hl7.org/fhir/R4/search.html#quantity */
function quantityCondition(places: readonly string[], text: string, name: string): Condition {
  const [number = '', ...unit] = splitAt(text, '|').map(plainText);
  const comparison = readNumber(name, number);
  if (unit.length === 0) return { kind: 'range', places: places.map((place) => rangePlace(place)), comparison, isDate: false };
  const [system = '', code = ''] = unit;
  if (!code) throw new Problem('parameter-invalid', `${name} is number|system|code`, { at: name });
  const forms = system
    ? [inBase(comparison, system, code)]
    : [inBase(comparison, UCUM, code), { unit: unitKey(undefined, code), comparison }];
  return anyOf(
    forms.map(({ unit: key, comparison: converted }) => ({
      kind: 'range',
      places: places.map((place) => rangePlace(place, key)),
      comparison: converted,
      isDate: false,
    })),
  );
}

function inBase(comparison: Comparison, system: string, code: string): { unit: string; comparison: Comparison } {
  const { unit, low, high } = toBase({ low: comparison.from, high: comparison.to, system, code }, canonical);
  return { unit, comparison: { ...comparison, from: low, to: high } };
}

/** Parts are separated by `$`. */
function compositeCondition(given: Given, text: string, context: SearchContext): Condition {
  const { type, parameter, name } = given;
  const values = splitAt(text, '$');
  const { roots = [], parts = [] } = parameter.composite ?? {};
  if (values.length !== parts.length)
    throw new Problem('parameter-invalid', `${name} has ${parts.length} parts, separated by $`, { at: name });
  return anyOf(
    roots.map((root) =>
      root.length === 0
        ? allOf(
            parts.map((part, index) =>
              parseOne({ ...given, parameter: { ...parameter, ...part, targets: [] }, name }, values[index] ?? '', context),
            ),
          )
        : groupCondition(given, groupFor(type, root, parts), values),
    ),
  );
}

/** Parts of one element: the exact ones name the place, the measured ones are compared there. */
function groupCondition(given: Given, { key, root, parts }: Group, values: readonly string[]): Condition {
  const conditions: Condition[] = [];
  const texts: string[] = [];
  for (const [index, part] of parts.entries()) {
    const value = values[index] ?? '';
    if (isMeasured(part.kind))
      conditions.push(measuredInGroup(given, part.kind, groupPlace(`${key}#${parts.length - 1 - index}`, texts), value));
    else {
      texts.push(textOfPart(part.kind, value));
      // the system of a token is compared where it stands by itself
      if (part.kind === 'token' && value.includes('|'))
        conditions.push(
          tokenCondition(
            {
              ...given,
              modifier: undefined,
              parameter: { ...given.parameter, paths: part.paths.map((path) => belowRoot(given.type, root, path)) },
            },
            value,
          ),
        );
    }
  }
  if (!parts.some(({ kind }) => isMeasured(kind))) conditions.push({ kind: 'lexemes', any: [groupPlace(key, texts)] });
  return allOf(conditions);
}

/** The place of a part as it is called outside of the group. */
function belowRoot(type: string, root: Group['root'], path: ValuePath): ValuePath {
  const above = root.map(({ property }) => property).join('.');
  return path.fromTop ? path : { ...path, key: `${type}.${above}.${path.key.slice(type.length + 1)}` };
}

function textOfPart(kind: string, value: string): string {
  if (kind === 'token') return exactToken({ code: readToken(value).code ?? '' });
  if (kind === 'reference') return plainText(value).includes('/') ? plainText(value) : `*/${plainText(value)}`;
  return kind === 'string' ? foldText(plainText(value)) : plainText(value);
}

function measuredInGroup({ name }: Given, kind: string, place: string, value: string): Condition {
  if (kind === 'date') return { kind: 'range', places: [place], comparison: readDate(name, value), isDate: true };
  if (kind === 'number') return { kind: 'range', places: [place], comparison: readNumber(name, value), isDate: false };
  return quantityCondition([place], value, name);
}
