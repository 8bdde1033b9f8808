import { isSingleValue, rangePlace, toBase, UCUM, unitKey } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { anyOf, type Comparison, type Condition } from './condition.ts';
import { canonical } from './context.ts';
import type { Given } from './given.ts';
import { hasMainDate } from './main-date.ts';
import { plainText, readDate, readNumber, splitAt } from './values.ts';

/** Of a date, number or quantity. */
export function measuredCondition({ type, parameter, name }: Given, text: string): Condition {
  const { kind, paths, code } = parameter;
  const isSingle = paths.every((path) => isSingleValue(type, path));
  if (kind === 'date') {
    const comparison = readDate(name, text);
    return code === 'date' && hasMainDate(type)
      ? { kind: 'happened', comparison }
      : { kind: 'range', places: paths.map(({ key }) => key), comparisons: [comparison], isDate: true, isSingle };
  }
  if (kind === 'number')
    return { kind: 'range', places: paths.map(({ key }) => key), comparisons: [readNumber(name, text)], isDate: false, isSingle };
  return quantityCondition(
    paths.map(({ key }) => key),
    text,
    name,
  );
}

/** `5.4`, `5.4|http://unitsofmeasure.org|mg`, `5.4||mg`. https://hl7.org/fhir/R4/search.html#quantity */
function quantityCondition(places: readonly string[], text: string, name: string): Condition {
  const [number = '', ...unit] = splitAt(text, '|').map(plainText);
  const comparison = readNumber(name, number);
  if (unit.length === 0)
    return { kind: 'range', places: places.map((place) => rangePlace(place)), comparisons: [comparison], isDate: false };
  const [system = '', code = ''] = unit;
  if (!code) throw new Problem('parameter-invalid', `${name} is number|system|code`, { at: name });
  const forms = system
    ? [inBase(comparison, system, code)]
    : [inBase(comparison, UCUM, code), { unit: unitKey(undefined, code), comparison }];
  return anyOf(
    forms.map(({ unit: key, comparison: converted }) => ({
      kind: 'range',
      places: places.map((place) => rangePlace(place, key)),
      comparisons: [converted],
      isDate: false,
    })),
  );
}

function inBase(comparison: Comparison, system: string, code: string): { unit: string; comparison: Comparison } {
  const { unit, low, high } = toBase({ low: comparison.from, high: comparison.to, system, code }, canonical);
  return { unit, comparison: { ...comparison, from: low, to: high } };
}

/** Of a measured part of a composite, at the place that its exact parts name. */
export function measuredInGroup({ name }: Given, kind: string, place: string, value: string): Condition {
  if (kind === 'date') return { kind: 'range', places: [place], comparisons: [readDate(name, value)], isDate: true };
  if (kind === 'number') return { kind: 'range', places: [place], comparisons: [readNumber(name, value)], isDate: false };
  return quantityCondition([place], value, name);
}
