import { createHash } from 'node:crypto';
import { isOfficialType, isResourceType, resourceTypes } from '../definitions.ts';
import { Decimal } from '../fhirpath/decimal.ts';
import { type Compiled, compileExpression, FhirPathError, type Item, Node, resourceNode } from '../fhirpath/index.ts';
import { Quantity } from '../fhirpath/quantity.ts';
import { Temporal } from '../fhirpath/temporal.ts';
import { parseLocalReference } from '../references.ts';
import type { Resource } from '../resource.ts';
import { type Adder, adderOf, type Collector, type IndexEntries } from './adders.ts';
import type { Canonical } from './canonical.ts';
import { componentsOf, elementReader, faultOfComponents, type OwnComponent, partPlace, type Typed } from './own-composite.ts';
import { type ParameterKind, type SearchParameter, searchParametersOf, type ValuePath } from './parameters.ts';

/** A search parameter that somebody defined beyond those of R4, for one type. */
export interface OwnParameter {
  readonly type: string;
  readonly parameter: SearchParameter;
  /** Where its values stand in the index. Another expression stands at another place, so that old entries do not count. */
  readonly place: string;
  readonly expression: string;
  /** Of a composite. */
  readonly components?: readonly OwnComponent[];
}

const KINDS: ReadonlySet<string> = new Set([
  ...['number', 'date', 'string', 'token', 'reference', 'quantity', 'uri', 'composite'],
]);
const LONGEST_EXPRESSION = 2000;
const ABSTRACT: ReadonlySet<string> = new Set(['Resource', 'DomainResource']);

/** What keeps a SearchParameter from being put in force. */
export interface ParameterFault {
  readonly detail: string;
  readonly element: string;
}

/**
 * Why an active SearchParameter cannot be put in force; undefined where it can, or asks for nothing: a draft, one without an
 * expression, or one of R4's own codes, which stay as they are.
 * https://hl7.org/fhir/R4/searchparameter.html
 */
export function faultOfParameter(resource: Resource): ParameterFault | undefined {
  const { code, type, expression } = resource;
  if (newTypesOf(resource).length === 0) return undefined;
  if (typeof code !== 'string' || !/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(code))
    return { detail: 'a code of one’s own begins with a letter and has letters, digits, - and _', element: 'code' };
  if (typeof type !== 'string' || !KINDS.has(type))
    return { detail: `parameters of one’s own are of the types ${[...KINDS].join(', ')}`, element: 'type' };
  if (typeof expression !== 'string' || expression.length > LONGEST_EXPRESSION)
    return { detail: `an expression has at most ${LONGEST_EXPRESSION} characters`, element: 'expression' };
  try {
    compileExpression(expression);
    return type === 'composite' ? firstFault(resource) : undefined;
  } catch (thrown) {
    if (!(thrown instanceof FhirPathError)) throw thrown;
    return { detail: `it is no FHIRPath that is understood here: ${thrown.message}`, element: 'expression' };
  }
}

/** What a component means is looked up for each type that the composite is for. */
function firstFault(resource: Resource): ParameterFault | undefined {
  for (const type of newTypesOf(resource)) {
    const fault = faultOfComponents(resource, type);
    if (fault) return fault;
  }
  return undefined;
}

/** The parameters that a SearchParameter defines, one for each type; none where it is not in force. */
export function ownParametersOf(resource: Resource): OwnParameter[] {
  const { code, type, expression, target, component } = resource;
  if (faultOfParameter(resource) || typeof code !== 'string' || typeof expression !== 'string') return [];
  const kind = type as ParameterKind;
  const targets = Array.isArray(target) ? target.filter((one) => typeof one === 'string' && isResourceType(one)) : [];
  const meaning = kind === 'composite' ? `${kind} ${expression} ${JSON.stringify(component)}` : `${kind} ${expression}`;
  const digest = createHash('sha256').update(meaning).digest('hex').slice(0, 16);
  return newTypesOf(resource).map((one): OwnParameter => {
    const place = `${one}.~${code}~${digest}`;
    if (kind === 'composite') return ownComposite(one, code, place, expression, componentsOf(resource, one));
    const paths = pathsAt(place, kind);
    return { type: one, place, expression, parameter: { code, kind, targets, paths, isOwn: true } };
  });
}

/** An identifier is filed in its one spelling, whatever else is there as it is. */
const pathsAt = (key: string, kind: ParameterKind): ValuePath[] =>
  (kind === 'token' ? ['', 'Identifier'] : ['']).map((type) => ({ key, steps: [], type, fromTop: true }));

function ownComposite(
  type: string,
  code: string,
  place: string,
  expression: string,
  components: readonly OwnComponent[],
): OwnParameter {
  const parts = components.map(({ kind }, index) => ({ kind, paths: pathsAt(partPlace(place, index), kind) }));
  const composite = { key: place, roots: [[{ property: place }]], parts };
  return {
    ...{ type, place, expression, components },
    parameter: { code, kind: 'composite', targets: [], paths: [], composite, isOwn: true },
  };
}

/** Types for which an active definition says something new. */
function newTypesOf({ status, base, code, expression }: Resource): string[] {
  if (status !== 'active' || expression === undefined || !Array.isArray(base)) return [];
  const types = base.some((one) => ABSTRACT.has(one)) ? resourceTypes.filter(isOfficialType) : base.filter(isResourceType);
  const name = String(code);
  return [...new Set<string>(types)].filter((type) => !searchParametersOf(type).has(name) && !STORE.has(name));
}

/** R4's parameters of every type, whether or not they are answered here. https://hl7.org/fhir/R4/search.html#all */
const STORE: ReadonlySet<string> = new Set([
  ...['_id', '_lastUpdated', '_list', '_text', '_content', '_query', '_has', '_type', '_filter'],
]);

/** The index entries of a resource by parameters of its type. An expression that fails on it finds nothing in it. */
export function ownIndexer(parameters: readonly OwnParameter[], canonical: Canonical): (resource: Resource) => IndexEntries {
  const readers = parameters.map((one) => ownReader(one, canonical));
  return (resource) => {
    const out: Collector = { lexemes: new Set(), ranges: [], texts: [] };
    const node = resourceNode(resource);
    for (const read of readers) read(node, out);
    return out;
  };
}

function ownReader({ expression, parameter: { kind }, place, components }: OwnParameter, canonical: Canonical) {
  const evaluate = compileExpression(expression);
  if (components) {
    const valuesOf = (of: Compiled, { element, root }: Rooted) => typedValues(itemsOf(of, element, root));
    const read = elementReader(place, components, valuesOf, canonical);
    return (root: Node, out: Collector): void => {
      for (const element of itemsOf(evaluate, root, root)) read({ element, root }, out);
    };
  }
  const adders = new Map<string, Adder>();
  return (node: Node, out: Collector): void => {
    for (const { value, type } of typedValues(itemsOf(evaluate, node, node))) {
      const add = adders.get(type) ?? adderOf(place, kind, type, canonical);
      adders.set(type, add);
      add(value, out);
    }
  };
}

interface Rooted {
  readonly element: Item;
  readonly root: Node;
}

const typedValues = (items: readonly Item[]): Typed[] =>
  items.map(typedValue).filter(({ value }) => value !== undefined && value !== null);

/** No index entry depends on the time of indexing; references are followed as far as their type. */
function itemsOf(evaluate: Compiled, item: Item, root: Node): readonly Item[] {
  try {
    return evaluate([item], { resource: root, rootResource: root, now: () => '1970-01-01T00:00:00Z', resolve: typeOnly });
  } catch (thrown) {
    if (thrown instanceof FhirPathError) return [];
    throw thrown;
  }
}

function typeOnly(reference: string): Node | undefined {
  const local = parseLocalReference(reference);
  return local && resourceNode({ resourceType: local.type, id: local.id });
}

function typedValue(item: Item): Typed {
  if (item instanceof Node) return { value: item.value, type: item.type ?? '' };
  if (typeof item === 'boolean') return { value: item, type: 'boolean' };
  if (item instanceof Temporal) return { value: item.toString(), type: 'dateTime' };
  if (item instanceof Decimal) return { value: Number(item.toString()), type: 'decimal' };
  if (item instanceof Quantity) return { value: undefined, type: 'Quantity' };
  return { value: item, type: typeof item === 'number' ? 'integer' : 'string' };
}
