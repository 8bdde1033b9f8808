import { RE2JS, RE2JSException } from 're2js';
import { FhirPathError } from './syntax.ts';

/** A regular expression whose time grows with the text alone, not with the ways to match it. */
export interface Pattern {
  /** Whether a part of the text matches. */
  test(text: string): boolean;
  testWhole(text: string): boolean;
  /** Every match replaced; `$1` and `$<name>` stand for groups. */
  replaceAll(text: string, by: string): string;
}

const MAX_PATTERN = 1000;
/** Instructions of what a pattern is compiled to; `a{1000}` has a thousand. */
const MAX_INSTRUCTIONS = 10_000;
/** Instructions times characters, in the worst case about a second. */
const MAX_STEPS = 25_000_000;
/** Each may hold some megabytes of states. */
const MAX_KEPT = 50;
const kept = new Map<string, Pattern>();

/**
 * Reads a regular expression of somebody else: those of RE2, so without lookaround and backreferences; a dot is any character.
 * @throws FhirPathError of kind `execution` without a word of the pattern, which may come from a record; so do its functions
 */
export function toPattern(text: string): Pattern {
  const pattern = readPattern(text);
  if (typeof pattern === 'string') throw new FhirPathError('execution', 'a regular expression cannot be read');
  return pattern;
}

/** The pattern, or why there is none, with the part of it that is not read. */
export function readPattern(text: string): Pattern | string {
  const known = kept.get(text);
  if (known) return known;
  if (text.length > MAX_PATTERN) return `it has more than ${MAX_PATTERN} characters`;
  if (BACK_TO_NAME.test(text)) return 'it goes back to a group';
  try {
    const compiled = RE2JS.compile(asRe2(RE2JS.translateRegExp(text)), RE2JS.DOTALL);
    if (compiled.programSize() > MAX_INSTRUCTIONS) return 'it repeats too much';
    const oldest = kept.size < MAX_KEPT ? undefined : kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
    const pattern = limited(compiled);
    kept.set(text, pattern);
    return pattern;
  } catch (thrown) {
    if (!(thrown instanceof RE2JSException)) throw thrown;
    return thrown.message.replace(/^error parsing regexp: /, '');
  }
}

function limited(compiled: RE2JS): Pattern {
  const longest = Math.floor(MAX_STEPS / compiled.programSize());
  const within = (text: string): string => {
    if (text.length > longest) throw new FhirPathError('execution', 'a text is too long for its regular expression');
    return text;
  };
  return {
    test: (text) => compiled.test(within(text)),
    testWhole: (text) => compiled.testExact(within(text)),
    replaceAll: (text, by) => compiled.matcher(within(text)).replaceAll(by),
  };
}

const BACK_TO_NAME = /^(?:[^\\]|\\[^k])*\\k/s;
const PART = /\\[pP]\{[^}]*\}|\\[\s\S]|\[:\^?\w+:\]|[[\]]|[^\\[\]]+/g;
const SPACE = '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const NO_SPACE = [
  '\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}',
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}',
].join('');

/** White space is that of Unicode, U+3000 of Chinese texts included, and a script is named as elsewhere. */
function asRe2(pattern: string): string {
  let isInClass = false;
  return pattern.replace(PART, (part) => {
    if (part === '[') isInClass = true;
    if (part === ']') isInClass = false;
    if (part === '\\s') return isInClass ? SPACE : `[${SPACE}]`;
    if (part === '\\S') return isInClass ? NO_SPACE : `[${NO_SPACE}]`;
    return part.replace(/^(\\[pP]\{)(?:Script|sc|General_Category|gc)=/, '$1');
  });
}
