import table from '../../data/fhir/compartments.json' with { type: 'json' };
import { searchParametersOf } from './search/parameters.ts';

/** The compartments of R4 beside that of the Patient. https://hl7.org/fhir/R4/compartmentdefinition.html */
export const compartments = ['Device', 'Encounter', 'Practitioner', 'RelatedPerson'] as const;
export type Compartment = (typeof compartments)[number];

/** Types that may lie in a compartment. */
export const typesIn = (compartment: Compartment): readonly string[] => Object.keys(table[compartment]);

/** How a resource of a type comes to lie in a compartment: it is its owner, or refers to it at one of these places of the index. */
export type Membership = { readonly isOwner: true } | { readonly isOwner: false; readonly places: readonly string[] };

/** undefined where no resource of the type is ever in the compartment. */
export function membershipIn(compartment: Compartment, type: string): Membership | undefined {
  const parameters: string | undefined = new Map<string, string>(Object.entries(table[compartment])).get(type);
  if (parameters === undefined) return undefined;
  if (parameters === '{def}') return { isOwner: true };
  const known = searchParametersOf(type);
  const paths = parameters.split(' ').flatMap((code) => known.get(code)?.paths ?? []);
  return { isOwner: false, places: [...new Set(paths.map(({ key }) => key))] };
}
