import { parseLocalReference } from '../../references.ts';
import { isObject } from '../../resource.ts';
import { addChildren, type Item, type Items, NONE, Node, resourceNode, toSystem } from '../node.ts';
import { fromBoolean } from '../operators.ts';
import { argument, type Call, type FhirPathFunction, type Scope } from '../scope.ts';
import { single, singleText } from '../singletons.ts';
import { type Expression, FhirPathError } from '../syntax.ts';
import { isCastable, isOfType, type NamedType, namedType, typeOf } from '../types.ts';

/** Types, and what FHIR adds to FHIRPath: https://hl7.org/fhir/R4/fhirpath.html#functions */
export const fhirFunctions: Readonly<Record<string, FhirPathFunction>> = {
  is: (call) => isType(call.input, typeArgument(call)),
  as: (call) => asType(call.input, typeArgument(call)),
  ofType: (call) => {
    const type = typeArgument(call);
    return call.input.filter((item) => isCastable(item, type));
  },
  type: ({ input }) => input.map(typeOf),
  extension: (call) => extensions(call.input, singleText(argument(call))),
  getValue: ({ input }) => input.map(toSystem).filter((value) => value !== undefined),
  resolve: ({ input, scope }) => input.map((item) => resolve(item, scope)).filter((node) => node !== undefined),
  conformsTo,
  // the rules of narrative are checked by the validator itself, on every div
  htmlChecks: () => fromBoolean(true),
  memberOf: () => NONE,
  getResourceKey: ({ input }) => input.map(resourceKey).filter((key) => key !== undefined),
  getReferenceKey: (call) => {
    const type = call.expressions.length > 0 ? typeArgument(call).name : undefined;
    return call.input.map((item) => referenceKey(item, type)).filter((key) => key !== undefined);
  },
};

export function isType(items: Items, type: NamedType): Items {
  const item = single(items);
  return item === undefined ? NONE : fromBoolean(isOfType(item, type));
}

export function asType(items: Items, type: NamedType): Items {
  const item = single(items);
  return item !== undefined && isCastable(item, type) ? [item] : NONE;
}

/** `Quantity`, `FHIR.Quantity` and `` FHIR.`Quantity` `` as an argument. */
function typeArgument({ expressions: [expression] }: Call): NamedType {
  return namedType(dotted(expression));
}

function dotted(expression: Expression | undefined): string {
  if (expression?.kind !== 'member') throw new FhirPathError('execution', 'the name of a type is expected');
  return expression.of ? `${dotted(expression.of)}.${expression.name}` : expression.name;
}

function extensions(input: Items, url: string | undefined): Items {
  const found: Item[] = [];
  for (const item of input) if (item instanceof Node) addChildren(item, 'extension', found);
  return found.filter((item) => item instanceof Node && isObject(item.value) && item.value['url'] === url);
}

function resolve(item: Item, { environment }: Scope): Node | undefined {
  const value = item instanceof Node && isObject(item.value) ? item.value['reference'] : toSystem(item);
  if (typeof value !== 'string') return undefined;
  return value.startsWith('#') ? contained(value.slice(1), environment.rootResource) : environment.resolve?.(value);
}

function contained(id: string, root: Node): Node | undefined {
  if (id === '') return root;
  const inside = isObject(root.value) ? root.value['contained'] : undefined;
  const found = Array.isArray(inside) ? inside.find((one) => isObject(one) && one['id'] === id) : undefined;
  return found === undefined ? undefined : resourceNode(found);
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

function conformsTo(call: Call): Items {
  const [item, profile] = [single(call.input), singleText(argument(call))];
  if (!(item instanceof Node) || profile === undefined) return NONE;
  const known = call.scope.environment.conformsTo?.(item, profile);
  if (known !== undefined) return fromBoolean(known);
  if (!profile.startsWith(BASE)) throw new FhirPathError('execution', 'the profile is not known');
  return fromBoolean(isOfType(item, namedType(profile.slice(BASE.length))));
}

/**
 * The key of a resource is its id, so that it joins with the key of a reference to it and with what the store calls it.
 * https://build.fhir.org/ig/FHIR/sql-on-fhir-v2/StructureDefinition-ShareableViewDefinition.html
 */
function resourceKey(item: Item): string | undefined {
  if (!(item instanceof Node) || !isObject(item.value) || item.value['resourceType'] === undefined) return undefined;
  const { id } = item.value;
  return typeof id === 'string' ? id : undefined;
}

/** The key of the resource that a reference leads to; a resource of another server has the whole address as its key. */
function referenceKey(item: Item, type: string | undefined): string | undefined {
  const reference = item instanceof Node && isObject(item.value) ? item.value['reference'] : undefined;
  if (typeof reference !== 'string') return undefined;
  const local = parseLocalReference(reference);
  if (local) return type === undefined || local.type === type ? local.id : undefined;
  const [, address, remote] = REMOTE.exec(reference) ?? [];
  return address && (type === undefined || remote === type) ? address : undefined;
}

const REMOTE = /^(https?:\/\/.+\/([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
