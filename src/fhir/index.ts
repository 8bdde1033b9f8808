/** FHIR R4 as values: JSON, references, dates, and what the official definitions say. Pure. */
export { type Compartment, compartments, membershipIn, typesIn } from './compartments.ts';
export { parseDateInterval, parseDateRange } from './dates.ts';
export {
  canBeOfPatient,
  isOfficialType,
  isResourceType,
  ownerOf,
  patientsOf,
  type ResolveReference,
  resourceTypes,
} from './definitions.ts';
export { parseJson, rawNumberText, toNumber } from './json.ts';
export { membersOf, repeatedName, shapeOf } from './json-text.ts';
export { type Labels, labelled, labelsOf, withLabels, withoutLabels } from './meta.ts';
export { applyPatch, JSON_PATCH, type Patch, readPatch } from './patch/patch.ts';
export {
  belowBase,
  forEachReference,
  isDecodable,
  type LocalReference,
  mapReferences,
  parseLocalReference,
  referencesInText,
} from './references.ts';
export { type Coding, type Identifier, isId, isObject, type Json, type Meta, type Resource } from './resource.ts';
export * from './search/index.ts';
