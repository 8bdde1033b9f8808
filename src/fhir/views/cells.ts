import { Problem } from '../../kernel/index.ts';
import { Decimal, type Item, type Items, Node, TypeName } from '../fhirpath/index.ts';
import { rawNumber } from '../json.ts';
import type { ViewColumn } from './definition.ts';

/** A value of a row as JSON has it; numbers are written as they were. Lists of a column are lists. */
export type Cell = unknown;

/** What a column makes of the values that its path yields. @throws Problem view-failed where it is to be one and there are several */
export function toCell({ collection, at }: ViewColumn, items: Items): Cell {
  if (collection) return items.map(toValue).filter((value) => value !== null);
  if (items.length > 1)
    throw new Problem('view-failed', 'The path yields several values, and the column is no collection', { at: `${at}.path` });
  const [item] = items;
  return item === undefined ? null : toValue(item);
}

function toValue(item: Item): Cell {
  if (item instanceof Node) return item.value ?? null;
  if (item instanceof Decimal) return rawNumber(item.toString());
  if (item instanceof TypeName) return `${item.namespace}.${item.name}`;
  return typeof item === 'object' ? item.toString() : item;
}
