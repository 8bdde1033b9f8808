import { type IndexEntries, type Resource, uriLexeme } from '../../fhir/index.ts';
import { entriesOf } from '../row.ts';
import type { Condition } from './condition.ts';
import type { SearchEntry } from './entry.ts';
import { compares, meets } from './meets.ts';
import type { SearchQuery, Sort } from './query.ts';

/**
 * A resource that is there without being stored, since it comes with the program. What is stored under the same id stands in
 * its place. It has no numbers, no dates and no references; its only version is 1.
 */
export interface Standing {
  readonly type: string;
  readonly id: string;
  readonly url: string;
  resource(): Resource & { readonly id: string };
}

type Meets = ReturnType<typeof meets>;

/** Time of change that all of them have, ISO instant. */
export const STANDING_SINCE = '2026-11-25T00:00:00.000Z';

export interface StandingResources {
  /** Types of which there are some; asked before anything is loaded. */
  readonly types: ReadonlySet<string>;
  /** All of a type, by id. */
  of(type: string): ReadonlyMap<string, Standing>;
}

export const standingBody = (standing: Standing): string => {
  const { resourceType, id, meta, ...rest } = standing.resource();
  return JSON.stringify({ resourceType, id, meta: { versionId: '1', lastUpdated: STANDING_SINCE, ...meta }, ...rest });
};

export const standingEntry = (standing: Standing): SearchEntry => ({
  type: standing.type,
  id: standing.id,
  version: 1,
  body: standingBody(standing),
});

/** Searches what stands; what it reads of a resource it keeps. */
export class StandingSearch {
  readonly #resources: StandingResources;
  readonly #asked = new WeakMap<Standing, Meets>();
  readonly #texts = new WeakMap<Standing, IndexEntries['texts']>();
  /** By all of a type: where those are others, so are their addresses. */
  readonly #byUrl = new WeakMap<ReadonlyMap<string, Standing>, ReadonlyMap<string, readonly Standing[]>>();

  constructor(resources: StandingResources) {
    this.#resources = resources;
  }

  has(type: string): boolean {
    return this.#resources.types.has(type);
  }

  find(type: string, id: string): Standing | undefined {
    return this.has(type) ? this.#resources.of(type).get(id) : undefined;
  }

  /** Those that meet the conditions, in the order asked for. */
  matching({ type, conditions, sort }: SearchQuery): readonly Standing[] {
    const asked = conditions.map(withTime);
    const matches = this.#candidates(type, conditions).filter((one) => this.#meets(one)(asked));
    return this.#sorted(matches, sort);
  }

  /** The few that an address or an id names, where one is asked for; else all. */
  #candidates(type: string, conditions: readonly Condition[]): readonly Standing[] {
    const place = `${type}.url`;
    for (const condition of conditions) {
      if (condition.kind === 'ids') return [...new Set(condition.ids)].flatMap((id) => this.find(type, id) ?? []);
      if (condition.kind !== 'lexemes') continue;
      const byUrl = this.#urlsOf(type, place);
      if (condition.any.every((lexeme) => lexeme.startsWith(`${place}=`)))
        return [...new Set(condition.any.flatMap((lexeme) => byUrl.get(lexeme) ?? []))];
    }
    return [...this.#resources.of(type).values()];
  }

  #urlsOf(type: string, place: string): ReadonlyMap<string, readonly Standing[]> {
    const all = this.#resources.of(type);
    const known = this.#byUrl.get(all) ?? Map.groupBy(all.values(), ({ url }) => uriLexeme(place, url));
    this.#byUrl.set(all, known);
    return known;
  }

  #meets(one: Standing): Meets {
    const known = this.#asked.get(one) ?? meets(one.resource());
    this.#asked.set(one, known);
    return known;
  }

  #textsOf(one: Standing): IndexEntries['texts'] {
    const known = this.#texts.get(one) ?? entriesOf(one.resource()).texts;
    this.#texts.set(one, known);
    return known;
  }

  /** By what is least at the places of a text, then by id; other orders leave all at the same place. */
  #sorted(matches: readonly Standing[], sorts: readonly Sort[]): readonly Standing[] {
    const keyOf = (one: Standing, sort: Sort): string => {
      if (sort.by === 'id') return one.id;
      const texts = sort.by === 'text' ? this.#textsOf(one).filter(({ place }) => sort.places.includes(place)) : [];
      return texts.map(({ text }) => text).sort()[0] ?? '';
    };
    const keyed = matches.map((one) => ({ one, keys: sorts.map((sort) => keyOf(one, sort)) }));
    keyed.sort((a, b) => {
      const at = sorts.findIndex((_, index) => a.keys[index] !== b.keys[index]);
      const [low, high] = at < 0 ? [a.one.id, b.one.id] : [a.keys[at] ?? '', b.keys[at] ?? ''];
      return (low < high ? -1 : 1) * (sorts[at]?.descending ? -1 : 1);
    });
    return keyed.map(({ one }) => one);
  }
}

const NOTHING: Condition = { kind: 'any', conditions: [] };
const EVERYTHING: Condition = { kind: 'all', conditions: [] };

/** Their time is the same for all, so a condition on it holds of all or of none. */
function withTime(condition: Condition): Condition {
  switch (condition.kind) {
    case 'updated': {
      const low = Date.parse(STANDING_SINCE);
      return compares(condition.comparison, { low, high: low + 1, isDate: true }) ? EVERYTHING : NOTHING;
    }
    case 'all':
    case 'any':
      return { ...condition, conditions: condition.conditions.map(withTime) };
    case 'not':
      return { ...condition, condition: withTime(condition.condition) };
    default:
      return condition;
  }
}
