import {
  compileTree,
  type Environment,
  type Expression,
  elementNode,
  FhirPathError,
  type Item,
  type Items,
  Node,
  resourceNode,
  toSystem,
} from '../fhirpath/index.ts';
import { isObject } from '../resource.ts';
import { type Property, propertiesOf } from '../structures/index.ts';
import { readElements, type Step } from './element-list.ts';

/** An element of a resource with the way to it; the resource itself has none. */
export interface Located {
  readonly node: Node;
  readonly steps: readonly Step[];
  /** What it may be: the properties that its owner has under its name. */
  readonly properties: readonly Property[];
}

/** Criteria are evaluated a element at a time, so its position among the others is not known to them. */
const POSITION = /"kind":"special","name":"\$(?:index|total)"/;

type Selection = (
  found: readonly Located[],
  call: Expression & { readonly kind: 'call' },
  locator: Locator,
) => readonly Located[];

/** Functions that choose among elements, or go to children; those that make new values lead nowhere in a resource. */
const selections: Readonly<Record<string, Selection>> = {
  where: (found, { args: [criteria] }, { holds }) => found.filter((one) => holds(criteria, one)),
  first: (found) => found.slice(0, 1),
  last: (found) => found.slice(-1),
  tail: (found) => found.slice(1),
  single: (found) => {
    if (found.length > 1) throw new FhirPathError('execution', 'more than one element is there');
    return found;
  },
  skip: (found, { args: [count] }, { numberOf }) => found.slice(Math.max(0, numberOf(count))),
  take: (found, { args: [count] }, { numberOf }) => found.slice(0, Math.max(0, numberOf(count))),
  ofType: (found, call, { holdsOn }) => found.filter((one) => holdsOn({ ...call, of: undefined }, one)),
  as: (found, call, { holdsOn }) => found.filter((one) => holdsOn({ ...call, of: undefined }, one)),
  extension: (found, { args: [url] }, locator) => {
    const wanted = locator.textOf(url);
    return found
      .flatMap((one) => childrenOf(one, 'extension'))
      .filter(({ node }) => isObject(node.value) && node.value['url'] === wanted);
  },
};

/**
 * Finds the elements that a FHIRPath expression leads to, with their places. Whatever chooses or walks down is followed
 * here; criteria inside are evaluated by the engine. https://hl7.org/fhir/R4/fhirpatch.html
 */
export class Locator {
  readonly root: Located;
  readonly #environment: Environment;

  constructor(resource: unknown, now: () => string) {
    const node = resourceNode(resource);
    this.root = { node, steps: [], properties: [] };
    this.#environment = { resource: node, rootResource: node, now };
  }

  /** @throws FhirPathError where the expression leads to no elements of the resource */
  find(expression: Expression): readonly Located[] {
    switch (expression.kind) {
      case 'member':
        return this.#member(expression);
      case 'index': {
        const found = this.find(expression.of)[this.numberOf(expression.index)];
        return found ? [found] : [];
      }
      case 'call':
        return this.#call(expression);
      case 'type':
        if (expression.operator === 'is') break;
        return this.find(expression.of).filter((one) => this.#isType(expression, one));
      case 'variable':
        if (expression.name === 'resource' || expression.name === 'context') return [this.root];
        break;
      case 'special':
        if (expression.name === '$this') return [this.root];
    }
    throw new FhirPathError('execution', 'the path does not lead to elements of the resource');
  }

  #member({ of, name }: Expression & { readonly kind: 'member' }): readonly Located[] {
    if (of) return this.find(of).flatMap((one) => childrenOf(one, name));
    const isRoot = name === this.root.node.type || name === 'Resource' || name === 'DomainResource';
    return isRoot ? [this.root] : childrenOf(this.root, name);
  }

  #call(call: Expression & { readonly kind: 'call' }): readonly Located[] {
    const select = Object.hasOwn(selections, call.name) ? selections[call.name] : undefined;
    if (!select) throw new FhirPathError('execution', `${call.name}() does not lead to elements of the resource`);
    return select(call.of ? this.find(call.of) : [this.root], call, this);
  }

  holds = (criteria: Expression | undefined, { node }: Located): boolean => {
    if (!criteria) throw new FhirPathError('syntax', 'where() has a criterion');
    if (POSITION.test(JSON.stringify(criteria))) throw new FhirPathError('execution', '$index and $total are not known here');
    const [value] = this.#evaluate(criteria, [node]);
    return value !== undefined && systemOf(value) === true;
  };

  /** Whether an expression on the element yields anything. */
  holdsOn = (expression: Expression, { node }: Located): boolean => this.#evaluate(expression, [node]).length > 0;

  numberOf = (expression: Expression | undefined): number => {
    const [item] = expression ? this.#evaluate(expression, [this.root.node]) : [];
    const value = item === undefined ? undefined : systemOf(item);
    if (typeof value !== 'number') throw new FhirPathError('execution', 'an index is an integer');
    return value;
  };

  textOf = (expression: Expression | undefined): string => {
    const [item] = expression ? this.#evaluate(expression, [this.root.node]) : [];
    const value = item === undefined ? undefined : systemOf(item);
    if (typeof value !== 'string') throw new FhirPathError('execution', 'the address of an extension is a text');
    return value;
  };

  #isType({ type }: Expression & { readonly kind: 'type' }, { node }: Located): boolean {
    return this.#evaluate({ kind: 'type', operator: 'as', of: { kind: 'special', name: '$this' }, type }, [node]).length > 0;
  }

  #evaluate(expression: Expression, focus: Items): Items {
    return compileTree(expression)(focus, this.#environment);
  }
}

const systemOf = (item: Item): unknown => (item instanceof Node ? toSystem(item) : item);

/** Properties that an element may have under a name of FHIRPath, one for each type of a choice. */
export function propertiesUnder({ structure }: Node, name: string): readonly Property[] {
  if (!structure) return [];
  if (structure.kind === 'primitive') return name === 'extension' ? [EXTENSION] : [];
  return propertiesOf(structure).get(name) ?? [];
}

const type = { name: 'Extension', structure: 'Extension' };
const most = Number.POSITIVE_INFINITY;
/** Primitives have extensions, whatever R4's tables list of them. */
const EXTENSION: Property = {
  key: 'extension',
  type,
  element: { name: 'extension', min: 0, max: most, isChoice: false, types: [type], invariants: [] },
};

/** The way to what stands inside an element; of a primitive that is its companion `_name`. */
export function insideOf({ node, steps }: Located): readonly Step[] {
  const last = steps.at(-1);
  if (!last || node.structure?.kind !== 'primitive') return steps;
  return [...steps.slice(0, -1), { ...last, key: `_${last.key}` }];
}

function childrenOf(owner: Located, name: string): readonly Located[] {
  const inside = owner.node.structure?.kind === 'primitive' ? owner.node.extra : owner.node.value;
  if (!isObject(inside)) return [];
  const properties = propertiesUnder(owner.node, name);
  return properties.flatMap(({ key, type, element }) =>
    readElements(inside, key).map(({ value, extra }, index) => ({
      node: elementNode(value, extra, type),
      steps: [...insideOf(owner), { key, index: element.max > 1 ? index : undefined }],
      properties,
    })),
  );
}
