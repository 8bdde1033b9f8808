import { isObject, type Resource } from '../fhir/index.ts';

/** The three databases, and the reference data they share. Names of Postgres schemas. */
export const databases = ['population', 'health_records', 'medical_records', 'reference'] as const;
export type DatabaseName = (typeof databases)[number];

/**
 * A Binary says of itself only what it is written in. Whom it concerns is told by the resource in `securityContext`: it lies
 * beside that one, in whichever database that is, and is seen by whoever sees that one; by its rule where none is named.
 * https://hl7.org/fhir/R4/binary.html#security
 */
export const BINARY = 'Binary';

/** One line of the catalogue: resources of this type (and, where given, of one of these categories or codes) belong to this database. */
export interface CatalogueRule {
  readonly database: DatabaseName;
  readonly type: string;
  /** Codes in `category`; any system. Without it the rule takes every resource of the type. */
  readonly categories?: readonly string[];
  /** Only what has a code of this system there. */
  readonly coded?: { readonly at: 'type' | 'code' | 'category'; readonly system: string };
}

export interface Catalogue {
  /** The first rule that fits; reference data where none does. */
  databaseOf(resource: Resource): DatabaseName;
  /** Databases in which a resource of the type may be. */
  databasesOf(type: string): readonly DatabaseName[];
  readonly rules: readonly CatalogueRule[];
}

/** Makes the catalogue from its rules. Order matters: rules with categories stand before those without. */
export function makeCatalogue(rules: readonly CatalogueRule[]): Catalogue {
  const byType = Map.groupBy(rules, (rule) => rule.type);
  const places = new Map([...byType].map(([type, of]) => [type, [...new Set(of.map((rule) => rule.database))]]));
  return {
    rules,
    databaseOf: (resource) => byType.get(resource.resourceType)?.find((rule) => fits(rule, resource))?.database ?? 'reference',
    databasesOf: (type) => (type === BINARY ? databases : (places.get(type) ?? ['reference'])),
  };
}

function fits({ categories, coded }: CatalogueRule, resource: Resource): boolean {
  if (coded) return codingsAt(resource, coded.at).some(({ system }) => system === coded.system);
  return !categories || codingsAt(resource, 'category').some(({ code }) => typeof code === 'string' && categories.includes(code));
}

function codingsAt(resource: Resource, element: string): Record<string, unknown>[] {
  const value = resource[element];
  const concepts = Array.isArray(value) ? value : [value];
  return concepts.flatMap((concept) =>
    isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'].filter(isObject) : [],
  );
}
