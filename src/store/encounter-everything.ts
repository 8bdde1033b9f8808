import { membershipIn, referenceLexeme, typesIn } from '../fhir/index.ts';
import { type Catalogue, databases } from './catalogue.ts';
import type { Fragment, Sql } from './database.ts';
import {
  type Everything,
  type EverythingLimits,
  isSince,
  namedIn,
  pageThrough,
  type RowsIn,
  readableTypes,
} from './everything.ts';
import { inPlaces } from './read.ts';
import type { Scope } from './scope.ts';
import type { Cursor } from './search/cursor.ts';
import { hashes } from './search/sql-condition.ts';

/**
 * An Encounter, what lies in its compartment, and what all of these name, the Patient too; each once, in pages.
 * https://hl7.org/fhir/R4/encounter-operation-everything.html
 * @throws Problem parameter-invalid where the cursor is of another list
 */
export function everythingOfEncounter(
  sql: Sql,
  catalogue: Catalogue,
  scope: Scope,
  encounterId: string,
  count: number,
  after: Cursor | undefined,
  limits: EverythingLimits = {},
): Promise<Everything> {
  const texts = compartmentTexts(encounterId);
  const naming = databases
    .filter((database) => scope.databases.includes(database))
    .map(
      (database): Fragment => sql`
        select unnest(links || (type || '/' || id) || coalesce('Patient/' || resident, type || '/' || id)) as link, ${isSince(sql, limits)} as fresh
          from ${sql(database)}.resource
         where (tokens && ${hashes(sql, texts)} or (type = 'Encounter' and id = ${encounterId}))
           and not deleted and ${inPlaces(sql, database, scope, readableTypes(catalogue, scope, database))} and type = any(${readableTypes(catalogue, scope, database)}::text[])`,
    );
  const rowsIn: RowsIn = (database, page) => namedIn(database, naming, page);
  return pageThrough(sql, catalogue, scope, rowsIn, count, after, limits);
}

/** Texts under which is found what refers to the Encounter by the parameters of its compartment. */
function compartmentTexts(encounterId: string): string[] {
  return typesIn('Encounter').flatMap((type) => {
    const membership = membershipIn('Encounter', type);
    if (!membership || membership.isOwner) return [];
    return membership.places.map((place) => referenceLexeme(place, `Encounter/${encounterId}`));
  });
}
