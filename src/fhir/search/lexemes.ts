import type { TokenValue } from './values.ts';

/**
 * The texts under which exact values are found. The store keeps their hashes; a search asks for the hashes of the texts
 * that its value stands for.
 * @param system undefined: any will do, '': there is none
 * @param code undefined: any will do
 */
export function tokenLexeme(path: string, system: string | undefined, code: string | undefined): string {
  if (code === undefined) return `${path}@${system ?? ''}`;
  return system === undefined ? `${path}#${code}` : `${path}=${system.replaceAll('|', '%7C')}|${code}`;
}

/** All texts by which a token is found: with its system, with its code alone, with its system alone. */
export function tokenLexemes(path: string, { system, code, implied }: TokenValue): string[] {
  const bySystem = system === undefined ? [] : [tokenLexeme(path, system, undefined)];
  if (code === undefined) return bySystem;
  const alone = tokenLexeme(path, undefined, code);
  return implied ? [alone] : [alone, tokenLexeme(path, system ?? '', code), ...bySystem];
}

/** @param target `Type/id`, or an address */
export const referenceLexeme = (path: string, target: string): string => `${path}>${target}`;
export const uriLexeme = (path: string, uri: string): string => `${path}=${uri}`;
/** For `:exact`: the text as it is, case and accents included. */
export const exactTextLexeme = (path: string, text: string): string => `${path}==${text}`;
/**
 * There is a value: for `:missing`.
 * @param target where only references to this type count
 */
export const presenceLexeme = (path: string, target = ''): string => `${path}?${target}`;
export const typedIdentifierLexeme = (path: string, type: string, value: string): string => `${path}:of-type=${type}|${value}`;
export const identifierPath = (path: string): string => `${path}:identifier`;

/** The place of a measured value in the index: by its unit, or as written with any unit. */
export const rangePlace = (path: string, unit?: string): string => (unit === undefined ? path : `${path} ${unit}`);
export const unitKey = (system: string | undefined, code: string | undefined): string => `${system ?? ''}|${code ?? ''}`;
/** A group of a composite whose exact parts have these texts. */
export const groupPlace = (key: string, texts: readonly string[]): string => `${key}=${texts.join('$')}`;
