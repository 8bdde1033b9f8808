import { Decimal } from '../decimal.ts';
import { toDecimal } from '../equality.ts';
import { type Items, NONE } from '../node.ts';
import { Quantity } from '../quantity.ts';
import { argument, type Call, type FhirPathFunction } from '../scope.ts';
import { singleInteger, singleSystem } from '../singletons.ts';
import { FhirPathError } from '../syntax.ts';
import { Temporal } from '../temporal.ts';

const MAX_PRECISION = 31;
const DEFAULT_PRECISION = 8;

/** https://hl7.org/fhirpath/N1/#math, and the boundaries of https://build.fhir.org/ig/HL7/FHIRPath/#boundary */
export const numberFunctions: Readonly<Record<string, FhirPathFunction>> = {
  abs: ({ input }) => abs(input),
  ceiling: exact((value) => Number(-value.negated().floor())),
  floor: exact((value) => Number(value.floor())),
  truncate: exact((value) => Number(value.truncate())),
  round: (call) => exact((value) => value.round(singleInteger(argument(call)) ?? 0))(call),
  sqrt: real(Math.sqrt),
  exp: real(Math.exp),
  ln: real(Math.log),
  log: (call) => real((value) => Math.log(value) / Math.log(numberArgument(call)))(call),
  power: (call) => real((value) => value ** numberArgument(call))(call),
  precision: ({ input }) => precision(input),
  lowBoundary: (call) => boundary(call, 'low'),
  highBoundary: (call) => boundary(call, 'high'),
};

function exact(operation: (value: Decimal) => Decimal | number): FhirPathFunction {
  return ({ input }) => {
    const value = numberOf(input);
    return value ? [operation(value)] : NONE;
  };
}

/** By doubles; what has no real result is empty. */
function real(operation: (value: number) => number): FhirPathFunction {
  return ({ input }) => {
    const value = numberOf(input);
    const result = value ? Decimal.of(Number(operation(value.toNumber()).toPrecision(15))) : undefined;
    return result ? [result] : NONE;
  };
}

function numberOf(input: Items): Decimal | undefined {
  const value = singleSystem(input);
  const number = toDecimal(value);
  if (value !== undefined && !number) throw new FhirPathError('execution', 'a number is expected');
  return number;
}

const numberArgument = (call: Call): number => numberOf(argument(call))?.toNumber() ?? Number.NaN;

function abs(input: Items): Items {
  const value = singleSystem(input);
  if (typeof value === 'number') return [Math.abs(value)];
  if (value instanceof Quantity)
    return value.value.digits < 0n ? [new Quantity(value.value.negated(), value.unit, value.isCalendar)] : input;
  const number = numberOf(input);
  if (!number) return NONE;
  return [number.digits < 0n ? number.negated() : number];
}

function precision(input: Items): Items {
  const value = singleSystem(input);
  if (value instanceof Temporal) return [value.precision()];
  const number = toDecimal(value);
  return number ? [number.scale] : NONE;
}

function boundary(call: Call, side: 'low' | 'high'): Items {
  const value = singleSystem(call.input);
  const digits = singleInteger(argument(call));
  if (value instanceof Temporal) {
    const found = value.boundary(side, digits ?? { date: 8, dateTime: 17, time: 9 }[value.kind]);
    return found ? [found] : NONE;
  }
  if (value instanceof Quantity) {
    const found = decimalBoundary(value.value, side, digits ?? DEFAULT_PRECISION);
    return found ? [new Quantity(found, value.unit, value.isCalendar)] : NONE;
  }
  const number = toDecimal(value);
  const found = number && decimalBoundary(number, side, digits ?? DEFAULT_PRECISION);
  return found ? [found] : NONE;
}

/**
 * Half a unit of the last written digit below or above, to a precision. The official cases round the side away from zero and
 * cut the side towards it.
 */
function decimalBoundary(value: Decimal, side: 'low' | 'high', precision: number): Decimal | undefined {
  if (precision < 0 || precision > MAX_PRECISION) return undefined;
  const half = new Decimal(5n, value.scale + 1);
  const edge = side === 'low' ? value.minus(half) : value.plus(half);
  const isOutside = (side === 'low') === value.digits < 0n;
  return isOutside ? edge.round(precision) : edge.cut(precision);
}
