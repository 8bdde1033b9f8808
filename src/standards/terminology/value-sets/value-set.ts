import type { Resource } from '../../../fhir/index.ts';
import type { Designation } from './code-system.ts';
import { listIn, textIn, textsIn } from './fields.ts';
import { readDesignations } from './read-code-system.ts';

export interface Filter {
  readonly property: string;
  readonly op: string;
  readonly value: string;
}

export interface ListedConcept {
  readonly code: string;
  readonly display: string | undefined;
  readonly designations: readonly Designation[];
}

/** https://hl7.org/fhir/R4/valueset.html#compositions: all that it says holds together. */
export interface Part {
  readonly system: string | undefined;
  readonly version: string | undefined;
  /** Codes counted out, by code; undefined: all of the system that pass the filters. */
  readonly concepts: ReadonlyMap<string, ListedConcept> | undefined;
  readonly filters: readonly Filter[];
  /** Addresses of value sets, in each of which a code must be. */
  readonly valueSets: readonly string[];
}

export interface ValueSet {
  readonly url: string | undefined;
  readonly version: string | undefined;
  readonly name: string | undefined;
  readonly title: string | undefined;
  readonly include: readonly Part[];
  readonly exclude: readonly Part[];
  /** Codes no longer in use belong to it, unless it says otherwise. */
  readonly hasInactive: boolean;
}

/** A ValueSet resource as it can be asked: by its definition, or where it has none by the expansion that it carries. */
export function readValueSet(resource: Resource): ValueSet {
  const compose = objectIn(resource, 'compose');
  const expansion = objectIn(resource, 'expansion');
  return {
    url: textIn(resource, 'url'),
    version: textIn(resource, 'version'),
    name: textIn(resource, 'name'),
    title: textIn(resource, 'title'),
    include: compose ? listIn(compose, 'include').map(readPart) : expansion ? partsOf(expansion) : [],
    exclude: compose ? listIn(compose, 'exclude').map(readPart) : [],
    hasInactive: compose?.['inactive'] !== false,
  };
}

function objectIn(resource: Resource, name: string): Record<string, unknown> | undefined {
  return listIn({ [name]: [resource[name]] }, name)[0];
}

function readPart(node: Record<string, unknown>): Part {
  const concepts = listIn(node, 'concept');
  return {
    system: textIn(node, 'system'),
    version: textIn(node, 'version'),
    concepts: concepts.length > 0 ? new Map(concepts.flatMap(readListed).map((one) => [one.code, one])) : undefined,
    filters: listIn(node, 'filter').map((filter) => ({
      property: textIn(filter, 'property') ?? '',
      op: textIn(filter, 'op') ?? '',
      value: textIn(filter, 'value') ?? '',
    })),
    valueSets: textsIn(node, 'valueSet'),
  };
}

function readListed(node: Record<string, unknown>): ListedConcept[] {
  const code = textIn(node, 'code');
  return code === undefined ? [] : [{ code, display: textIn(node, 'display'), designations: readDesignations(node) }];
}

/** What an expansion contains, by system. */
function partsOf(expansion: Record<string, unknown>): Part[] {
  const bySystem = new Map<string, Map<string, ListedConcept>>();
  const open = [...listIn(expansion, 'contains')].reverse();
  for (let node = open.pop(); node; node = open.pop()) {
    const system = textIn(node, 'system') ?? '';
    const concepts = bySystem.get(system) ?? new Map();
    if (node['abstract'] !== true) for (const one of readListed(node)) concepts.set(one.code, one);
    bySystem.set(system, concepts);
    open.push(...listIn(node, 'contains').reverse());
  }
  return [...bySystem].map(([system, concepts]) => ({
    system,
    version: undefined,
    concepts,
    filters: [],
    valueSets: [],
  }));
}
