import { Decimal } from '../decimal.ts';
import { asQuantity, toDecimal } from '../equality.ts';
import { type Items, NONE, type System } from '../node.ts';
import { fromBoolean } from '../operators.ts';
import { areComparable, compareQuantities, parseQuantity, Quantity } from '../quantity.ts';
import { argument, type Call, type FhirPathFunction } from '../scope.ts';
import { singleSystem } from '../singletons.ts';
import { Temporal, type TemporalKind } from '../temporal.ts';

const TRUE = /^(?:true|t|yes|y|1|1\.0)$/i;
const FALSE = /^(?:false|f|no|n|0|0\.0)$/i;

type Convert = (value: System) => System | undefined;

const conversions: Readonly<Record<string, Convert>> = {
  Boolean: toBoolean,
  Integer: toInteger,
  Decimal: toDecimalValue,
  String: (value) => value.toString(),
  Date: toTemporal('date'),
  DateTime: toTemporal('dateTime'),
  Time: toTemporal('time'),
};

/** https://hl7.org/fhirpath/N1/#conversion: `toX()` and `convertsToX()`, and the clock. */
export const conversionFunctions: Readonly<Record<string, FhirPathFunction>> = {
  ...Object.fromEntries(Object.entries(conversions).map(([name, convert]) => [`to${name}`, converter(convert)])),
  ...Object.fromEntries(Object.entries(conversions).map(([name, convert]) => [`convertsTo${name}`, tester(convert)])),
  toQuantity: (call) => converter((value) => inUnit(toQuantity(value), call))(call),
  convertsToQuantity: (call) => tester((value) => inUnit(toQuantity(value), call))(call),
  now: ({ scope }) => moment(scope.environment.now(), 'dateTime'),
  today: ({ scope }) => moment(scope.environment.now().slice(0, 10), 'date'),
  timeOfDay: ({ scope }) => moment(scope.environment.now().slice(11, 23), 'time'),
  comparable: (call) => {
    const [left, right] = [asQuantity(singleSystem(call.input)), asQuantity(singleSystem(argument(call)))];
    return left && right ? fromBoolean(areComparable(left, right)) : NONE;
  },
};

function converter(convert: Convert): FhirPathFunction {
  return ({ input }) => {
    const value = singleSystem(input);
    const result = value === undefined ? undefined : convert(value);
    return result === undefined ? NONE : [result];
  };
}

function tester(convert: Convert): FhirPathFunction {
  return ({ input }) => {
    const value = singleSystem(input);
    return value === undefined ? NONE : fromBoolean(convert(value) !== undefined);
  };
}

function moment(text: string, kind: TemporalKind): Items {
  const value = Temporal.parse(text, kind);
  return value ? [value] : NONE;
}

function toBoolean(value: System): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = value.toString();
  return TRUE.test(text) ? true : FALSE.test(text) ? false : undefined;
}

function toInteger(value: System): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || !/^[+-]?\d{1,10}$/.test(value)) return undefined;
  const number = Number(value);
  return number === Math.trunc(number) && Math.abs(number) < 2 ** 31 ? number : undefined;
}

function toDecimalValue(value: System): Decimal | undefined {
  if (typeof value === 'boolean') return new Decimal(value ? 1n : 0n, 0);
  return typeof value === 'string' ? (/e/i.test(value) ? undefined : Decimal.parse(value)) : toDecimal(value);
}

function toTemporal(kind: TemporalKind): Convert {
  return (value) => {
    if (typeof value === 'string') return Temporal.parse(value, kind);
    if (!(value instanceof Temporal) || (value.kind === 'time') !== (kind === 'time')) return undefined;
    return new Temporal(kind, kind === 'date' ? value.fields.slice(0, 3) : value.fields, value.fraction, value.zone);
  };
}

function toQuantity(value: System): Quantity | undefined {
  if (typeof value === 'boolean') return new Quantity(new Decimal(value ? 1n : 0n, 0), '1');
  return typeof value === 'string' ? parseQuantity(value) : asQuantity(value);
}

/** `toQuantity('mg')`: only where the units measure the same. */
function inUnit(value: Quantity | undefined, call: Call): Quantity | undefined {
  const unit = singleSystem(argument(call));
  if (!value || typeof unit !== 'string') return value;
  return compareQuantities(value, new Quantity(value.value, unit)) === undefined ? undefined : value;
}
