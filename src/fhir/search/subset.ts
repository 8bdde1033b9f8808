import additional from '../../../data/fhir/additional-types.json' with { type: 'json' };
import table from '../../../data/fhir/summary-elements.json' with { type: 'json' };
import type { Resource } from '../resource.ts';

/** Which part of a resource is wanted. https://hl7.org/fhir/R4/search.html#summary */
export type Subset =
  | { readonly kind: 'summary' }
  | { readonly kind: 'text' }
  | { readonly kind: 'data' }
  | { readonly kind: 'elements'; readonly names: readonly string[] };

const lists = new Map(
  Object.entries({ ...table, ...additional.summaries } as Readonly<Record<string, { summary: string; mandatory: string }>>).map(
    ([type, { summary, mandatory }]) => [type, { summary: summary.split(' '), mandatory: mandatory.split(' ') }] as const,
  ),
);
const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
const ALWAYS = ['resourceType', 'id', 'meta'];

/** The part of a resource, tagged as one so that nobody takes it for the whole. */
export function subsetOf(resource: Resource, subset: Subset): Resource {
  const { summary = [], mandatory = [] } = lists.get(resource.resourceType) ?? {};
  const wanted = new Set([...ALWAYS, ...namesFor(subset, summary, mandatory)]);
  const kept = Object.entries(resource).filter(([name]) =>
    subset.kind === 'data' ? name !== 'text' : wanted.has(name.replace(/^_/, '')),
  );
  const { meta } = resource;
  return {
    ...Object.fromEntries(kept),
    resourceType: resource.resourceType,
    meta: { ...meta, tag: [...(meta?.tag ?? []), SUBSETTED] },
  };
}

function namesFor(subset: Subset, summary: readonly string[], mandatory: readonly string[]): readonly string[] {
  if (subset.kind === 'summary') return summary;
  if (subset.kind === 'text') return ['text', ...mandatory];
  return subset.kind === 'elements' ? [...subset.names, ...mandatory] : [];
}
