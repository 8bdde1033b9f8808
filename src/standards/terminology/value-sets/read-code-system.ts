import { isObject, type Resource } from '../../../fhir/index.ts';
import {
  type CodeSystem,
  type CodeSystemConcept,
  type ConceptProperty,
  type Designation,
  makeCodeSystem,
} from './code-system.ts';
import { listIn, textIn } from './fields.ts';

/**
 * A CodeSystem resource as it can be asked. What is above what is said by nesting, or by the properties `parent`, `child` and
 * `subsumedBy` (https://hl7.org/fhir/R4/codesystem.html#hierarchy).
 */
export function readCodeSystem(resource: Resource): CodeSystem {
  const concepts: CodeSystemConcept[] = [];
  const edges: [string, string][] = [];
  for (const { node, parent } of inOrder(resource)) {
    const concept = readConcept(node);
    if (!concept) continue;
    concepts.push(concept);
    if (parent !== undefined) edges.push([parent, concept.code]);
    for (const { code, value } of concept.properties) {
      if (typeof value !== 'string') continue;
      if (code === 'child') edges.push([concept.code, value]);
      if (code === 'parent' || code === 'subsumedBy') edges.push([value, concept.code]);
    }
  }
  return makeCodeSystem({
    head: {
      url: textIn(resource, 'url') ?? '',
      version: textIn(resource, 'version'),
      name: textIn(resource, 'name'),
      title: textIn(resource, 'title'),
      language: textIn(resource, 'language'),
      isComplete: resource['content'] === 'complete',
    },
    isCaseSensitive: resource['caseSensitive'] !== false,
    concepts,
    edges,
  });
}

type Node = Record<string, unknown>;

/** All concepts with the code that each stands in, parents before children. */
function inOrder(resource: Resource): { node: Node; parent: string | undefined }[] {
  const found: { node: Node; parent: string | undefined }[] = [];
  const open = toOpen(listIn(resource, 'concept'), undefined);
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    open.push(...toOpen(listIn(next.node, 'concept'), textIn(next.node, 'code')));
  }
  return found;
}

const toOpen = (nodes: readonly Node[], parent: string | undefined) => nodes.map((node) => ({ node, parent })).reverse();

function readConcept(node: Node): CodeSystemConcept | undefined {
  const code = textIn(node, 'code');
  if (code === undefined) return undefined;
  const properties = listIn(node, 'property').flatMap(readProperty);
  const has = (name: string, ...values: readonly unknown[]) =>
    properties.some((property) => property.code === name && values.includes(property.value));
  return {
    code,
    display: textIn(node, 'display'),
    definition: textIn(node, 'definition'),
    designations: readDesignations(node),
    properties,
    isAbstract: has('notSelectable', true) || has('abstract', true),
    isInactive: has('inactive', true) || has('status', 'inactive', 'retired', 'deprecated'),
  };
}

export const readDesignations = (node: Node): Designation[] =>
  listIn(node, 'designation').flatMap((one) => {
    const value = textIn(one, 'value');
    return value === undefined ? [] : [{ language: textIn(one, 'language'), value }];
  });

function readProperty(node: Node): ConceptProperty[] {
  const [code, as] = [textIn(node, 'code'), Object.keys(node).find((key) => key.startsWith('value'))];
  if (code === undefined || as === undefined) return [];
  const value = node[as];
  return [{ code, as, value: isObject(value) && as === 'valueDecimal' ? String(value) : value }];
}
