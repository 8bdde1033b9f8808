import type { Element } from '../standards/index.ts';
import type { ElementWords, Programme, ProgrammeDetail } from './contract.ts';
import { elementsOf } from './define.ts';
import { codesOf, type FindTable } from './form-fields.ts';

/** A definition with the words for every element that it names, wherever it does. */
export function programmeDetail(programme: Programme, findTable: FindTable): ProgrammeDetail {
  const elements = elementsOf(programme);
  const used = [...new Set(namesIn(programme))].flatMap((name) => elements.get(name) ?? []);
  return { programme, words: Object.fromEntries(used.map((element) => [element.name, wordsOf(element, findTable)])) };
}

function wordsOf(element: Element, findTable: FindTable): ElementWords {
  const codes = codesOf(element, findTable);
  return {
    title: element.title,
    type: element.type,
    ...(element.unit ? { unit: element.unit.text } : {}),
    ...(codes ? { options: codes.all.map(({ code, name }) => ({ code, name })) } : {}),
  };
}

/** Texts and keys of a definition: patterns name elements as keys, terms and fields as texts. */
function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...namesIn(inner)]);
}
