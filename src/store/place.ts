import type { Resource } from '../fhir/index.ts';
import { shardOf } from '../kernel/index.ts';
import { BINARY, type DatabaseName, databases } from './catalogue.ts';
import type { Written } from './change.ts';
import type { Current } from './commit-sql.ts';
import type { Sql } from './database.ts';
import { residentsOf } from './locks.ts';
import { compartmentLexeme } from './row.ts';
import { hashes } from './search/sql-condition.ts';
import { contextLexeme } from './security-context.ts';

/** Databases whose resources may be a resident's; reference data is everybody's. */
const WITH_RESIDENTS = databases.filter((database) => database !== 'reference');

/** Division code of a Patient as the Patient says it, or of what concerns no resident. Given by whoever opens the store. */
export type PlaceOf = (resource: Resource) => string;

/**
 * The place of each record: its resident's, else the platform's. A record may come before its resident; it then has the
 * platform's place until the resident arrives.
 * @param written places of Patients that are written along, by id; of those alone that are not refused
 */
export async function placesFor(
  tx: Sql,
  resources: readonly Resource[],
  placeOf: PlaceOf,
  written: ReadonlyMap<string, string>,
): Promise<PlaceOf> {
  const places = new Map(written);
  const unknown = new Set(resources.flatMap(residentsOf).filter((id) => !places.has(id)));
  for (const { id, place } of await storedPlaces(tx, [...unknown])) places.set(id, place);
  return (resource) => {
    const resident = residentsOf(resource).find((id) => places.has(id));
    return (resident && places.get(resident)) ?? placeOf(resource);
  };
}

async function storedPlaces(tx: Sql, ids: readonly string[]): Promise<{ id: string; place: string }[]> {
  if (ids.length === 0) return [];
  return tx<{ id: string; place: string }[]>`
    select id, place from population.resource
     where (type, id, shard) in (select 'Patient', * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])) and not deleted`;
}

/**
 * When a resident moves within the platform, or arrives after records, who may see the records follows.
 * @param assigned ids that were made here a moment ago: nothing can have referred to them
 */
export async function movePlaces(
  tx: Sql,
  written: readonly Written[],
  current: ReadonlyMap<string, Current>,
  assigned: ReadonlySet<string>,
): Promise<void> {
  const moved = written.filter(({ row, action, place }) => {
    if (row.type !== 'Patient' || action === 'delete' || assigned.has(row.id)) return false;
    return action === 'create' || current.get(`${row.type}/${row.id}`)?.place !== place;
  });
  if (moved.length === 0) return;
  for (const database of WITH_RESIDENTS)
    await tx`
      update ${tx(database)}.resource as record
         set place = moved.place
        from unnest(${moved.map(({ row }) => row.id)}::text[], ${moved.map(({ row }) => row.shard)}::bigint[],
                    ${moved.map(({ place }) => place)}::text[]) as moved (resident, shard, place)
       where record.resident = moved.resident and record.shard = moved.shard and record.place <> moved.place`;
  await moveShared(
    tx,
    moved.map(({ row }) => row.id),
  );
}

/** What concerns several residents (a household) is where the first of them is that is known here. */
async function moveShared(tx: Sql, residents: readonly string[]): Promise<void> {
  const concerned = residents.map(compartmentLexeme);
  for (const database of WITH_RESIDENTS) {
    const shared = await tx<{ type: string; id: string; shard: number; place: string; body: string }[]>`
      select type, id, shard, place, body from ${tx(database)}.resource
       where resident is null and tokens && ${hashes(tx, concerned)} and not deleted
       order by type, id for update`;
    const members = shared.map(({ body }) => residentsOf(JSON.parse(body)));
    const places = new Map((await storedPlaces(tx, [...new Set(members.flat())])).map(({ id, place }) => [id, place]));
    const moved = shared.flatMap(({ place: before, ...record }, index) => {
      const first = members[index]?.find((id) => places.has(id));
      const place = (first && places.get(first)) ?? before;
      return place === before ? [] : [{ ...record, place }];
    });
    if (moved.length === 0) continue;
    await tx`
      update ${tx(database)}.resource as record
         set place = moved.place
        from unnest(${moved.map(({ type }) => type)}::text[], ${moved.map(({ id }) => id)}::text[],
                    ${moved.map(({ shard }) => shard)}::bigint[], ${moved.map(({ place }) => place)}::text[]) as moved (type, id, shard, place)
       where record.type = moved.type and record.id = moved.id and record.shard = moved.shard`;
    await moveBinaries(tx, database, moved);
  }
}

/** What such a resource decides about is where it is; both lie in one database. */
async function moveBinaries(
  tx: Sql,
  database: DatabaseName,
  moved: readonly { readonly type: string; readonly id: string; readonly place: string }[],
): Promise<void> {
  await tx`
    update ${tx(database)}.resource as record
       set place = moved.place
      from unnest(${moved.map(({ type, id }) => contextLexeme(`${type}/${id}`))}::text[], ${moved.map(({ place }) => place)}::text[]) as moved (name, place)
     where record.type = ${BINARY} and record.tokens && array[hashtextextended(moved.name, 0)] and record.place <> moved.place`;
}
