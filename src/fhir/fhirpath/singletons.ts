import { Decimal } from './decimal.ts';
import { type Item, type Items, type System, toSystem } from './node.ts';
import { FhirPathError } from './syntax.ts';

/** The only item, undefined for the empty collection. @throws FhirPathError for several */
export function single(items: Items): Item | undefined {
  if (items.length > 1) throw new FhirPathError('execution', 'one value is expected, and there are several');
  return items[0];
}

export function singleSystem(items: Items): System | undefined {
  const item = single(items);
  return item === undefined ? undefined : toSystem(item);
}

/** A collection as a condition: a single item that is no boolean counts as true. */
export function toCondition(items: Items): boolean | undefined {
  const item = single(items);
  if (item === undefined) return undefined;
  const system = toSystem(item);
  return typeof system === 'boolean' ? system : true;
}

/** @throws FhirPathError where the value is there and no text */
export function singleText(items: Items): string | undefined {
  const item = single(items);
  if (item === undefined) return undefined;
  const value = toSystem(item);
  if (typeof value === 'string') return value;
  if (value === undefined || typeof value === 'boolean' || typeof value === 'number' || value instanceof Decimal)
    throw new FhirPathError('execution', 'a text is expected');
  return value.toString();
}

/** @throws FhirPathError where the value is there and no integer */
export function singleInteger(items: Items): number | undefined {
  const value = singleSystem(items);
  if (value === undefined || typeof value === 'number') return value;
  throw new FhirPathError('execution', 'an integer is expected');
}
