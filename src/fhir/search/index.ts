/** Search of FHIR R4: its parameters, and the entries under which a resource is found. Pure. */

export type { IndexEntries, RangeEntry, TextEntry } from './adders.ts';
export { type Canonical, toBase, UCUM } from './canonical.ts';
export { exactToken, type Group, groupFor, isGroup, isMeasured } from './composite.ts';
export { indexer } from './extract.ts';
export { impliedCodes } from './implied-codes.ts';
export {
  exactTextLexeme,
  groupPlace,
  identifierPath,
  presenceLexeme,
  rangePlace,
  referenceLexeme,
  tokenLexeme,
  typedIdentifierLexeme,
  unitKey,
  uriLexeme,
} from './lexemes.ts';
export { faultOfParameter, type OwnParameter, ownIndexer, ownParametersOf } from './own-parameters.ts';
export {
  officialDefinitions,
  type ParameterKind,
  type SearchParameter,
  searchParametersOf,
  type ValuePath,
} from './parameters.ts';
export { isOnEarth, latitudePlace, longitudePlace, type Position } from './position.ts';
export { isSingleValue } from './single-value.ts';
export { type Subset, subsetOf } from './subset.ts';
export { foldText } from './text.ts';
export { precisionOf } from './values.ts';
export { walk } from './walk.ts';
