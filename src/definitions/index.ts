/** Definitions of programmes as data: in FHIR out and in, in versions, from the level that publishes them down to all below. */
export { readBundle, toBundle } from './bundle.ts';
export { type Composing, type Composition, compose, editionReader, type Known } from './compose.ts';
export type { Content, ContentKind } from './content.ts';
export type * from './contract.ts';
export { lastPosition, readEditions } from './editions.ts';
export { guardDefinitions } from './guard.ts';
export { countHoldings, lastAnswer, receiptsOf } from './holdings.ts';
export { lookAtImport, type Published, publishDefinitions } from './publish.ts';
export { standingDefinitions } from './standing.ts';
export { answerDefinitions, askedDefinitions, DEFINITIONS_PATH, pullDefinitions } from './travel.ts';
