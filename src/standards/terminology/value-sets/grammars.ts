import { isUnit } from '../../units/ucum.ts';

/** A code system whose codes follow a grammar, or are too many to be listed. */
export interface Grammar {
  /** undefined: it may be one, it may be none. */
  readonly isCode: (code: string) => boolean | undefined;
  readonly displayOf?: (code: string, language: string) => string | undefined;
}

/** Media types, RFC 6838: type/subtype, with parameters behind a semicolon. R4 uses short names of two formats besides. */
const MEDIA_TYPE = /^[A-Za-z0-9][\w!#$&^.+-]{0,126}\/[A-Za-z0-9*][\w!#$&^.+-]{0,126}(?:\s*;.*)?$/s;
const SHORT_FORMATS = new Set(['json', 'xml', 'ttl', 'turtle']);

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Code systems of R4 that are defined elsewhere and can be checked all the same. */
const grammars: Readonly<Record<string, Grammar>> = {
  'urn:ietf:bcp:13': { isCode: (code) => MEDIA_TYPE.test(code) || SHORT_FORMATS.has(code) },
  'urn:ietf:bcp:47': { isCode: isLanguage, displayOf: languageName },
  'urn:iso:std:iso:4217': {
    // a currency may be newer than the program
    isCode: (code) => (currencies.has(code) ? true : /^[A-Z]{3}$/.test(code) ? undefined : false),
    displayOf: (code, language) =>
      currencies.has(code) ? new Intl.DisplayNames([language], { type: 'currency' }).of(code) : undefined,
  },
  'http://unitsofmeasure.org': { isCode: (code) => isUnit(code) },
};

export const grammarOf = (system: string): Grammar | undefined =>
  Object.hasOwn(grammars, system) ? grammars[system] : undefined;

function isLanguage(code: string): boolean {
  try {
    return Intl.getCanonicalLocales(code).length === 1;
  } catch {
    return /^x-[A-Za-z0-9-]+$/.test(code);
  }
}

function languageName(code: string, language: string): string | undefined {
  return isLanguage(code) && !code.startsWith('x-')
    ? new Intl.DisplayNames([language], { type: 'language' }).of(code)
    : undefined;
}
