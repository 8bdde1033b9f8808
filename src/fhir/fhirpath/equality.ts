import { rawNumberText } from '../json.ts';
import { isObject } from '../resource.ts';
import { Decimal } from './decimal.ts';
import { type Item, type Items, Node, type System, TypeName, toSystem } from './node.ts';
import { compareQuantities, Quantity } from './quantity.ts';
import { FhirPathError } from './syntax.ts';
import { Temporal } from './temporal.ts';

/** `=` of collections: order counts; undefined (empty) where one is empty or the precision leaves it open. */
export function equals(left: Items, right: Items): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.length !== right.length) return false;
  let isOpen = false;
  for (const [index, item] of left.entries()) {
    const other = right[index];
    const result = other === undefined ? false : equalItems(item, other);
    if (result === false) return false;
    isOpen ||= result === undefined;
  }
  return isOpen ? undefined : true;
}

function equalItems(left: Item, right: Item): boolean | undefined {
  const [one, other] = [toSystem(left), toSystem(right)];
  if (one === undefined || other === undefined) return identityOf(left) === identityOf(right);
  if (typeof one === 'string' || typeof other === 'string') return asText(one) === asText(other);
  const numbers = asNumbers(one, other);
  if (numbers) return numbers[0].compare(numbers[1]) === 0;
  if (one instanceof Temporal && other instanceof Temporal) return equalTemporals(one, other);
  if (one instanceof Quantity || other instanceof Quantity) return equalQuantities(one, other);
  return one === other;
}

/** A date read from a record may meet a text. */
const asText = (value: System): unknown => (value instanceof Temporal ? value.toString() : value);

function equalTemporals(left: Temporal, right: Temporal): boolean | undefined {
  if ((left.kind === 'time') !== (right.kind === 'time')) return false;
  const order = left.compare(right);
  return order === undefined ? undefined : order === 0;
}

function equalQuantities(left: System, right: System): boolean | undefined {
  const [one, other] = [asQuantity(left), asQuantity(right)];
  if (!one || !other) return false;
  const order = compareQuantities(one, other);
  return order === undefined ? undefined : order === 0;
}

/** `~` of collections: order does not count, and empty is equivalent to empty. */
export function areEquivalent(left: Items, right: Items): boolean {
  if (left.length !== right.length) return false;
  const rest = [...right];
  for (const item of left) {
    const index = rest.findIndex((other) => areEquivalentItems(item, other));
    if (index < 0) return false;
    rest.splice(index, 1);
  }
  return true;
}

function areEquivalentItems(left: Item, right: Item): boolean {
  const [one, other] = [toSystem(left), toSystem(right)];
  if (typeof one === 'string' && typeof other === 'string') return normalize(one) === normalize(other);
  if (one === undefined || other === undefined) return identityOf(left) === identityOf(right);
  const numbers = asNumbers(one, other);
  if (!numbers) return equalItems(left, right) === true;
  const scale = Math.min(numbers[0].trimmed().scale, numbers[1].trimmed().scale);
  return numbers[0].round(scale).compare(numbers[1].round(scale)) === 0;
}

const normalize = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();

/**
 * Order of two values; undefined (empty) where the precision leaves it open.
 * @throws FhirPathError where the types have no common order
 */
export function compare(left: Item, right: Item): number | undefined {
  const [one, other] = [toSystem(left), toSystem(right)];
  if (one === undefined || other === undefined) throw new FhirPathError('execution', 'only simple values have an order');
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0;
  const numbers = asNumbers(one, other);
  if (numbers) return numbers[0].compare(numbers[1]);
  if (one instanceof Temporal && other instanceof Temporal && (one.kind === 'time') === (other.kind === 'time'))
    return one.compare(other);
  const [quantity, otherQuantity] = [asQuantity(one), asQuantity(other)];
  if (quantity && otherQuantity && (one instanceof Quantity || other instanceof Quantity))
    return compareQuantities(quantity, otherQuantity);
  throw new FhirPathError('execution', 'values of different types have no order');
}

/** A text that two items share exactly when they are equal; for sets over large collections. */
export function identityOf(item: Item): string {
  if (item instanceof TypeName) return `t${item.namespace}.${item.name}`;
  const system = toSystem(item);
  if (item instanceof Node && (system === undefined || isObject(item.value)))
    return `j${canonical(item.value)}${canonical(item.extra)}`;
  if (typeof system === 'string') return `s${system}`;
  if (typeof system === 'boolean') return `b${system}`;
  if (typeof system === 'number') return `n${system}`;
  if (system instanceof Decimal) return `n${system.trimmed()}`;
  return system instanceof Temporal ? `s${system}` : `q${system}`;
}

const LARGE = 16;
const identities = new WeakMap<Items, ReadonlySet<string>>();

/** The identities of a collection; of a large one they are kept, since loops ask for them again and again. */
export function identitiesOf(items: Items): ReadonlySet<string> {
  const known = identities.get(items);
  if (known) return known;
  const made = new Set(items.map(identityOf));
  if (items.length > LARGE) identities.set(items, made);
  return made;
}

/** Whether a collection has an item that is equal to this one. */
export const includes = (items: Items, item: Item): boolean =>
  items.length > LARGE ? identitiesOf(items).has(identityOf(item)) : items.some((other) => equalItems(item, other) === true);

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const number = rawNumberText(value);
  if (number !== '') return number;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

export function toDecimal(value: System | undefined): Decimal | undefined {
  if (value instanceof Decimal) return value;
  return typeof value === 'number' ? Decimal.of(value) : undefined;
}

function asNumbers(left: System, right: System): readonly [Decimal, Decimal] | undefined {
  const [one, other] = [toDecimal(left), toDecimal(right)];
  return one && other ? [one, other] : undefined;
}

export function asQuantity(value: System | undefined): Quantity | undefined {
  if (value instanceof Quantity) return value;
  const number = toDecimal(value);
  return number ? new Quantity(number, '1') : undefined;
}
