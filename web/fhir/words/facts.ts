import { type Fields, isFields, listOf, stringOf } from '../types.ts';
import { codeName, isCoded } from './codes.ts';
import { concept, conceptWithCode, withCode } from './concepts.ts';
import { baseOf, elementName } from './elements.ts';
import { type Reading, referredWithDay } from './reading.ts';
import { listing } from './say.ts';
import {
  contact,
  humanName,
  identifier,
  measured,
  moment,
  money,
  period,
  postalAddress,
  quantity,
  range,
  ratio,
  yesNo,
} from './values.ts';

/** A labelled value of the detail view. Values of several parts hold line breaks. */
export type Fact = readonly [label: string, value: string];

/** Said in the header or nowhere: whose record it is, and FHIR's own bookkeeping. */
const skipped = new Set([
  'resourceType',
  'id',
  'meta',
  'text',
  'contained',
  'extension',
  'modifierExtension',
  'implicitRules',
  'language',
  'subject',
  'patient',
  'beneficiary',
  'for',
  'instantiatesUri',
]);

const firstElements = [
  'status',
  'clinicalStatus',
  'class',
  'type',
  'code',
  'vaccineCode',
  'medicationCodeableConcept',
  'medicationReference',
];

/** Every element of a resource in words, the telling ones first. */
export function factsOf(reading: Reading): readonly Fact[] {
  const { resource } = reading;
  const rest = Object.keys(resource).filter(
    (element) => !skipped.has(element) && !element.startsWith('_') && !firstElements.includes(element),
  );
  const elements = [...firstElements.filter((element) => element in resource), ...rest];
  return elements.flatMap((element) => factsOfElement(element, resource[element], reading));
}

function factsOfElement(element: string, value: unknown, reading: Reading): readonly Fact[] {
  const label = elementName(reading.resource.resourceType, element, reading.language);
  if (element === 'component') return listOf(value).flatMap((component) => componentFact(component, reading));
  const values = (Array.isArray(value) ? value : [value])
    .map((each) => shown(element, each, reading))
    .filter((text) => text !== undefined);
  if (values.length === 0) return [];
  const multiline = values.some((text) => text.includes('\n'));
  if (!multiline)
    return [[label, values.every((text) => text.length < 24) ? (listing(reading.language, values) ?? '') : values.join('\n')]];
  if (values.length === 1) return [[label, values.join('')]];
  return values.map((text, at): Fact => [`${label} ${at + 1}`, text]);
}

function componentFact(component: Fields, { language }: Reading): readonly Fact[] {
  const what = concept(component.code, language);
  const value = measured(component, language, concept);
  return what && value ? [[what, value]] : [];
}

function shown(element: string, value: unknown, reading: Reading): string | undefined {
  const { language } = reading;
  if (typeof value === 'boolean') return yesNo(value, language);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return shownString(element, value, reading);
  return isFields(value) ? shownObject(element, value, reading) : undefined;
}

function shownString(element: string, value: string, { language }: Reading): string {
  if (isCoded(baseOf(element))) return codeName(value, baseOf(element), language);
  return /^\d{4}-\d\d/.test(value) ? (moment(value) ?? value) : value;
}

/** FHIR's data types, told apart by their shape as no definitions are at hand. */
function shownObject(element: string, value: Fields, reading: Reading): string | undefined {
  const { language } = reading;
  const has = (...names: string[]) => names.some((name) => name in value);
  if (has('coding')) return conceptInWords(element, value, reading);
  if (has('reference') || (has('display') && !has('code', 'system'))) return referredWithDay(value, reading);
  if (has('currency')) return money(value);
  if (has('numerator')) return ratio(value);
  if (typeof value.value === 'number') return quantity(value);
  if (has('system') && has('value')) return isPhone(value) ? contact(value) : identifier(value);
  if (isCoding(value)) return codingInWords(element, value, reading);
  if (has('family', 'given')) return humanName(value, language);
  if (has('line', 'city', 'district', 'postalCode')) return postalAddress(value);
  if (has('low', 'high')) return range(value);
  if (has('start', 'end') && Object.keys(value).length <= 2) return period(value);
  if (has('contentType', 'url')) return stringOf(value.title) ?? stringOf(value.contentType);
  if (has('text') && Object.keys(value).every((key) => /^(?:text|time|author|_text|type|preferred)/.test(key)))
    return stringOf(value.text);
  return nested(value, reading);
}

function isCoding(value: Fields): boolean {
  const known = /^(?:id|extension|system|version|code|_?display|userSelected)$/;
  return typeof value.code === 'string' && Object.keys(value).every((element) => known.test(element));
}

function isPhone({ system }: Fields): boolean {
  return typeof system === 'string' && !/[:/]/.test(system);
}

function conceptInWords(element: string, value: Fields, { language }: Reading): string | undefined {
  const code = stringOf(listOf(value.coding)[0]?.code);
  const known = code && codeName(code, baseOf(element), language);
  return known && known !== code ? known : conceptWithCode(value, language);
}

function codingInWords(element: string, value: Fields, { language }: Reading): string {
  const code = String(value.code);
  const known = codeName(code, baseOf(element), language);
  return known === code ? withCode(concept({ coding: [value] }, language) ?? code, value, language) : known;
}

/** A group of elements, one line each; a group within it stands in one line. */
function nested(value: Fields, reading: Reading, depth = 0): string | undefined {
  const { language, resource } = reading;
  const colon = language === 'zh' ? '：' : ': ';
  const lines = Object.entries(value)
    .filter(([element]) => !element.startsWith('_') && !/^(?:id|extension|modifierExtension|linkId|uid)$/.test(element))
    .flatMap(([element, part]) => {
      const parts = (Array.isArray(part) ? part : [part])
        .map((each) => inner(element, each, reading, depth))
        .filter((text) => text !== undefined);
      return parts.length > 0
        ? [`${elementName(resource.resourceType, element, language)}${colon}${parts.join(depth ? ' / ' : '\n')}`]
        : [];
    });
  const text = lines.join(depth === 0 ? '\n' : language === 'zh' ? '；' : '; ');
  return text || undefined;
}

function inner(element: string, value: unknown, reading: Reading, depth: number): string | undefined {
  if (depth > 3) return undefined;
  const text = shown(element, value, reading);
  return text?.includes('\n') && isFields(value) ? (nested(value, reading, depth + 1) ?? text) : text;
}
