import table from '../../../data/fhir/required-codes.json' with { type: 'json' };
import { propertiesOf, structureOf } from '../structures/index.ts';
import type { ValuePath } from './parameters.ts';

const lines: Readonly<Record<string, Readonly<Record<string, string>>>> = table;

/**
 * Codes by their system at an element that is a plain code, which says no system itself: those of its required binding.
 * undefined where R4 binds it to no value set that can be counted out: its code may be of any system.
 * https://hl7.org/fhir/R4/search.html#token
 */
export function impliedCodes(type: string, { steps, type: last }: ValuePath): ReadonlyMap<string, readonly string[]> | undefined {
  if (last !== 'code') return undefined;
  let structure = structureOf(type);
  let valueSet: string | undefined;
  for (const { property } of steps) {
    const found = structure && [...propertiesOf(structure).values()].flat().find(({ key }) => key === property);
    if (!found) return undefined;
    valueSet = found.element.valueSet;
    structure = structureOf(found.type.structure);
  }
  if (valueSet === undefined || !Object.hasOwn(lines, valueSet)) return undefined;
  return new Map(Object.entries(lines[valueSet] ?? {}).map(([system, codes]) => [system, codes.split(' ')]));
}
