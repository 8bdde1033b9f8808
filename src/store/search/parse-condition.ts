import {
  belowBase,
  exactTextLexeme,
  exactToken,
  foldText,
  type Group,
  groupFor,
  groupPlace,
  isGroup,
  isMeasured,
  isResourceType,
  parseLocalReference,
  presenceLexeme,
  referenceLexeme,
  type SearchParameter,
  uriLexeme,
  type ValuePath,
} from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { allOf, anyOf, type Condition } from './condition.ts';
import { anyType, type SearchContext } from './context.ts';
import { type Given, unsupported } from './given.ts';
import { nearCondition } from './near.ts';
import { measuredCondition, measuredInGroup } from './parse-measure.ts';
import { identifierCondition, tokenCondition } from './parse-token.ts';
import { alternativesIn, plainText, readToken, splitAt } from './values.ts';

/**
 * The condition of one parameter; its values, separated by commas, are alternatives.
 * @throws Problem parameter-invalid, parameter-unsupported
 */
export function parseCondition(given: Given, context: SearchContext): Condition {
  const { parameter, modifier, value, name } = given;
  if (modifier === 'missing') return missing(parameter, value, name);
  const alternatives = alternativesIn(name, value);
  if (modifier === 'not' && !NEGATED.has(parameter.kind)) throw unsupported(name, modifier);
  if (modifier === 'not' || (modifier === 'not-in' && parameter.kind === 'token')) {
    const positive = { ...given, modifier: modifier === 'not' ? undefined : 'in' };
    return { kind: 'not', condition: anyOf(alternatives.map((text) => parseOne(positive, text, context))) };
  }
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
      if (given.modifier) throw unsupported(given.name, given.modifier);
      return nearCondition(
        given.parameter.paths.map(({ key }) => key),
        text,
        given.name,
      );
  }
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
  if (modifier === 'identifier') return identifierCondition(given, text);
  if (modifier !== undefined && !isResourceType(modifier)) throw unsupported(name, modifier);
  const targets = targetsOf(given, text, modifier, context);
  const written = context.base ? targets.flatMap((target) => [target, `${context.base}/${target}`]) : targets;
  const any = parameter.paths.flatMap(({ key }) => written.map((target) => referenceLexeme(key, target)));
  const patients =
    !parameter.isOwn && (parameter.code === 'patient' || parameter.code === 'subject') ? patientsAmong(targets) : undefined;
  return patients ? { kind: 'patient', ids: patients, any } : { kind: 'lexemes', any };
}

/** What a reference may be written as: `Type/id` for every type it can lead to, or an address. */
function targetsOf({ parameter }: Given, text: string, modifier: string | undefined, context: SearchContext): string[] {
  const own = /^https?:/i.test(text) ? belowBase(context.base)(text) : undefined;
  const local = parseLocalReference(own ?? text);
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

/** Parts are separated by `$`. */
function compositeCondition(given: Given, text: string, context: SearchContext): Condition {
  const { type, parameter, name } = given;
  const values = splitAt(text, '$');
  const { roots = [], parts = [], key } = parameter.composite ?? {};
  if (values.length !== parts.length)
    throw new Problem('parameter-invalid', `${name} has ${parts.length} parts, separated by $`, { at: name });
  const isOpen = parts.some(({ kind }, index) => isOfAnyCode(kind, values[index] ?? ''));
  const isTogether = (root: Group['root']) => key !== undefined || root.length > 0 || (isGroup(root, parts) && !isOpen);
  if (isOpen && roots.some(isTogether)) throw new Problem('parameter-unsupported', `${name} is asked with a code`, { at: name });
  return anyOf(
    roots.map((root) =>
      isTogether(root)
        ? groupCondition(given, key === undefined ? groupFor(type, root, parts) : { key, root, parts }, values)
        : allOf(
            parts.map((part, index) =>
              parseOne({ ...given, parameter: { ...parameter, ...part, targets: [] }, name }, values[index] ?? '', context),
            ),
          ),
    ),
  );
}

/** A token of any code: it names no place. */
const isOfAnyCode = (kind: string, value: string): boolean => kind === 'token' && readToken(value).code === undefined;

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
  return path.fromTop || !above ? path : { ...path, key: `${type}.${above}.${path.key.slice(type.length + 1)}` };
}

function textOfPart(kind: string, value: string): string {
  if (kind === 'token') return exactToken({ code: readToken(value).code ?? '' });
  if (kind === 'reference') return plainText(value).includes('/') ? plainText(value) : `*/${plainText(value)}`;
  return kind === 'string' ? foldText(plainText(value)) : plainText(value);
}
