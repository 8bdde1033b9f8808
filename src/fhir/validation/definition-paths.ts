import { isResourceType } from '../definitions.ts';
import { checkStrictly, FhirPathError, parseExpression } from '../fhirpath/index.ts';
import { isObject } from '../resource.ts';
import { propertiesOf, type Structure, structureOf } from '../structures/index.ts';
import type { Fields, Run } from './run.ts';

/**
 * The paths of a profile name elements of the type it constrains (https://hl7.org/fhir/R4/elementdefinition.html#path). A rule
 * that can find nothing in its element gets a warning: it was meant to hold for something.
 */
export function checkDefinitionPaths({ type, derivation, differential }: Fields, run: Run): void {
  if (typeof type !== 'string' || !isResourceType(type) || derivation !== 'constraint' || !isObject(differential)) return;
  const elements = differential['element'];
  if (!Array.isArray(elements)) return;
  for (const [index, element] of elements.entries()) {
    if (!isObject(element) || typeof element['path'] !== 'string') continue;
    const at = `differential.element[${index}]`;
    const structures = structuresAt(type, element['path']);
    if (structures.length === 0) run.reportAt(`${at}.path`, 'structure', 'the path names no element of the type');
    else checkRules(element['constraint'], structures, at, run);
  }
}

function checkRules(rules: unknown, structures: readonly (Structure | undefined)[], at: string, run: Run): void {
  const types = structures.flatMap((structure) => structure?.name ?? []);
  if (!Array.isArray(rules) || types.length < structures.length) return;
  for (const [index, rule] of rules.entries()) {
    const fault = isObject(rule) && typeof rule['expression'] === 'string' ? faultOf(rule['expression'], types) : undefined;
    if (fault) run.reportAt(`${at}.constraint[${index}].expression`, 'invariant', fault, 'warning');
  }
}

function faultOf(expression: string, types: readonly string[]): string | undefined {
  try {
    checkStrictly(parseExpression(expression), types);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof FhirPathError)) throw thrown;
    return thrown.kind === 'semantic' ? 'the rule asks for what the element cannot have' : 'the rule cannot be read';
  }
}

/** Structures that an element has by its path; none where the type has no such element. */
function structuresAt(type: string, path: string): readonly (Structure | undefined)[] {
  const [root, ...names] = path.split('.');
  if (root !== type) return [];
  let at: readonly (Structure | undefined)[] = [structureOf(type)];
  // each once: a choice within an extension within a choice would multiply
  for (const name of names) at = [...new Set(at.flatMap((structure) => (structure ? childrenAt(structure, name) : [undefined])))];
  return at;
}

/** Structures below a step; undefined stands for any resource, within which everything may be. */
function childrenAt(structure: Structure, name: string): readonly (Structure | undefined)[] {
  const found = [...propertiesOf(structure).values()]
    .flat()
    .filter(({ key, element }) => (name.endsWith('[x]') ? element.isChoice && element.name === name.slice(0, -3) : key === name));
  return found.map(({ type }) => (type.name === 'Resource' ? undefined : structureOf(type.structure)));
}
