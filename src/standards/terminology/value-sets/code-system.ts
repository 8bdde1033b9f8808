/** A name of a concept in one language. */
export interface Designation {
  /** BCP 47; undefined: that of the code system. */
  readonly language: string | undefined;
  readonly value: string;
}

export interface ConceptProperty {
  readonly code: string;
  /** Name of the value in FHIR: `valueCode`, `valueString`. */
  readonly as: string;
  readonly value: unknown;
}

/** https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.concept */
export interface CodeSystemConcept {
  readonly code: string;
  readonly display: string | undefined;
  readonly definition: string | undefined;
  readonly designations: readonly Designation[];
  readonly properties: readonly ConceptProperty[];
  /** Groups others and is not to be chosen itself. */
  readonly isAbstract: boolean;
  /** No longer in use. */
  readonly isInactive: boolean;
}

/** A code system with its hierarchy, ready to be asked. */
export interface CodeSystem {
  readonly url: string;
  readonly version: string | undefined;
  readonly name: string | undefined;
  readonly title: string | undefined;
  /** BCP 47 of the displays, where it is said. */
  readonly language: string | undefined;
  /** All codes are here, so that one which is not is wrong. */
  readonly isComplete: boolean;
  /** In the order of the definition. */
  readonly concepts: ReadonlyMap<string, CodeSystemConcept>;
  /** By code, whatever its case where the system says that it does not matter. */
  find(code: string): CodeSystemConcept | undefined;
  parentsOf(code: string): readonly string[];
  childrenOf(code: string): readonly string[];
}

interface Content {
  readonly head: Omit<CodeSystem, 'find' | 'parentsOf' | 'childrenOf' | 'concepts'>;
  readonly isCaseSensitive: boolean;
  readonly concepts: readonly CodeSystemConcept[];
  /** Pairs of a code and one directly below it. */
  readonly edges: readonly (readonly [parent: string, child: string])[];
}

const NONE: readonly string[] = [];

export function makeCodeSystem({ head, isCaseSensitive, concepts, edges }: Content): CodeSystem {
  const byCode = new Map(concepts.map((concept) => [concept.code, concept]));
  const folded = isCaseSensitive ? undefined : new Map(concepts.map((concept) => [concept.code.toLowerCase(), concept]));
  const [parents, children] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const [parent, child] of edges) {
    if (!byCode.has(parent) || !byCode.has(child) || parents.get(child)?.includes(parent)) continue;
    add(parents, child, parent);
    add(children, parent, child);
  }
  return {
    ...head,
    concepts: byCode,
    find: (code) => byCode.get(code) ?? folded?.get(code.toLowerCase()),
    parentsOf: (code) => parents.get(code) ?? NONE,
    childrenOf: (code) => children.get(code) ?? NONE,
  };
}

function add(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Codes above this one, itself left out; a hierarchy that runs in a circle ends where it began. */
export const ancestorsOf = (system: CodeSystem, code: string): ReadonlySet<string> => reach(code, (one) => system.parentsOf(one));

/** Codes below this one, itself left out. */
export const descendantsOf = (system: CodeSystem, code: string): ReadonlySet<string> =>
  reach(code, (one) => system.childrenOf(one));

function reach(start: string, next: (code: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...next(start)];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (found.has(code)) continue;
    found.add(code);
    open.push(...next(code));
  }
  found.delete(start);
  return found;
}

/** https://hl7.org/fhir/R4/codesystem-operation-subsumes.html */
export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

export function subsumption(system: CodeSystem, a: string, b: string): Subsumption {
  if (a === b) return 'equivalent';
  if (ancestorsOf(system, b).has(a)) return 'subsumes';
  return ancestorsOf(system, a).has(b) ? 'subsumed-by' : 'not-subsumed';
}
