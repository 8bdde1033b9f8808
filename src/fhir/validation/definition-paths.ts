import { isResourceType } from '../definitions.ts';
import { isObject } from '../resource.ts';
import { propertiesOf, type Structure, structureOf } from '../structures/index.ts';
import type { Fields, Run } from './run.ts';

/** The paths of a profile name elements of the type it constrains. https://hl7.org/fhir/R4/elementdefinition.html#path */
export function checkDefinitionPaths({ type, derivation, differential }: Fields, run: Run): void {
  if (typeof type !== 'string' || !isResourceType(type) || derivation !== 'constraint' || !isObject(differential)) return;
  const elements = differential['element'];
  if (!Array.isArray(elements)) return;
  for (const [index, element] of elements.entries()) {
    const path = isObject(element) ? element['path'] : undefined;
    if (typeof path === 'string' && !hasPath(type, path))
      run.reportAt(`differential.element[${index}].path`, 'structure', 'the path names no element of the type');
  }
}

function hasPath(type: string, path: string): boolean {
  const [root, ...names] = path.split('.');
  if (root !== type) return false;
  let at: readonly (Structure | undefined)[] = [structureOf(type)];
  for (const name of names) {
    at = at.flatMap((structure) => (structure ? childrenAt(structure, name) : [undefined]));
    if (at.length === 0) return false;
  }
  return true;
}

/** Structures below a step; undefined stands for any resource, within which everything may be. */
function childrenAt(structure: Structure, name: string): readonly (Structure | undefined)[] {
  const found = [...propertiesOf(structure).values()]
    .flat()
    .filter(({ key, element }) => (name.endsWith('[x]') ? element.isChoice && element.name === name.slice(0, -3) : key === name));
  return found.map(({ type }) => (type.name === 'Resource' ? undefined : structureOf(type.structure)));
}
