import type { Language } from '../../ui/language.ts';
import { phrases } from './phrases.ts';

export type Phrase = keyof typeof phrases;

/** A phrase with its holes filled; undefined where something to fill in is missing, so that the clause falls away. */
export function say(
  language: Language,
  phrase: Phrase,
  parts: Readonly<Record<string, string | number | undefined>> = {},
): string | undefined {
  let missing = false;
  const text = phrases[phrase][language === 'zh' ? 0 : 1].replaceAll(/{(\w+)}/g, (_, name: string) => {
    const part = parts[name];
    if (part === undefined || part === '') missing = true;
    return String(part);
  });
  return missing ? undefined : text;
}

/** A number of things, in the form that the number wants; undefined for none. */
export function counted(language: Language, count: number, one: Phrase, many: Phrase): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? say(language, one) : say(language, many, { count });
}

/** Clauses that are given, in order, as one sentence. */
export function sentence(language: Language, clauses: readonly (string | undefined)[]): string {
  return clauses.filter(Boolean).join(language === 'zh' ? '，' : '; ');
}

/** Items of an enumeration. */
export function listing(language: Language, items: readonly string[]): string | undefined {
  return items.length > 0 ? items.join(language === 'zh' ? '、' : ', ') : undefined;
}
