/** Code systems and value sets: what they hold, asked and counted out. https://hl7.org/fhir/R4/terminology-module.html. Pure. */
export { type BuiltInTable, builtInTables, type LoadTable, readBuiltIns, readNationalTables } from './built-in.ts';
export { formatCanonical, parseCanonical } from './canonical-address.ts';
export { ancestorsOf, type CodeSystem, descendantsOf } from './code-system.ts';
export { type ConceptMap, readConceptMap } from './concept-map.ts';
export { type ExpandOptions, expand, MOST_LISTED } from './expand.ts';
export type { Contained } from './expansion.ts';
export { grammarOf } from './grammars.ts';
export { ReadDefinitions, TerminologyLibrary } from './library.ts';
export { type LookupQuestion, lookup, subsumes } from './lookup.ts';
export { readCodeSystem } from './read-code-system.ts';
export { type BuiltIn, type Definition, definitionTypes, supplementedBy, type TerminologySource } from './source.ts';
export { translate } from './translate.ts';
export { type AskedCoding, type ValidateQuestion, validateInCodeSystem, validateInValueSet } from './validate-code.ts';
export { readValueSet, type ValueSet } from './value-set.ts';
