import type { Subset } from '../../fhir/index.ts';
import type { Condition } from './condition.ts';
import type { Cursor } from './cursor.ts';

/** One order of a sort; `range` and `text` are by what is least at the places of the index. */
export type Sort = { readonly descending: boolean } & (
  | { readonly by: 'id' | 'updated' | 'happened' }
  | { readonly by: 'range' | 'text'; readonly places: readonly string[] }
  /** What is least there in the resource itself: paths of PostgreSQL's JSON. */
  | { readonly by: 'body'; readonly paths: readonly string[] }
);

/** Whether the cursor of such an order carries a value of the last entry that tells of a person: a name, a number, a birth date. */
export const tellsValues = (sort: readonly Sort[]): boolean => sort.some(({ by }) => by !== 'id' && by !== 'updated');

/** `_include` leads from the page on to what it refers to, `_revinclude` to what refers to it. */
export interface Inclusion {
  readonly kind: 'include' | 'revinclude';
  /** Type that refers. */
  readonly type: string;
  /** Reference parameter, or `*` for all. */
  readonly code: string;
  /** Places of the index, where the parameter is not one of R4. */
  readonly ownPlaces?: readonly string[];
  /** Only what is of this type. */
  readonly target: string | undefined;
  /** Also from what was included. */
  readonly iterate: boolean;
}

export interface SearchQuery {
  readonly type: string;
  readonly conditions: readonly Condition[];
  /** In the order of their weight; the id comes last of all. */
  readonly sort: readonly Sort[];
  /** 0 asks for the total alone. */
  readonly count: number;
  readonly total: 'none' | 'estimate' | 'accurate';
  readonly subset: Subset | undefined;
  readonly inclusions: readonly Inclusion[];
  readonly after: Cursor | undefined;
  /** The parameters that were understood, as they were given: they make up the `self` link. */
  readonly understood: readonly (readonly [string, string])[];
  /** Names of those that were not, under lenient handling. */
  readonly ignored: readonly string[];
}
