import { compileExpression, FhirPathError, isOfType, Node } from '../../fhirpath/index.ts';
import { isObject } from '../../resource.ts';
import type { Run } from '../run.ts';
import type { ExtensionContext } from './definition.ts';

/**
 * Whether an extension may stand where the run is: in one of the contexts of its definition.
 * https://hl7.org/fhir/R4/defining-extensions.html#context
 */
export function isInContext(contexts: readonly ExtensionContext[], run: Run): boolean {
  if (contexts.length === 0) return true;
  const lineage = run.lineage().slice(0, -1);
  const owner = lineage.at(-1)?.node;
  if (!owner) return true;
  const places = placesOf(lineage);
  return contexts.some(({ type, expression }) => {
    if (type === 'extension') return isObject(owner.value) && owner.value['url'] === expression;
    if (type === 'fhirpath') return isSelected(expression, owner, run);
    return places.has(expression.replaceAll('[x]', '')) || isOfType(owner, { namespace: undefined, name: expression });
  });
}

/** `Patient.contact.name`, `Patient.contact` and `name` of its type, for each element from the resource down. */
function placesOf(lineage: ReturnType<Run['lineage']>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [index, { node }] of lineage.entries()) {
    const names = lineage.slice(index + 1).map(({ name }) => name);
    found.add([node.type ?? 'Element', ...names].join('.'));
  }
  return found;
}

function isSelected(expression: string, owner: Node, run: Run): boolean {
  try {
    const { resource } = run.environment;
    return compileExpression(expression)([resource], run.environment).some(
      (item) => item instanceof Node && (item === owner || (isObject(item.value) && item.value === owner.value)),
    );
  } catch (thrown) {
    if (thrown instanceof FhirPathError) return false;
    throw thrown;
  }
}
