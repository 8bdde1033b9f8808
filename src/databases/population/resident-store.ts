import { shardOf } from '../../kernel/index.ts';
import type { Participant, Sql, Written } from '../../store/index.ts';
import { type Resident, toResident } from './resident-row.ts';

/** Keeps the rows of residents in step with their Patients, in the same transaction. */
export const keepResidents: Participant = async (tx, written) => {
  const patients = written.filter(({ row }) => row.type === 'Patient');
  if (patients.length === 0) return;
  await forget(tx, patients);
  const present = patients.flatMap(({ resource, place, row }) =>
    resource ? [{ place, resident: toResident({ ...resource, id: row.id }) }] : [],
  );
  await insertResidents(tx, present);
  await insertIdentifiers(
    tx,
    present.map(({ resident }) => resident),
  );
};

async function forget(tx: Sql, patients: readonly Written[]): Promise<void> {
  // a change of labels is an update of the first version, too
  const known = patients.filter(({ version, action }) => version > 1 || action === 'update').map(({ row }) => row);
  if (known.length === 0) return;
  const keys = tx`select * from unnest(${known.map(({ id }) => id)}::text[], ${known.map(({ shard }) => shard)}::bigint[])`;
  await tx`delete from population.resident where (id, shard) in (${keys})`;
  await tx`delete from population.resident_identifier where (id, shard) in (${keys})`;
}

async function insertResidents(tx: Sql, present: readonly { place: string; resident: Resident }[]): Promise<void> {
  if (present.length === 0) return;
  const of = <Value>(pick: (one: (typeof present)[number]) => Value) => present.map(pick);
  await tx`
    insert into population.resident (shard, id, name, pinyin, initials, sex, birth_date, deceased_on, place, address)
    select * from unnest(${of(({ resident }) => shardOf(resident.id))}::bigint[], ${of(({ resident }) => resident.id)}::text[],
                         ${of(({ resident }) => resident.name)}::text[], ${of(({ resident }) => resident.pinyin)}::text[],
                         ${of(({ resident }) => resident.initials)}::text[], ${of(({ resident }) => resident.sex)}::text[],
                         ${of(({ resident }) => resident.birthDate ?? null)}::date[], ${of(({ resident }) => resident.deceasedOn ?? null)}::date[],
                         ${of(({ place }) => place)}::text[], ${of(({ resident }) => resident.address ?? null)}::text[])`;
}

async function insertIdentifiers(tx: Sql, residents: readonly Resident[]): Promise<void> {
  const rows = residents.flatMap(({ id, identifiers }) => identifiers.map((identifier) => ({ id, ...identifier })));
  if (rows.length === 0) return;
  await tx`
    insert into population.resident_identifier (value, system, shard, id)
    select * from unnest(${rows.map(({ value }) => value)}::text[], ${rows.map(({ system }) => system)}::text[],
                         ${rows.map(({ id }) => shardOf(id))}::bigint[], ${rows.map(({ id }) => id)}::text[])
        on conflict do nothing`;
}
