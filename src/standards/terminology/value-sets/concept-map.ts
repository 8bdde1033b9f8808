import type { Resource } from '../../../fhir/index.ts';
import { listIn, textIn } from './fields.ts';

/** https://hl7.org/fhir/R4/valueset-concept-map-equivalence.html: what the target is, seen from the source. */
export interface MapTarget {
  /** undefined: nothing corresponds, and `equivalence` says why. */
  readonly code: string | undefined;
  readonly display: string | undefined;
  readonly equivalence: string;
  readonly products: readonly Product[];
}

/** Something else that holds along with the target, such as the side of a body. */
export interface Product {
  readonly property: string;
  readonly system: string | undefined;
  readonly code: string;
  readonly display: string | undefined;
}

/** What becomes of a code that the group does not map. */
export interface Unmapped {
  readonly mode: string;
  readonly code: string | undefined;
  readonly display: string | undefined;
  /** Address of another map. */
  readonly url: string | undefined;
}

export interface MapGroup {
  readonly source: string | undefined;
  readonly sourceVersion: string | undefined;
  readonly target: string | undefined;
  readonly targetVersion: string | undefined;
  readonly elements: ReadonlyMap<string, readonly MapTarget[]>;
  readonly unmapped: Unmapped | undefined;
}

export interface ConceptMap {
  readonly url: string | undefined;
  /** Value sets that it maps from and to. */
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly groups: readonly MapGroup[];
}

/** A ConceptMap resource as it can be asked. https://hl7.org/fhir/R4/conceptmap.html */
export function readConceptMap(resource: Resource): ConceptMap {
  return {
    url: textIn(resource, 'url'),
    source: textIn(resource, 'sourceUri') ?? textIn(resource, 'sourceCanonical'),
    target: textIn(resource, 'targetUri') ?? textIn(resource, 'targetCanonical'),
    groups: listIn(resource, 'group').map(readGroup),
  };
}

type Node = Readonly<Record<string, unknown>>;

function readGroup(node: Node): MapGroup {
  const elements = new Map<string, MapTarget[]>();
  for (const element of listIn(node, 'element')) {
    const code = textIn(element, 'code');
    if (code === undefined) continue;
    const targets = elements.get(code) ?? [];
    for (const target of listIn(element, 'target')) targets.push(...readTarget(target));
    elements.set(code, targets);
  }
  return {
    source: textIn(node, 'source'),
    sourceVersion: textIn(node, 'sourceVersion'),
    target: textIn(node, 'target'),
    targetVersion: textIn(node, 'targetVersion'),
    elements,
    unmapped: listIn({ one: [node['unmapped']] }, 'one').map(readUnmapped)[0],
  };
}

/** A target that holds only where something else does is left out: nobody can say here whether it does. */
function readTarget(node: Node): MapTarget[] {
  if (listIn(node, 'dependsOn').length > 0) return [];
  const products = listIn(node, 'product').map((product) => ({
    property: textIn(product, 'property') ?? '',
    system: textIn(product, 'system'),
    code: textIn(product, 'value') ?? '',
    display: textIn(product, 'display'),
  }));
  return [
    {
      code: textIn(node, 'code'),
      display: textIn(node, 'display'),
      equivalence: textIn(node, 'equivalence') ?? 'equivalent',
      products,
    },
  ];
}

const readUnmapped = (node: Node): Unmapped => ({
  mode: textIn(node, 'mode') ?? '',
  code: textIn(node, 'code'),
  display: textIn(node, 'display'),
  url: textIn(node, 'url'),
});
