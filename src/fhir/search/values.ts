import { toDateRange } from '../dates.ts';
import { toNumber } from '../json.ts';
import { isObject } from '../resource.ts';

/** A token as an index knows it. https://hl7.org/fhir/R4/search.html#token */
export interface TokenValue {
  readonly system?: string | undefined;
  readonly code: string | undefined;
  /** Code of an element whose system is said by its definition. */
  readonly implied?: boolean;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

export function tokensIn(value: unknown, type: string): TokenValue[] {
  switch (type) {
    case 'CodeableConcept':
      return isObject(value) ? listOf(value['coding']).flatMap((coding) => tokensIn(coding, 'Coding')) : [];
    case 'Coding':
      return isObject(value) && textOf(value['code']) ? [{ system: textOf(value['system']), code: String(value['code']) }] : [];
    case 'Identifier':
      return isObject(value) && (textOf(value['value']) ?? textOf(value['system']))
        ? [{ system: textOf(value['system']), code: textOf(value['value']) }]
        : [];
    case 'ContactPoint':
      return isObject(value) && textOf(value['value']) ? [{ code: String(value['value']), implied: true }] : [];
    case 'exists':
      return [{ code: 'true', implied: true }];
    case 'boolean':
      return typeof value === 'boolean' ? [{ code: String(value), implied: true }] : [];
    default:
      return textOf(value) ? [{ code: String(value), implied: true }] : [];
  }
}

/** Texts of a string parameter: of a name or address, each of its parts. */
export function textsIn(value: unknown, type: string): string[] {
  if (type === 'HumanName') return partsOf(value, ['text', 'family', 'given', 'prefix', 'suffix']);
  if (type === 'Address') return partsOf(value, ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country']);
  const text = textOf(value);
  return text ? [text] : [];
}

function partsOf(value: unknown, names: readonly string[]): string[] {
  if (!isObject(value)) return [];
  return names.flatMap((name) => listOf(value[name])).flatMap((part) => textOf(part) ?? []);
}

/** An interval of numbers; of dates, in milliseconds since 1970. Half open: `high` is outside, unless both are equal. */
export interface RangeValue {
  readonly low: number;
  readonly high: number;
}

/** Interval of a date parameter's value. https://hl7.org/fhir/R4/search.html#date */
export function datesIn(value: unknown, type: string): RangeValue[] {
  if (type === 'Timing') return timingIn(value);
  const range = type === 'Range' || type === 'Age' ? undefined : toDateRange(value);
  return range ? [range] : [];
}

/** From the first to the last event, or the bounds of the repetition. */
function timingIn(value: unknown): RangeValue[] {
  if (!isObject(value)) return [];
  const { repeat } = value;
  const bounds = isObject(repeat) ? repeat['boundsPeriod'] : undefined;
  const all = [...listOf(value['event']), ...(bounds ? [bounds] : [])].flatMap((one) => datesIn(one, 'dateTime'));
  if (all.length === 0) return [];
  return [{ low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) }];
}

const MOST_DIGITS = 400;

/**
 * The interval that a decimal as written stands for: `5.4` is from 5.35 to 5.45.
 * https://hl7.org/fhir/R4/search.html#number
 */
export function precisionOf(text: string): RangeValue | undefined {
  const [, sign = '', whole, fraction = '', exponent = '0'] = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined || whole.length + fraction.length > MOST_DIGITS) return undefined;
  // in whole numbers, since 5.4 - 0.05 is not 5.35 in doubles
  const tenfold = BigInt(whole + fraction) * (sign === '-' ? -10n : 10n);
  const end = (by: bigint) => Number(`${tenfold + by}e${Number(exponent) - fraction.length - 1}`);
  const [low, high] = [end(-5n), end(5n)];
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : undefined;
}

export function numbersIn(value: unknown, type: string): RangeValue[] {
  if (type === 'Range') return rangeIn(value).map(({ low, high }) => ({ low, high }));
  const number = toNumber(value);
  return number === undefined ? [] : [{ low: number, high: number }];
}

/** A measured value with its unit as written. */
export interface QuantityValue extends RangeValue {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
  readonly unit?: string | undefined;
}

export function quantitiesIn(value: unknown, type: string): QuantityValue[] {
  if (!isObject(value)) return [];
  if (type === 'Range') return rangeIn(value);
  if (type === 'SampledData') return sampledIn(value);
  const number = toNumber(value['value']);
  if (number === undefined) return [];
  if (type === 'Money') return [{ low: number, high: number, system: 'urn:iso:std:iso:4217', code: textOf(value['currency']) }];
  const unit = { system: textOf(value['system']), code: textOf(value['code']), unit: textOf(value['unit']) };
  switch (value['comparator']) {
    case '<':
    case '<=':
      return [{ low: Number.NEGATIVE_INFINITY, high: number, ...unit }];
    case '>':
    case '>=':
      return [{ low: number, high: Number.POSITIVE_INFINITY, ...unit }];
    default:
      return [{ low: number, high: number, ...unit }];
  }
}

function rangeIn(value: unknown): QuantityValue[] {
  if (!isObject(value)) return [];
  const { low, high } = value;
  const given = isObject(low) ? low : isObject(high) ? high : undefined;
  if (!given) return [];
  return [
    {
      low: (isObject(low) ? toNumber(low['value']) : undefined) ?? Number.NEGATIVE_INFINITY,
      high: (isObject(high) ? toNumber(high['value']) : undefined) ?? Number.POSITIVE_INFINITY,
      system: textOf(given['system']),
      code: textOf(given['code']),
      unit: textOf(given['unit']),
    },
  ];
}

function sampledIn(value: Record<string, unknown>): QuantityValue[] {
  const { origin, lowerLimit, upperLimit } = value;
  const unit = isObject(origin)
    ? { system: textOf(origin['system']), code: textOf(origin['code']), unit: textOf(origin['unit']) }
    : {};
  const [low, high] = [toNumber(lowerLimit), toNumber(upperLimit)];
  return low === undefined && high === undefined
    ? []
    : [{ low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY, ...unit }];
}
