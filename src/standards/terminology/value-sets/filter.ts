import { ancestorsOf, type CodeSystem, type CodeSystemConcept, descendantsOf } from './code-system.ts';
import { safePattern } from './pattern.ts';
import type { Filter } from './value-set.ts';

type Test = (concept: CodeSystemConcept) => boolean;

/**
 * What a filter lets through of a code system. https://hl7.org/fhir/R4/valueset-filter-operator.html
 * @returns undefined where the filter cannot be answered: an operator that is none, a pattern that is not safe
 */
export function testOf(system: CodeSystem, { property, op, value }: Filter): Test | undefined {
  if (HIERARCHY.has(op)) return property === 'concept' || property === 'code' ? byHierarchy(system, op, value) : undefined;
  const values = (concept: CodeSystemConcept) => valuesOf(system, concept, property);
  switch (op) {
    case '=':
      return (concept) => values(concept).includes(value);
    case 'in':
    case 'not-in': {
      const listed = new Set(value.split(',').map((one) => one.trim()));
      return (concept) => values(concept).some((one) => listed.has(one)) === (op === 'in');
    }
    case 'exists':
      return (concept) => values(concept).length > 0 === (value !== 'false');
    case 'regex': {
      const pattern = safePattern(value);
      return pattern && ((concept) => values(concept).some(pattern));
    }
    default:
      return undefined;
  }
}

const HIERARCHY: ReadonlySet<string> = new Set(['is-a', 'descendent-of', 'is-not-a', 'generalizes']);

function byHierarchy(system: CodeSystem, op: string, value: string): Test {
  const code = system.find(value)?.code ?? value;
  if (op === 'generalizes') {
    const above = ancestorsOf(system, code);
    return (concept) => concept.code === code || above.has(concept.code);
  }
  const below = descendantsOf(system, code);
  if (op === 'descendent-of') return (concept) => below.has(concept.code);
  const isBelow: Test = (concept) => concept.code === code || below.has(concept.code);
  return op === 'is-a' ? isBelow : (concept) => !isBelow(concept);
}

/** Texts that a concept has under a property, those that every code system has among them. */
function valuesOf(system: CodeSystem, concept: CodeSystemConcept, property: string): readonly string[] {
  switch (property) {
    case 'concept':
    case 'code':
      return [concept.code];
    case 'display':
      return concept.display === undefined ? [] : [concept.display];
    case 'parent':
      return system.parentsOf(concept.code);
    case 'child':
      return system.childrenOf(concept.code);
    case 'inactive':
      return [String(concept.isInactive)];
    case 'notSelectable':
      return [String(concept.isAbstract)];
    default:
      return concept.properties.filter(({ code }) => code === property).flatMap(({ value }) => textsOf(value));
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null && 'code' in value) return textsOf(value.code);
  return value === undefined || value === null || typeof value === 'object' ? [] : [String(value)];
}
