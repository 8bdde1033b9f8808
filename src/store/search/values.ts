import { parseDateRange, precisionOf } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { type Comparison, type Prefix, prefixes } from './condition.ts';

/** Splits at a separator that is not escaped, leaving the escapes. https://hl7.org/fhir/R4/search.html#escaping */
export function splitAt(text: string, separator: ',' | '|' | '$'): string[] {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\\' && index + 1 < text.length) part += character + text.charAt(++index);
    else if (character === separator) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  return parts;
}

const MOST_ALTERNATIVES = 1000;

/** Values that are alternatives. @throws Problem too-large */
export function alternativesIn(name: string, value: string): string[] {
  const parts = splitAt(value, ',');
  if (parts.length > MOST_ALTERNATIVES)
    throw new Problem('too-large', `A parameter has at most ${MOST_ALTERNATIVES} values`, { at: name });
  return parts;
}

export const plainText = (text: string): string => text.replaceAll(/\\([,|$\\])/g, '$1');

/** `system|code`, `|code`, `system|`, `code`. `system` undefined: any; '': none. */
export function readToken(text: string): { system: string | undefined; code: string | undefined } {
  const [first = '', ...rest] = splitAt(text, '|');
  if (rest.length === 0) return { system: undefined, code: plainText(first) };
  return { system: plainText(first), code: plainText(rest.join('|')) || undefined };
}

function readPrefix(text: string): { prefix: Prefix; rest: string } {
  const prefix = prefixes.find((known) => text.startsWith(known));
  return { prefix: prefix ?? 'eq', rest: text.slice(prefix?.length ?? 0) };
}

/** @throws Problem parameter-invalid */
export function readDate(name: string, text: string): Comparison {
  const { prefix, rest } = readPrefix(text);
  const range = parseDateRange(plainText(rest));
  if (!range)
    throw new Problem('parameter-invalid', `${name} is a date, with one of ${prefixes.join(' ')} before it`, { at: name });
  return { prefix, from: range.low, to: range.high };
}

const NEARLY = 0.1;

/**
 * A number at its precision for `eq` and `ne`; as it is for the others. `ap` is a tenth more or less.
 * @throws Problem parameter-invalid
 */
export function readNumber(name: string, text: string): Comparison {
  const { prefix, rest } = readPrefix(text);
  const range = precisionOf(rest.trim());
  if (!range)
    throw new Problem('parameter-invalid', `${name} is a number, with one of ${prefixes.join(' ')} before it`, { at: name });
  const value = Number(rest);
  if (prefix === 'eq' || prefix === 'ne') return { prefix, from: range.low, to: range.high };
  const nearly = prefix === 'ap' ? Math.max(Math.abs(value) * NEARLY, (range.high - range.low) / 2) : 0;
  return { prefix, from: value - nearly, to: value + nearly };
}
