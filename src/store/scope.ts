import type { DatabaseName } from './catalogue.ts';
import type { Fragment, Sql } from './database.ts';
import { joined } from './fragments.ts';

/** SMART v2 letters: create, read, update, delete, search. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';

/**
 * What the bearer may touch. Computed by security/access, applied inside every statement of the store: what lies outside
 * looks as if it did not exist.
 */
export interface Scope {
  /** Division codes; a record is inside when its place begins with one of them. `''` is everywhere. */
  readonly places: readonly string[];
  readonly databases: readonly DatabaseName[];
  /** May this interaction be done with resources of this type? */
  allows(type: string, interaction: Interaction): boolean;
  /** What belongs to one account, such as a Subscription, is seen by it alone; without this, nothing of the kind. */
  readonly owned?: { readonly by: string } | 'everybody';
  /** Who stands behind it; the platform itself where nobody is named. */
  readonly bearer?: ScopeBearer;
}

/** Somebody as a guard or a participant needs to know them; the store itself does not look. */
export interface ScopeBearer {
  /** User name or client id. */
  readonly id: string;
  readonly role: string;
  /** OAuth scopes of the token. */
  readonly scopes: readonly string[];
}

const OWNED = '@';

/** The place of what belongs to one account: no division begins so. */
export const ownedPlace = (owner: string): string => `${OWNED}${owner}`;

/**
 * Reference data belongs to everybody of the platform, but for what is one account's own; the rest to those whose division
 * covers its place.
 */
export function isInside({ places, databases, owned }: Scope, place: string, database: DatabaseName): boolean {
  if (!databases.includes(database)) return false;
  if (database !== 'reference') return places.some((prefix) => place.startsWith(prefix));
  return !place.startsWith(OWNED) || owned === 'everybody' || (owned !== undefined && place === ownedPlace(owned.by));
}

/**
 * Whether one of the divisions in these columns lies in the scope, as the condition of a statement. A column that has none lies
 * nowhere. The one place where it is written: what is listed beside the store is seen by the same rule.
 * @param columns names of the program's own, with their tables where there are several
 */
export function inScope(sql: Sql, { places }: Pick<Scope, 'places'>, ...columns: readonly [string, ...string[]]): Fragment {
  const test = (how: (column: Fragment) => Fragment) =>
    joined(
      sql,
      columns.map((name) => how(sql`${sql(name)}`)),
      'or',
    );
  if (places.includes('')) return sql`(${test((column) => sql`${column} is not null`)})`;
  return sql`exists (select from unnest(${[...places]}::text[]) as seen (prefix) where ${test((column) => sql`starts_with(${column}, seen.prefix)`)})`;
}

/** For the platform's own work, which is nobody's request: sync, seeding, indexing. */
export const wholePlatform: Scope = {
  places: [''],
  databases: ['population', 'health_records', 'medical_records', 'reference'],
  allows: () => true,
  owned: 'everybody',
};
