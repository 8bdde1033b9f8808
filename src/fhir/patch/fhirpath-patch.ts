import { Problem } from '../../kernel/index.ts';
import { FhirPathError } from '../fhirpath/index.ts';
import { isObject } from '../resource.ts';
import type { Property } from '../structures/index.ts';
import { changeAt, type ElementValue, readElements, withElements } from './element-list.ts';
import { insideOf, type Located, Locator, propertiesUnder } from './locate.ts';
import { integerIn, type Operation, readOperations, refused, valueFor } from './operation.ts';

type Document = Readonly<Record<string, unknown>>;

/**
 * Applies a FHIRPath Patch, operation by operation; what was given stays as it is, numbers keep their spelling.
 * https://hl7.org/fhir/R4/fhirpatch.html
 * @param parameters the Parameters resource with the operations
 * @param at where the Parameters stand, for messages
 * @param now ISO instant, for criteria that compare with the present
 * @throws Problem patch-invalid, with the operation and its path
 */
export function applyFhirPathPatch(document: unknown, parameters: unknown, now: () => string, at = 'Parameters'): unknown {
  if (!isObject(parameters) || parameters['resourceType'] !== 'Parameters')
    throw new Problem('patch-invalid', 'A FHIRPath Patch is a Parameters resource', { at });
  if (!isObject(document)) throw new Problem('patch-invalid', 'Only a resource is patched', { at });
  return readOperations(parameters, at).reduce<Document>((before, operation) => apply(before, operation, now), document);
}

function apply(document: Document, operation: Operation, now: () => string): Document {
  try {
    const locator = new Locator(document, now);
    switch (operation.kind) {
      case 'add':
        return add(document, operation, locator);
      case 'delete':
        return remove(document, operation, locator);
      case 'replace':
        return replace(document, operation, locator);
      case 'insert':
      case 'move':
        return changeList(document, operation, locator);
    }
  } catch (thrown) {
    if (thrown instanceof FhirPathError) throw refused(operation, thrown.message);
    throw thrown;
  }
}

/** Appends to a list, or sets what is not there yet. */
function add(document: Document, operation: Operation, locator: Locator): Document {
  const name = operation.parts.get('name')?.['valueString'];
  if (typeof name !== 'string') throw refused(operation, 'name is a valueString');
  const owner = oneOf(operation, locator.find(operation.expression));
  const properties = propertiesUnder(owner.node, name);
  const { property, element } = valueFor(operation, properties);
  return changeAt(document, insideOf(owner), (inside) => {
    const isList = property.element.max > 1;
    const there = properties.flatMap(({ key }) => readElements(inside, key));
    if (!isList && there.length > 0) throw refused(operation, 'the element is there already');
    return withElements(inside, property.key, [...(isList ? there : []), element], isList);
  });
}

function remove(document: Document, operation: Operation, locator: Locator): Document {
  const found = locator.find(operation.expression);
  return found.length === 0 ? document : setAt(document, operation, oneOf(operation, found), () => undefined);
}

function replace(document: Document, operation: Operation, locator: Locator): Document {
  const target = oneOf(operation, locator.find(operation.expression));
  return setAt(document, operation, target, (properties) => valueFor(operation, properties));
}

type Replacement = (properties: readonly Property[]) => { property: Property; element: ElementValue } | undefined;

/** Puts a value in place of the element, under the property of its type, or takes the element out. */
function setAt(document: Document, operation: Operation, { steps, properties }: Located, make: Replacement): Document {
  const last = steps.at(-1);
  if (!last) throw refused(operation, 'the resource as a whole stays');
  const made = make(properties);
  return changeAt(document, steps.slice(0, -1), (owner) => {
    if (last.index === undefined) return made ? placed(owner, last.key, made) : withElements(owner, last.key, [], false);
    const there = readElements(owner, last.key);
    return withElements(owner, last.key, made ? there.with(last.index, made.element) : there.toSpliced(last.index, 1), true);
  });
}

/** At its old place, unless another type of a choice has another property. */
function placed(owner: Document, key: string, { property, element }: { property: Property; element: ElementValue }): Document {
  const before = property.key === key ? owner : withElements(owner, key, [], false);
  return withElements(before, property.key, [element], false);
}

/** Insert and move: the path names a list, which need not be there for an insert. */
function changeList(document: Document, operation: Operation, locator: Locator): Document {
  const { expression } = operation;
  if (expression.kind !== 'member') throw refused(operation, 'the path ends with the name of a list');
  const owner = oneOf(operation, expression.of ? locator.find(expression.of) : [locator.root]);
  const properties = propertiesUnder(owner.node, expression.name);
  const [property] = properties;
  if (!property || property.element.max <= 1) throw refused(operation, 'the path names no list');
  return changeAt(document, insideOf(owner), (inside) => {
    const list = readElements(inside, property.key);
    const changed = operation.kind === 'move' ? moved(list, operation) : inserted(list, operation, properties);
    return withElements(inside, property.key, changed, true);
  });
}

function inserted(list: readonly ElementValue[], operation: Operation, properties: readonly Property[]): ElementValue[] {
  const index = integerIn(operation, 'index');
  if (index > list.length) throw refused(operation, `the list has ${list.length} elements`);
  return list.toSpliced(index, 0, valueFor(operation, properties).element);
}

/** The destination is where the element stands afterwards. */
function moved(list: readonly ElementValue[], operation: Operation): ElementValue[] {
  const [source, destination] = [integerIn(operation, 'source'), integerIn(operation, 'destination')];
  const element = list[source];
  if (!element || destination >= list.length) throw refused(operation, `the list has ${list.length} elements`);
  return list.toSpliced(source, 1).toSpliced(destination, 0, element);
}

function oneOf(operation: Operation, found: readonly Located[]): Located {
  const [first, second] = found;
  if (!first) throw refused(operation, 'the path leads to nothing');
  if (second) throw refused(operation, 'the path leads to more than one element');
  return first;
}
