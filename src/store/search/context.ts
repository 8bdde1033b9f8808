import {
  type Canonical,
  type IndexEntries,
  type Resource,
  resourceTypes,
  type SearchParameter,
  searchParametersOf,
} from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { baseUnit, canonicalValue } from '../../standards/index.ts';

/** What makes values meet that are the same in other words. */
export const canonical: Canonical = { unit: baseUnit, identifier: canonicalValue };

/** What the reading of a query must know of its platform. */
export interface SearchContext {
  /** Address of the FHIR interface: references below it are local. `''` where it has none. */
  readonly base: string;
  /** Parameters beyond those of R4; without it there are none. */
  readonly own?: OwnLookup | undefined;
}

/** Parameters that SearchParameter resources define. */
export interface OwnLookup {
  find(type: string, code: string): { readonly parameter: SearchParameter; readonly isReady: boolean } | undefined;
  /** Entries of a resource by them; undefined where its type has none. */
  entriesOf(resource: Resource): IndexEntries | undefined;
}

/**
 * The parameter of a type by its code.
 * @throws Problem parameter-being-indexed where what is stored is not yet indexed by it: the answer would lack some
 */
export function parameterOf(type: string, code: string, { own }: SearchContext): SearchParameter | undefined {
  const official = searchParametersOf(type).get(code);
  if (official) return official;
  const found = own?.find(type, code);
  if (found && !found.isReady)
    throw new Problem('parameter-being-indexed', `${type} is being indexed by ${code}; see the job`, { at: code });
  return found?.parameter;
}

/** Types that a reference may lead to whose parameter does not say. */
export const anyType: readonly string[] = resourceTypes;
