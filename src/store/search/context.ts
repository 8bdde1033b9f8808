import type { CanonicalUnit } from '../../fhir/search/index.ts';

/** What the reading of a query must know of its platform. */
export interface SearchContext {
  /** Address of the FHIR interface: references below it are local. */
  readonly base: string;
  readonly canonicalUnit: CanonicalUnit;
  /** Types that any reference of the type may lead to. */
  typesReferredToBy(type: string): readonly string[];
  /** Whether the parameter `date` of the type is kept beside each resource. */
  hasMainDate(type: string): boolean;
}
