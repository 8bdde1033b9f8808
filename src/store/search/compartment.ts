import { type Compartment, membershipIn, referenceLexeme } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Condition } from './condition.ts';
import type { SearchContext } from './context.ts';
import type { SearchQuery } from './query.ts';

/**
 * The search, within one compartment. https://hl7.org/fhir/R4/http.html#vsearch
 * @throws Problem parameter-unsupported where nothing of the type is ever in it
 */
export const within = (query: SearchQuery, owner: 'Patient' | Compartment, id: string, context: SearchContext): SearchQuery => ({
  ...query,
  conditions: [...query.conditions, membershipCondition(query.type, owner, id, context)],
});

function membershipCondition(type: string, owner: 'Patient' | Compartment, id: string, { base }: SearchContext): Condition {
  if (owner === 'Patient') return { kind: 'compartment', patients: [id] };
  const membership = membershipIn(owner, type);
  if (!membership) throw new Problem('parameter-unsupported', `The compartment of ${owner} in R4 holds no ${type}`, { at: type });
  if (membership.isOwner) return { kind: 'ids', ids: [id] };
  const written = [`${owner}/${id}`, ...(base ? [`${base}/${owner}/${id}`] : [])];
  return { kind: 'lexemes', any: membership.places.flatMap((place) => written.map((name) => referenceLexeme(place, name))) };
}
