import { shardOf } from '../kernel/index.ts';
import type { Sql } from './database.ts';

/** Patients that are one resident's: two or more, the main one first. */
export type LinkedPatients = readonly string[];

/** Of each Patient that is linked, all Patients of its resident. Who is a resident alone is not in it. */
export async function findLinked(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, LinkedPatients>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ patient: string; patients: string[] }[]>`
    select patient, patients from store.linked_patient
     where (patient, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`;
  return new Map(rows.map(({ patient, patients }) => [patient, patients]));
}

/**
 * Puts Patients under the residents given, in place of those they were of. The caller holds locks on all of them, and gives
 * every Patient of every resident that it touches; a group of one is a resident alone.
 */
export async function setLinked(tx: Sql, groups: readonly LinkedPatients[]): Promise<void> {
  const all = groups.flat();
  if (all.length === 0) return;
  const rows = groups.filter(({ length }) => length > 1).flatMap((group) => group.map((patient) => ({ patient, group })));
  // one after the other on the wire, without waiting in between
  await Promise.all([
    tx`
    delete from store.linked_patient
     where (patient, shard) in (select * from unnest(${all}::text[], ${all.map(shardOf)}::bigint[]))`,
    rows.length > 0 &&
      tx`
    insert into store.linked_patient (shard, patient, main, patients)
    select shard, patient, patients[1], patients
      from (select shard, patient, string_to_array(list, ' ') as patients
              from unnest(${rows.map(({ patient }) => shardOf(patient))}::bigint[], ${rows.map(({ patient }) => patient)}::text[],
                          ${rows.map(({ group }) => group.join(' '))}::text[]) as given (shard, patient, list)) as linked`,
  ]);
}
