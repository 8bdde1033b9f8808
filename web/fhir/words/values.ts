import type { Language } from '../../ui/language.ts';
import { isMaskedSystem, isPhoneSystem, maskNumber, maskPhone } from '../mask.ts';
import { type Fields, firstOf, isFields, listOf, numberOf, plainOf, stringOf } from '../types.ts';
import { translated } from './concepts.ts';

const HAN = /\p{Script=Han}/u;

/** FHIR date, dateTime or instant as `2026-03-05` or `2026-03-05 14:02`, in the zone it was written in. */
export function moment(value: unknown): string | undefined {
  const text = stringOf(value);
  if (!text) return undefined;
  const [, day, time] = /^(\d{4}(?:-\d\d){0,2})(?:T(\d\d:\d\d))?/.exec(text) ?? [];
  if (!day) return text;
  return time && time !== '00:00' ? `${day} ${time}` : day;
}

/** `2026-03-05 – 2026-03-09`, open at either end. */
export function period(value: unknown): string | undefined {
  const { start, end } = firstOf(value);
  const [from, to] = [moment(start), moment(end)];
  if (!from && !to) return undefined;
  return from === to ? from : `${from ?? ''} – ${to ?? ''}`.trim();
}

/** `6.1 mmol/L`, `< 5 mg/L`. Long fractions of generated data are cut to what a reader needs. */
export function quantity(value: unknown): string | undefined {
  const { value: amount, unit, code, comparator } = firstOf(value);
  const number = numberOf(amount);
  if (number === undefined) return undefined;
  const shownUnit = stringOf(unit) ?? stringOf(code);
  return [stringOf(comparator), tidy(number), shownUnit && unitShown(shownUnit)].filter(Boolean).join(' ');
}

/** UCUM as people write it: `10*9/L` is 10⁹/L, `umol` is μmol. https://ucum.org/ucum */
function unitShown(unit: string): string | undefined {
  if (unit === '1') return undefined;
  const plain = unit.replaceAll(/[{}]/g, '').replaceAll(/\bu(?=mol|g\b|L\b|m\b)/g, 'μ');
  return plain.replaceAll(
    /10\*(\d+)/g,
    (_, power: string) => `10${[...power].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`,
  );
}

function tidy(number: number): string {
  return String(Number(number.toPrecision(number >= 1_000 ? 7 : 4)));
}

export function money(value: unknown): string | undefined {
  const { value: amount, currency } = firstOf(value);
  const number = numberOf(amount);
  if (number === undefined) return undefined;
  const sum = number.toFixed(2).replaceAll(/\B(?=(?:\d{3})+\.)/g, ',');
  return currency === 'CNY' || currency === undefined ? `¥${sum}` : `${String(currency)} ${sum}`;
}

export function range(value: unknown): string | undefined {
  const { low, high, text } = firstOf(value);
  const ends = [quantity(low), quantity(high)];
  if (!ends[0] && !ends[1]) return stringOf(text);
  if (!ends[0]) return `≤ ${ends[1]}`;
  return ends[1] ? `${ends[0]} – ${ends[1]}` : `≥ ${ends[0]}`;
}

export function ratio(value: unknown): string | undefined {
  const { numerator, denominator } = firstOf(value);
  const parts = [quantity(numerator), quantity(denominator)];
  return parts[0] && parts[1] ? `${parts[0]} / ${parts[1]}` : parts[0];
}

/** A name as written; parts are joined the way of their script and never split by guess. */
export function humanName(value: unknown, language: Language): string | undefined {
  const names = listOf(value);
  const name = names.find(({ use }) => use === 'official') ?? names[0] ?? {};
  const written = translated(name.text, name._text, language);
  if (written) return written;
  const given = Array.isArray(name.given) ? name.given.map(String) : [];
  const family = stringOf(name.family) ?? '';
  if (HAN.test(family)) return family + given.join('');
  return [...given, family].join(' ').trim() || undefined;
}

export function postalAddress(value: unknown): string | undefined {
  const address = firstOf(value);
  const written = stringOf(address.text);
  if (written) return written;
  const lines = Array.isArray(address.line) ? address.line.map(String) : [];
  const areas = [address.state, address.city, address.district].map(stringOf).filter((part) => part !== undefined);
  if (HAN.test([...areas, ...lines].join(''))) return [...areas, ...lines].join('');
  return [...lines, ...areas.toReversed(), stringOf(address.country)].filter(Boolean).join(', ') || undefined;
}

export function contact({ system, value }: Fields): string | undefined {
  const text = stringOf(value);
  return text && isPhoneSystem(system) ? maskPhone(text) : text;
}

export function identifier({ system, value }: Fields): string | undefined {
  const text = stringOf(value);
  return text && isMaskedSystem(system) ? maskNumber(text) : text;
}

/** Any of value[x] of an Observation, a component or a questionnaire's answer; codes are left to the caller. */
export function measured(
  fields: Fields,
  language: Language,
  concept: (value: unknown, language: Language) => string | undefined,
) {
  const { valueCodeableConcept, valueCoding, valueBoolean } = fields;
  if (isFields(valueCodeableConcept)) return concept(valueCodeableConcept, language);
  if (isFields(valueCoding)) return concept({ coding: [valueCoding] }, language);
  if (typeof valueBoolean === 'boolean') return yesNo(valueBoolean, language);
  return (
    quantity(fields.valueQuantity) ??
    range(fields.valueRange) ??
    ratio(fields.valueRatio) ??
    period(fields.valuePeriod) ??
    moment(fields.valueDateTime ?? fields.valueDate ?? fields.valueTime) ??
    plainOf(fields.valueString ?? fields.valueInteger ?? fields.valueDecimal ?? fields.valueUri)
  );
}

export function yesNo(value: boolean, language: Language): string {
  if (language === 'zh') return value ? '是' : '否';
  return value ? 'yes' : 'no';
}
