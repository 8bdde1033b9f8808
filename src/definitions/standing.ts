import type { Resource } from '../fhir/index.ts';
import type { Standing, StandingResources } from '../store/index.ts';
import type { Composition, Known } from './compose.ts';
import { toLibrary } from './content.ts';
import type { EditionState } from './contract.ts';
import { toResources } from './programme-fhir.ts';

const TYPES = ['PlanDefinition', 'ActivityDefinition', 'Questionnaire', 'Measure', 'Library'] as const;

/** https://hl7.org/fhir/R4/valueset-publication-status.html; what is to come is active too, with the period that says so. */
const STATUS: Readonly<Partial<Record<EditionState, string>>> = { 'in-force': 'active', coming: 'active', past: 'retired' };

/** The definitions of a platform as resources that are there without being stored; made when they are first asked for. */
export function standingDefinitions(current: () => Composition): StandingResources {
  let made: { readonly of: Composition; readonly byType: ReadonlyMap<string, ReadonlyMap<string, Standing>> } | undefined;
  return {
    types: new Set(TYPES),
    of: (type) => {
      const composition = current();
      if (made?.of !== composition) made = { of: composition, byType: byTypeOf(composition) };
      return made.byType.get(type) ?? new Map();
    },
  };
}

function byTypeOf({ all }: Composition): ReadonlyMap<string, ReadonlyMap<string, Standing>> {
  const standing = all.flatMap(toStanding);
  return new Map(
    [...Map.groupBy(standing, ({ type }) => type)].map(([type, list]) => [type, new Map(list.map((one) => [one.id, one]))]),
  );
}

function toStanding({ programme, content, state }: Known): readonly Standing[] {
  const status = STATUS[state];
  if (status === undefined) return [];
  const resources = [...(programme ? toResources(programme) : []), ...(content ? [toLibrary(content)] : [])];
  return resources.map((made) => {
    const resource = { ...made, status } as unknown as Resource & { readonly id: string };
    return { type: resource.resourceType, id: resource.id, url: String(made['url']), resource: () => resource };
  });
}
