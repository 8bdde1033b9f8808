import type { Position } from '../../fhir/index.ts';

/** Comparison prefixes. https://hl7.org/fhir/R4/search.html#prefix */
export const prefixes = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'] as const;
export type Prefix = (typeof prefixes)[number];

/** What is compared with the intervals that a resource has at places of the index. */
export interface Comparison {
  readonly prefix: Prefix;
  /** Interval that the value stands for at its precision. Dates: milliseconds since 1970, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** One condition on a resource. A query's conditions all hold. */
export type Condition =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** One of these texts is among those under which the resource is found. */
  | { readonly kind: 'lexemes'; readonly any: readonly string[] }
  /** The resource is about one of these residents, alone or, as the lexemes say, among others. */
  | { readonly kind: 'patient'; readonly ids: readonly string[]; readonly any: readonly string[] }
  /** The resource lies in the compartment of one of these Patients, which are one resident's. */
  | { readonly kind: 'compartment'; readonly patients: readonly string[] }
  /** It is an entry of this List, which is read before the search. */
  | { readonly kind: 'list'; readonly id: string }
  /** Within so many metres of a position, by the index of numbers. */
  | { readonly kind: 'near'; readonly keys: readonly string[]; readonly position: Position; readonly metres: number }
  | { readonly kind: 'updated'; readonly comparison: Comparison }
  | { readonly kind: 'happened'; readonly comparison: Comparison }
  /** One value at these places meets all the comparisons. */
  | {
      readonly kind: 'range';
      readonly places: readonly string[];
      readonly comparisons: readonly Comparison[];
      readonly isDate: boolean;
      /** A resource has at most one value there. */
      readonly isSingle?: boolean;
    }
  | { readonly kind: 'text'; readonly places: readonly string[]; readonly match: 'starts' | 'contains'; readonly text: string }
  /** A code of a value set, or above or below another code: the codes are looked up before the search. */
  | {
      readonly kind: 'concepts';
      readonly asked:
        | { readonly valueSet: string }
        | { readonly relation: 'above' | 'below'; readonly system: string; readonly code: string };
      /** `isBare`: its definition says the system of a code, which is not in the index. */
      readonly places: readonly { readonly key: string; readonly isBare: boolean }[];
      /** The parameter as written, for messages. */
      readonly name: string;
    }
  /** The display or text of a concept begins so: looked up in the resource itself. */
  | { readonly kind: 'display'; readonly properties: readonly (readonly string[])[]; readonly text: string }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'all'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'any'; readonly conditions: readonly Condition[] }
  /** It refers, at one of these places, to a resource of the type of which the conditions hold. */
  | {
      readonly kind: 'chain';
      readonly places: readonly string[];
      readonly type: string;
      readonly conditions: readonly Condition[];
    }
  /** A resource of the type refers to it at one of these places, and the conditions hold of that one. */
  | {
      readonly kind: 'has';
      readonly type: string;
      readonly places: readonly string[];
      readonly self: string;
      readonly conditions: readonly Condition[];
    };

/** One of the conditions; alternatives that one index answers are one condition. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const [first, ...others] = conditions;
  if (first && others.length === 0) return first;
  if (conditions.every((one) => one.kind === 'lexemes'))
    return { kind: 'lexemes', any: [...new Set(conditions.flatMap(({ any }) => any))] };
  if (conditions.every((one) => one.kind === 'patient'))
    return { kind: 'patient', ids: conditions.flatMap(({ ids }) => ids), any: conditions.flatMap(({ any }) => any) };
  return { kind: 'any', conditions };
}

/** The conditions, where those on the same single value are one: both ends of a range are looked up together. */
export function withRangesJoined(conditions: readonly Condition[]): readonly Condition[] {
  const joined: Condition[] = [];
  for (const one of conditions) {
    const at = joined.findIndex((other) => isOfSameValue(one, other));
    const other = joined[at];
    if (one.kind === 'range' && other?.kind === 'range')
      joined[at] = { ...other, comparisons: [...other.comparisons, ...one.comparisons] };
    else joined.push(one);
  }
  return joined;
}

const isOfSameValue = (one: Condition, other: Condition): boolean =>
  one.kind === 'range' &&
  other.kind === 'range' &&
  one.isSingle === true &&
  one.places.length === 1 &&
  other.places.length === 1 &&
  one.places[0] === other.places[0];

export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : { kind: 'all', conditions };
