import { ownerOf, patientsOf, type Resource } from '../fhir/index.ts';
import { shardOf } from '../kernel/index.ts';
import type { Change, Written } from './change.ts';
import type { Current } from './commit-sql.ts';
import type { Sql } from './database.ts';

/** Division code of a Patient as the Patient says it, or of what concerns no resident. Given by whoever opens the store. */
export type PlaceOf = (resource: Resource) => string;

/**
 * The place of each resource: a Patient's own, a record's resident's, else the platform's. A record may come before its
 * resident; it then has the platform's place until the resident arrives.
 */
export async function placesFor(tx: Sql, changes: readonly Change[], placeOf: PlaceOf): Promise<PlaceOf> {
  const places = new Map<string, string>();
  const wanted = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'delete') continue;
    if (change.resource.resourceType === 'Patient') places.set(change.resource.id, placeOf(change.resource));
    else for (const id of residentsOf(change.resource)) wanted.add(id);
  }
  const unknown = [...wanted].filter((id) => !places.has(id));
  for (const { id, place } of await storedPlaces(tx, unknown)) places.set(id, place);
  return (resource) => {
    if (resource.resourceType === 'Patient') return placeOf(resource);
    const resident = residentsOf(resource).find((id) => places.has(id));
    return (resident && places.get(resident)) ?? placeOf(resource);
  };
}

function residentsOf(resource: Resource): string[] {
  const owner = ownerOf(resource);
  return owner ? [owner] : patientsOf(resource);
}

async function storedPlaces(tx: Sql, ids: readonly string[]): Promise<{ id: string; place: string }[]> {
  if (ids.length === 0) return [];
  return tx<{ id: string; place: string }[]>`
    select id, place from population.resource
     where (type, id, shard) in (select 'Patient', * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])) and not deleted`;
}

/** When a resident moves within the platform, or arrives after records, who may see the records follows. */
export async function movePlaces(tx: Sql, written: readonly Written[], current: ReadonlyMap<string, Current>): Promise<void> {
  const moved = written.filter(({ row, action, place }) => {
    const old = current.get(`${row.type}/${row.id}`);
    return row.type === 'Patient' && action !== 'delete' && (old ? old.place !== place : isForeign(row.id));
  });
  if (moved.length === 0) return;
  for (const database of ['population', 'health_records', 'medical_records'])
    await tx`
      update ${tx(database)}.resource as record
         set place = moved.place
        from unnest(${moved.map(({ row }) => row.id)}::text[], ${moved.map(({ row }) => row.shard)}::bigint[],
                    ${moved.map(({ place }) => place)}::text[]) as moved (resident, shard, place)
       where record.resident = moved.resident and record.shard = moved.shard and record.place <> moved.place`;
}

/** Ids that we did not assign may have been referred to before they came. */
const isForeign = (id: string) => !/^[0-9a-f]{8}-[0-9a-f]{4}-8/.test(id);
