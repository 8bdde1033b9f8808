import type { Language } from '../../ui/language.ts';
import { type Fields, firstOf, isFields, listOf, stringOf } from '../types.ts';

const HAN = /\p{Script=Han}/u;

/** The short names by which people know the code systems. */
const systemNames: readonly (readonly [string, string])[] = [
  ['loinc.org', 'LOINC'],
  ['snomed.info', 'SNOMED CT'],
  ['icd-10', 'ICD-10'],
  ['icd-9', 'ICD-9-CM'],
  ['rxnorm', 'RxNorm'],
  ['sid/cvx', 'CVX'],
];

/** What a CodeableConcept says in a language: its text where that fits, else a display, else a translation, else the code. */
export function concept(value: unknown, language: Language): string | undefined {
  if (!isFields(value)) return stringOf(value);
  const codings = listOf(value.coding);
  const said = [
    stringOf(value.text),
    translation(value._text, language),
    ...codings.map(({ display }) => stringOf(display)),
    ...codings.map((coding) => translationOf(coding, language)),
  ];
  return choose(said, language) ?? stringOf(codings[0]?.code);
}

/** Several concepts of one repeating element. */
export function concepts(value: unknown, language: Language): readonly string[] {
  return listOf(value)
    .map((each) => concept(each, language))
    .filter((text) => text !== undefined);
}

export function coding(value: unknown, language: Language): string | undefined {
  const { display, code } = firstOf(value);
  return choose([stringOf(display), translationOf(firstOf(value), language)], language) ?? stringOf(code);
}

/** `2 型糖尿病（ICD-10 E11.900）`: the words with the code they stand for. */
export function conceptWithCode(value: unknown, language: Language): string | undefined {
  const said = concept(value, language);
  const code = firstOf(firstOf(value).coding);
  return said && withCode(said, code, language);
}

export function withCode(said: string, { code, system }: Fields, language: Language): string {
  if (typeof code !== 'string' || said.includes(code)) return said;
  const name = systemNames.find(([part]) => String(system).includes(part))?.[1];
  const full = name ? `${name} ${code}` : code;
  return language === 'zh' ? `${said}（${full}）` : `${said} (${full})`;
}

/** A primitive with its translations, e.g. `name` and `_name`; `others` are names of the same in any language, e.g. `alias`. */
export function translated(
  value: unknown,
  companion: unknown,
  language: Language,
  others: readonly unknown[] = [],
): string | undefined {
  return choose([stringOf(value), translation(companion, language), ...others.map(stringOf)], language);
}

function choose(said: readonly (string | undefined)[], language: Language): string | undefined {
  const given = said.filter((text) => text !== undefined);
  return given.find((text) => HAN.test(text) === (language === 'zh')) ?? given[0];
}

function translationOf(value: Fields, language: Language): string | undefined {
  return translation(value._display, language) ?? translation(value, language);
}

/** http://hl7.org/fhir/R4/extension-translation.html */
function translation(companion: unknown, language: Language): string | undefined {
  for (const { url, extension } of listOf(firstOf(companion).extension)) {
    if (!String(url).endsWith('/translation')) continue;
    const parts = listOf(extension);
    const lang = parts.find((part) => part.url === 'lang');
    if (!String(lang?.valueCode).startsWith(language)) continue;
    const content = parts.find((part) => part.url === 'content');
    return stringOf(content?.valueString) ?? stringOf(content?.valueMarkdown);
  }
  return undefined;
}
