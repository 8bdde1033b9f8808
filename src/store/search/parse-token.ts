import { identifierPath, impliedCodes, tokenLexeme, typedIdentifierLexeme, type ValuePath } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { identityNumber } from '../../standards/index.ts';
import type { Condition } from './condition.ts';
import { canonical } from './context.ts';
import { type Given, unsupported } from './given.ts';
import { plainText, readToken, splitAt } from './values.ts';

/** `code`, `system|code`, `|code`, `system|`. https://hl7.org/fhir/R4/search.html#token */
export function tokenCondition(given: Given, text: string): Condition {
  const { parameter, modifier, name } = given;
  const { paths } = parameter;
  if (modifier === 'text' && !parameter.isOwn) return displayCondition(paths, plainText(text), name);
  if (modifier === 'of-type') return ofTypeCondition(paths, text, name);
  if (modifier === 'in' || modifier === 'above' || modifier === 'below') return conceptsCondition(paths, modifier, text, name);
  if (modifier) throw unsupported(name, modifier);
  const token = readToken(text);
  return {
    kind: 'lexemes',
    any: paths.flatMap((path) => plainCodes(given.type, path, token) ?? tokenLexemesFor(path.key, path.type, token)),
  };
}

/** Types whose system is said by the definition of the element. */
const IMPLIED: ReadonlySet<string> = new Set(['code', 'boolean', 'string', 'uri', 'id', 'ContactPoint', 'exists']);

type Token = ReturnType<typeof readToken>;

/**
 * Of an element that is a plain code, with a system: it must be that of its binding. undefined where there is none to compare.
 * https://hl7.org/fhir/R4/search.html#token
 */
function plainCodes(type: string, path: ValuePath, { system, code }: Token): string[] | undefined {
  const codes = system ? impliedCodes(type, path) : undefined;
  if (!codes || !system) return undefined;
  const known = codes.get(system) ?? [];
  return known.filter((one) => code === undefined || one === code).map((one) => tokenLexeme(path.key, undefined, one));
}

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

/** Types of elements that hold codes of code systems. */
const CODED: ReadonlySet<string> = new Set(['code', 'Coding', 'CodeableConcept']);

/** `:in` a value set, `:above` and `:below` a code. https://hl7.org/fhir/R4/search.html#token */
function conceptsCondition(
  paths: readonly ValuePath[],
  modifier: 'in' | 'above' | 'below',
  text: string,
  name: string,
): Condition {
  const places = paths.filter(({ type }) => CODED.has(type)).map(({ key, type }) => ({ key, isBare: type === 'code' }));
  if (places.length === 0) throw unsupported(name, modifier);
  if (modifier === 'in') return { kind: 'concepts', asked: { valueSet: plainText(text) }, places, name };
  const { system, code } = readToken(text);
  if (!system || code === undefined) throw new Problem('parameter-invalid', `${name} is system|code`, { at: name });
  return { kind: 'concepts', asked: { relation: modifier, system, code }, places, name };
}

const LONGEST_DISPLAY = 200;

function displayCondition(paths: readonly ValuePath[], text: string, name: string): Condition {
  if (text.trim() === '' || text.length > LONGEST_DISPLAY)
    throw new Problem('parameter-invalid', `${name} is a text of at most ${LONGEST_DISPLAY} characters`, { at: name });
  return { kind: 'display', properties: paths.map(({ steps }) => steps.map(({ property }) => property)), text };
}

/** Of the identifier that stands in a reference. */
export function identifierCondition({ parameter }: Given, text: string): Condition {
  const token = readToken(text);
  return {
    kind: 'lexemes',
    any: parameter.paths.flatMap(({ key }) => tokenLexemesFor(identifierPath(key), 'Identifier', token)),
  };
}
