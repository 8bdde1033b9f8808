import { FhirPathError, type LiteralType } from './syntax.ts';

export interface Token {
  readonly kind: 'name' | 'symbol' | 'variable' | 'special' | 'end' | LiteralType;
  /** Unescaped text; of a date the part after `@`. */
  readonly text: string;
  /** A name in backticks is never a keyword. */
  readonly isQuoted?: boolean;
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const RULES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['time', /@(T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)/y],
  ['dateTime', /@(\d{4}(?:-\d{2}(?:-\d{2})?)?T(?:\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?)?)/y],
  ['date', /@(\d{4}(?:-\d{2}(?:-\d{2})?)?)/y],
  ['number', /(\d+(?:\.\d+)?)/y],
  ['string', /'((?:[^'\\]|\\[\s\S])*)'/y],
  ['variable', /%(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|([A-Za-z_][\w-]*))/y],
  ['special', /(\$this|\$index|\$total)/y],
  ['name', /([A-Za-z_]\w*)/y],
  ['symbol', /(!~|!=|<=|>=|[-+*/&|<>=~.,()[\]{}])/y],
];
const QUOTED = /`((?:[^`\\]|\\[\s\S])*)`/y;
const ESCAPES: Readonly<Record<string, string>> = { f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * The tokens of an expression, white space and comments left out, with an `end` behind the last.
 * @throws FhirPathError of kind `syntax`
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skip(text, 0); at < text.length; at = skip(text, at)) {
    const [token, end] = next(text, at);
    tokens.push(token);
    at = end;
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return Math.max(at, SPACE.lastIndex);
}

function next(text: string, at: number): readonly [Token, number] {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  if (quoted) return [{ kind: 'name', text: unescaped(quoted[1] ?? ''), isQuoted: true }, QUOTED.lastIndex];
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at;
    const match = rule.exec(text);
    if (!match) continue;
    const found = match[1] ?? match[2] ?? match[3] ?? '';
    return [{ kind, text: kind === 'string' || kind === 'variable' ? unescaped(found) : found }, rule.lastIndex];
  }
  throw new FhirPathError('syntax', `nothing begins like the text at character ${at}`);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_all, hex, one) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[one] ?? one),
  );
}
