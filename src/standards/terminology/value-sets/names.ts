import type { CodeSystemConcept, Designation } from './code-system.ts';
import type { Contained } from './expansion.ts';
import { grammarOf } from './grammars.ts';

/** Whether a language is, or is a kind of, the one asked for: `zh-CN` of `zh`. */
const speaks = (language: string | undefined, asked: string): boolean => {
  const [one, other] = [language?.toLowerCase(), asked.toLowerCase()];
  return one !== undefined && (one === other || one.split('-')[0] === other.split('-')[0]);
};

interface Named {
  readonly display: string | undefined;
  readonly designations: readonly Designation[];
}

/** The name in a language, where there is one. */
function nameIn({ display, designations }: Named, base: string | undefined, language: string): string | undefined {
  if (speaks(base, language) && display !== undefined) return display;
  return designations.find((one) => speaks(one.language, language))?.value;
}

/** The name of a concept: in the language asked for, else its display. */
export function displayOf(
  concept: CodeSystemConcept,
  base: string | undefined,
  language: string | undefined,
): string | undefined {
  return (language && nameIn(concept, base, language)) ?? concept.display;
}

/** What a value set says about it goes before what its code system says. */
export function displayOfContained(one: Contained, language: string | undefined): string | undefined {
  const { listed, concept, language: base, system, code } = one;
  if (language) {
    const named = (listed && nameIn(listed, base, language)) ?? (concept && nameIn(concept, base, language));
    if (named !== undefined) return named;
  }
  return listed?.display ?? concept?.display ?? grammarOf(system)?.displayOf?.(code, language ?? 'en');
}

/** All names but the one that is shown. */
export function designationsOf(one: Contained, shown: string | undefined): Designation[] {
  const { listed, concept, language } = one;
  const display = concept?.display === undefined ? [] : [{ language, value: concept.display }];
  const all = [...(listed?.designations ?? []), ...display, ...(concept?.designations ?? [])];
  const seen = new Set<string>([`${shown}`]);
  return all.filter(({ value }) => !seen.has(value) && seen.add(value));
}
