import { shardOf } from '../../../kernel/index.ts';
import type { MatchKey, PersonRecord } from '../../../matching/index.ts';
import type { Sql } from '../../../store/index.ts';
import { fromFields, refinementOf, toFields } from './person-record.ts';

/** A block of a key above this is refined; of a refined one so many are looked at. */
const LARGEST_BLOCK = 120;
/** Residents that a record is compared with: those that share most keys with it. */
export const MOST_RESIDENTS = 60;
/** Of a resident so many Patients are compared, the first that were registered. */
export const MOST_COMPARED = 30;

/** A Patient as matching knows it. */
export interface KnownPerson {
  readonly record: PersonRecord;
  /** ISO instant. */
  readonly registeredAt: string;
  readonly place: string;
}

/** A resident among the candidates. */
export interface KnownResident {
  /** Those of its Patients that are compared, the first registered first. */
  readonly people: readonly KnownPerson[];
  /** All of them, by id, the main one first. */
  readonly patients: readonly string[];
}

/** A Patient's keys with what it is compared by. */
export interface KeyedPerson extends KnownPerson {
  readonly keys: readonly MatchKey[];
}

interface PersonRow {
  readonly id: string;
  readonly registeredAt: Date;
  readonly place: string;
  readonly fields: string;
}

const toPerson = ({ id, registeredAt, place, fields }: PersonRow): KnownPerson => ({
  record: fromFields(id, fields),
  registeredAt: registeredAt.toISOString(),
  place,
});

/** Those of the Patients that are known, by id. */
export async function readPeople(sql: Sql, ids: readonly string[]): Promise<Map<string, KnownPerson>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<PersonRow[]>`
    select id, registered_at as "registeredAt", place, fields from population.match_record
     where (id, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`;
  return new Map(rows.map((row) => [row.id, toPerson(row)]));
}

/** Residents that share most keys with the records asked about, by position of the record. */
export async function findCandidates(
  sql: Sql,
  asked: readonly Pick<KeyedPerson, 'record' | 'keys'>[],
): Promise<readonly (readonly KnownResident[])[]> {
  const keys = asked.flatMap(({ record, keys }, index) => keys.map(({ key }) => ({ index, key, refined: refinementOf(record) })));
  const rows =
    keys.length === 0
      ? []
      : await sql<(PersonRow & { index: number; main: string; patients: string[] })[]>`
    with asked as (
      select * from unnest(${keys.map(({ index }) => index)}::integer[], ${keys.map(({ key }) => key)}::bigint[],
                           ${keys.map(({ refined }) => refined)}::integer[]) as given (index, key, refined)),
    block as materialized (
      select asked.*, members.ids
        from asked cross join lateral (
             select array_agg(id) as ids
               from (select id from population.match_key k where k.key = asked.key limit ${LARGEST_BLOCK + 1}) found) members),
    found as (
      select index, unnest(ids) as id from block where cardinality(ids) <= ${LARGEST_BLOCK}
      union all
      select index, k.id
        from block cross join lateral (
             select id from population.match_key k
              where k.key = block.key and k.refined = block.refined limit ${LARGEST_BLOCK}) k
       where cardinality(ids) > ${LARGEST_BLOCK}),
    resident as (
      select index, coalesce(l.patients, array[found.id]) as patients,
             row_number() over (partition by index order by count(*) desc, coalesce(l.main, min(found.id))) as turn
        from found left join store.linked_patient l on l.patient = found.id
       group by index, coalesce(l.patients, array[found.id]), l.main)
    select resident.index, resident.patients[1] as main, resident.patients,
           p.id, p.registered_at as "registeredAt", p.place, p.fields
      from resident join population.match_record p on p.id = any(resident.patients[1:${MOST_COMPARED}])
     where turn <= ${MOST_RESIDENTS}
     order by index, main, p.registered_at, p.id`;
  const byRecord = Map.groupBy(rows, ({ index }) => index);
  return asked.map((_, index) => {
    const residents = Map.groupBy(byRecord.get(index) ?? [], ({ main }) => main);
    return [...residents.values()].map((members) => ({ people: members.map(toPerson), patients: members[0]?.patients ?? [] }));
  });
}

/**
 * Writes what people are compared and found by, in place of what was there.
 * @param known ids of those that may have been there
 */
export async function writePeople(tx: Sql, people: readonly KeyedPerson[], known: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  const ids = people.map(({ record }) => record.id);
  const rows = people.flatMap(({ record, keys }) =>
    keys.map(({ key }) => ({ key, refined: refinementOf(record), id: record.id })),
  );
  // one after the other on the wire, without waiting in between
  await Promise.all([
    tx`
      insert into population.match_record (shard, id, registered_at, place, fields)
      select * from unnest(${ids.map(shardOf)}::bigint[], ${ids}::text[], ${people.map(({ registeredAt }) => registeredAt)}::timestamptz[],
                           ${people.map(({ place }) => place)}::text[], ${people.map(({ record }) => toFields(record))}::text[])
          on conflict (id, shard) do update set place = excluded.place, fields = excluded.fields`,
    known.length > 0 &&
      tx`
      delete from population.match_key
       where (id, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`,
    tx`
      insert into population.match_key (key, refined, shard, id)
      select * from unnest(${rows.map(({ key }) => key)}::bigint[], ${rows.map(({ refined }) => refined)}::integer[],
                           ${rows.map(({ id }) => shardOf(id))}::bigint[], ${rows.map(({ id }) => id)}::text[])
          on conflict do nothing`,
  ]);
}

/** Forgets Patients that are gone. */
export async function forgetPeople(tx: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const keys = tx`select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])`;
  await Promise.all([
    tx`delete from population.match_record where (id, shard) in (${keys})`,
    tx`delete from population.match_key where (id, shard) in (${keys})`,
  ]);
}
