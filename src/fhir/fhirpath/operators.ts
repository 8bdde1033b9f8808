import { Decimal } from './decimal.ts';
import { areEquivalent, asQuantity, compare, equals, identityOf, includes, toDecimal } from './equality.ts';
import { type Item, type Items, NONE, type System } from './node.ts';
import { combineQuantities, Quantity } from './quantity.ts';
import { single, singleSystem, singleText } from './singletons.ts';
import { FhirPathError } from './syntax.ts';
import { Temporal } from './temporal.ts';

const TRUE: Items = [true];
const FALSE: Items = [false];

export const fromBoolean = (value: boolean | undefined): Items => (value === undefined ? NONE : value ? TRUE : FALSE);

/** Operators that see both sides as collections. */
export const operators: Readonly<Record<string, (left: Items, right: Items) => Items>> = {
  '=': (left, right) => fromBoolean(equals(left, right)),
  '!=': (left, right) => fromBoolean(negate(equals(left, right))),
  '~': (left, right) => fromBoolean(areEquivalent(left, right)),
  '!~': (left, right) => fromBoolean(!areEquivalent(left, right)),
  '<': (left, right) => order(left, right, (sign) => sign < 0),
  '<=': (left, right) => order(left, right, (sign) => sign <= 0),
  '>': (left, right) => order(left, right, (sign) => sign > 0),
  '>=': (left, right) => order(left, right, (sign) => sign >= 0),
  '|': (left, right) => distinct([...left, ...right]),
  in: (left, right) => membership(left, right),
  contains: (left, right) => membership(right, left),
  '&': (left, right) => [concatenate(singleText(left) ?? '', singleText(right) ?? '')],
  '+': arithmetic(add),
  '-': arithmetic(subtract),
  '*': arithmetic(multiply),
  '/': arithmetic(divide),
  div: arithmetic((left, right) => integerDivision(left, right, 'quotient')),
  mod: arithmetic((left, right) => integerDivision(left, right, 'rest')),
};

export const negate = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** Each value once, the first of equals kept. */
export function distinct(items: Items): Items {
  if (items.length < 2) return items;
  const found = new Map<string, Item>();
  for (const item of items) {
    const identity = identityOf(item);
    if (!found.has(identity)) found.set(identity, item);
  }
  return [...found.values()];
}

function order(left: Items, right: Items, holds: (sign: number) => boolean): Items {
  const [one, other] = [single(left), single(right)];
  if (one === undefined || other === undefined) return NONE;
  const sign = compare(one, other);
  return sign === undefined ? NONE : fromBoolean(holds(sign));
}

function membership(item: Items, collection: Items): Items {
  const one = single(item);
  if (one === undefined) return NONE;
  return fromBoolean(includes(collection, one));
}

const MAX_TEXT = 4 * 1024 * 1024;

function concatenate(left: string, right: string): string {
  if (left.length + right.length > MAX_TEXT) throw new FhirPathError('execution', `a text grows beyond ${MAX_TEXT} characters`);
  return left + right;
}

type Arithmetic = (left: System, right: System) => System | undefined;

function arithmetic(operation: Arithmetic): (left: Items, right: Items) => Items {
  return (left, right) => {
    const [one, other] = [singleSystem(left), singleSystem(right)];
    if (one === undefined || other === undefined) return NONE;
    const result = operation(one, other);
    return result === undefined ? NONE : [result];
  };
}

function add(left: System, right: System): System | undefined {
  if (typeof left === 'string' && typeof right === 'string') return concatenate(left, right);
  if (left instanceof Temporal && right instanceof Quantity) return shift(left, right, 1);
  return sum(left, right, 1);
}

function subtract(left: System, right: System): System | undefined {
  return left instanceof Temporal && right instanceof Quantity ? shift(left, right, -1) : sum(left, right, -1);
}

function shift(moment: Temporal, by: Quantity, sign: 1 | -1): Temporal {
  const moved = moment.plus(sign * by.value.toNumber(), by.unit);
  if (!moved) throw new FhirPathError('execution', 'a date moves by calendar units');
  return moved;
}

function sum(left: System, right: System, sign: 1 | -1): System | undefined {
  if (left instanceof Quantity && right instanceof Quantity) {
    if (left.unit !== right.unit) return undefined;
    return new Quantity(sign > 0 ? left.value.plus(right.value) : left.value.minus(right.value), left.unit, left.isCalendar);
  }
  const [one, other] = numbers(left, right);
  return narrow(sign > 0 ? one.plus(other) : one.minus(other), left, right);
}

function multiply(left: System, right: System): System | undefined {
  if (left instanceof Quantity || right instanceof Quantity) return product(left, right, '*');
  const [one, other] = numbers(left, right);
  return narrow(one.times(other), left, right);
}

function divide(left: System, right: System): System | undefined {
  if (left instanceof Quantity || right instanceof Quantity) return product(left, right, '/');
  const [one, other] = numbers(left, right);
  return one.dividedBy(other);
}

function product(left: System, right: System, operator: '*' | '/'): Quantity | undefined {
  const [one, other] = [asQuantity(left), asQuantity(right)];
  return one && other ? combineQuantities(one, other, operator) : undefined;
}

function integerDivision(left: System, right: System, part: 'quotient' | 'rest'): System | undefined {
  const [one, other] = numbers(left, right);
  if (other.digits === 0n) return undefined;
  const scale = Math.max(one.scale, other.scale);
  const quotient = one.at(scale) / other.at(scale);
  if (part === 'quotient') return Number(quotient);
  return narrow(new Decimal(one.at(scale) % other.at(scale), scale), left, right);
}

function numbers(left: System, right: System): readonly [Decimal, Decimal] {
  const [one, other] = [toDecimal(left), toDecimal(right)];
  if (!one || !other) throw new FhirPathError('execution', 'numbers are expected');
  return [one, other];
}

/** Integers stay integers. */
const narrow = (value: Decimal, ...from: readonly System[]): System =>
  from.every((one) => typeof one === 'number') ? value.toNumber() : value;

/** `-x` and `+x`. */
export function signed(items: Items, operator: '+' | '-'): Items {
  const value = singleSystem(items);
  if (value === undefined || operator === '+') return items;
  if (value instanceof Quantity) return [new Quantity(value.value.negated(), value.unit, value.isCalendar)];
  const number = toDecimal(value);
  if (!number) throw new FhirPathError('execution', 'a number is expected');
  return [narrow(number.negated(), value)];
}
