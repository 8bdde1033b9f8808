import type { DatabaseName } from './catalogue.ts';

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

/** Reference data belongs to everybody of the platform; the rest to those whose division covers its place. */
export function isInside({ places, databases }: Scope, place: string, database: DatabaseName): boolean {
  return databases.includes(database) && (database === 'reference' || places.some((prefix) => place.startsWith(prefix)));
}

/** For the platform's own work, which is nobody's request: sync, seeding, indexing. */
export const wholePlatform: Scope = {
  places: [''],
  databases: ['population', 'health_records', 'medical_records', 'reference'],
  allows: () => true,
};
