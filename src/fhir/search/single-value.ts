import { propertiesOf, structureOf } from '../structures/index.ts';
import type { ValuePath } from './parameters.ts';

/** Types whose value is one interval; a Timing has several. */
const ONE_INTERVAL: ReadonlySet<string> = new Set(['date', 'dateTime', 'instant', 'Period', 'decimal', 'integer', 'positiveInt']);

/** Whether a resource of the type has at most one value at the path, as the cardinalities of R4 say. */
export function isSingleValue(type: string, { steps, type: last }: ValuePath): boolean {
  if (!ONE_INTERVAL.has(last)) return false;
  let structure = structureOf(type);
  for (const { property, where, index } of steps) {
    if (!structure || where || index !== undefined) return false;
    const found = [...propertiesOf(structure).values()].flat().find(({ key }) => key === property);
    if (!found || found.element.max > 1) return false;
    structure = structureOf(found.type.structure);
  }
  return true;
}
