import { type Canonical, resourceTypes } from '../../fhir/index.ts';
import { baseUnit, canonicalValue } from '../../standards/index.ts';

/** What makes values meet that are the same in other words. */
export const canonical: Canonical = { unit: baseUnit, identifier: canonicalValue };

/** What the reading of a query must know of its platform. */
export interface SearchContext {
  /** Address of the FHIR interface: references below it are local. */
  readonly base: string;
}

/** Types that a reference may lead to whose parameter does not say. */
export const anyType: readonly string[] = resourceTypes;
