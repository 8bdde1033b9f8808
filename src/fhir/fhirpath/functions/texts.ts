import { type Items, NONE } from '../node.ts';
import { fromBoolean } from '../operators.ts';
import { toPattern } from '../pattern.ts';
import { argument, type Call, type FhirPathFunction } from '../scope.ts';
import { singleInteger, singleText } from '../singletons.ts';
import { FhirPathError } from '../syntax.ts';

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** https://hl7.org/fhirpath/N1/#string-manipulation */
export const textFunctions: Readonly<Record<string, FhirPathFunction>> = {
  indexOf: withText((text, part) => text.indexOf(part)),
  lastIndexOf: withText((text, part) => text.lastIndexOf(part)),
  startsWith: withText((text, part) => text.startsWith(part)),
  endsWith: withText((text, part) => text.endsWith(part)),
  contains: withText((text, part) => text.includes(part)),
  matches: withText((text, pattern) => toPattern(pattern).test(text)),
  matchesFull: withText((text, pattern) => toPattern(pattern).testWhole(text)),
  substring,
  upper: ofText((text) => text.toUpperCase()),
  lower: ofText((text) => text.toLowerCase()),
  trim: ofText((text) => text.trim()),
  length: ofText((text) => text.length),
  toChars: ({ input }) => [...(singleText(input) ?? '')],
  replace: (call) => replaced(call, replaceAll),
  replaceMatches: (call) =>
    replaced(call, (text, pattern, by) => (pattern === '' ? text : bounded(toPattern(pattern).replaceAll(text, by)))),
  split: (call) => {
    const [text, separator] = [singleText(call.input), singleText(argument(call))];
    return text === undefined || separator === undefined ? NONE : text.split(separator);
  },
  join: (call) => [call.input.map((item) => singleText([item])).join(singleText(argument(call)) ?? '')],
  encode: withText((text, format) => encode(text, format)),
  decode: withText((text, format) => decode(text, format)),
  escape: withText((text, target) =>
    target === 'json' ? JSON.stringify(text).slice(1, -1) : text.replace(/[&<>"']/g, (one) => HTML[one] ?? one),
  ),
  unescape: withText((text, target) => unescapeText(text, target)),
};

type Result = string | number | boolean | undefined;

const asItems = (value: Result): Items => (value === undefined ? NONE : [value]);

function ofText(operation: (text: string) => Result): FhirPathFunction {
  return ({ input }) => {
    const text = singleText(input);
    return text === undefined ? NONE : asItems(operation(text));
  };
}

function withText(operation: (text: string, argument: string) => Result): FhirPathFunction {
  return (call) => {
    const [text, other] = [singleText(call.input), singleText(argument(call))];
    if (text === undefined || other === undefined) return NONE;
    const result = operation(text, other);
    return typeof result === 'boolean' ? fromBoolean(result) : asItems(result);
  };
}

function substring(call: Call): Items {
  const [text, start, length] = [singleText(call.input), singleInteger(argument(call)), singleInteger(argument(call, 1))];
  if (text === undefined || start === undefined || start < 0 || start >= text.length) return NONE;
  return [text.slice(start, length === undefined ? undefined : start + Math.max(0, length))];
}

const MAX_TEXT = 4 * 1024 * 1024;

function replaceAll(text: string, pattern: string, by: string): string {
  const parts = text.split(pattern);
  if (text.length + parts.length * by.length > MAX_TEXT)
    throw new FhirPathError('execution', `a text grows beyond ${MAX_TEXT} characters`);
  return parts.join(by);
}

function bounded(text: string): string {
  if (text.length > MAX_TEXT) throw new FhirPathError('execution', `a text grows beyond ${MAX_TEXT} characters`);
  return text;
}

function replaced(call: Call, operation: (text: string, pattern: string, by: string) => string): Items {
  const [text, pattern, by] = [singleText(call.input), singleText(argument(call)), singleText(argument(call, 1))];
  return text === undefined || pattern === undefined || by === undefined ? NONE : [operation(text, pattern, by)];
}

function encode(text: string, format: string): string | undefined {
  const bytes = new TextEncoder().encode(text);
  if (format === 'hex') return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
  if (format === 'urlbase64') return base64.replaceAll('+', '-').replaceAll('/', '_');
  return format === 'base64' ? base64 : undefined;
}

function decode(text: string, format: string): string | undefined {
  const binary =
    format === 'hex' ? fromHex(text) : fromBase64(format === 'urlbase64' ? text.replaceAll('-', '+').replaceAll('_', '/') : text);
  return binary === undefined ? undefined : new TextDecoder().decode(Uint8Array.from(binary, (one) => one.charCodeAt(0)));
}

function fromHex(text: string): string | undefined {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(text)) return undefined;
  return text.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
}

function fromBase64(text: string): string | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? atob(text) : undefined;
}

function unescapeText(text: string, target: string): string {
  if (target === 'json')
    return text
      .replaceAll(/\\(["\\/])/g, '$1')
      .replaceAll('\\n', '\n')
      .replaceAll('\\t', '\t');
  return Object.entries(HTML).reduceRight((all, [character, name]) => all.replaceAll(name, character), text);
}
