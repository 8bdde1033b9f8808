import type { CodeSystem, CodeSystemConcept, Designation } from './code-system.ts';

/**
 * A code system with what supplements add to its concepts: names in other languages, and properties. Neither codes nor
 * displays change by it. https://hl7.org/fhir/R4/codesystem.html#supplements
 */
export function supplemented(base: CodeSystem, supplements: readonly CodeSystem[]): CodeSystem {
  const concepts = new Map(base.concepts);
  for (const supplement of supplements)
    for (const added of supplement.concepts.values()) {
      const known = base.find(added.code)?.code;
      const concept = known === undefined ? undefined : concepts.get(known);
      if (concept) concepts.set(concept.code, withAdded(concept, added, supplement.language));
    }
  return {
    ...base,
    concepts,
    find: (code) => {
      const found = base.find(code);
      return found && concepts.get(found.code);
    },
  };
}

function withAdded(concept: CodeSystemConcept, added: CodeSystemConcept, language: string | undefined): CodeSystemConcept {
  const own: Designation[] =
    added.display === undefined || added.display === concept.display ? [] : [{ language, value: added.display }];
  return {
    ...concept,
    designations: [...concept.designations, ...own, ...added.designations],
    properties: [...concept.properties, ...added.properties],
  };
}
