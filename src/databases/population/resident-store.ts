import { shardOf } from '../../kernel/index.ts';
import { findLinked, type LinkedPatients, type Participant, type Sql, type Written } from '../../store/index.ts';
import { keepDomains } from './identifier-domains.ts';
import { composeGolden } from './linking/golden.ts';
import { groupOf, hasOurLinks, type PlacedPatient, readPlacedPatients } from './linking/patient-links.ts';
import { type Resident, toResident } from './resident-row.ts';

/**
 * Keeps the rows of residents in step with their Patients, in the same transaction: one row for all that are one resident's, none
 * for a Patient that was put out of use.
 */
export const keepResidents: Participant = async (tx, written) => {
  const patients = written.filter(({ row }) => row.type === 'Patient');
  if (patients.length === 0) return;
  const linked = await linkedAmong(tx, patients);
  const alone = patients.flatMap(({ resource, place, row }) =>
    resource && resource['active'] !== false && !linked.has(row.id)
      ? [{ place, resident: toResident({ ...resource, id: row.id }) }]
      : [],
  );
  const [composed] = await Promise.all([composeLinked(tx, linked, patients), forget(tx, patients, linked)]);
  const present = [...alone, ...composed];
  // one after the other on the wire, without waiting in between
  await Promise.all([
    insertResidents(tx, present),
    insertIdentifiers(
      tx,
      present.map(({ resident }) => resident),
    ),
  ]);
};

interface Present {
  readonly place: string;
  readonly resident: Resident;
}

/** Of each Patient that is linked, all of its resident. Asked for is what the Patients that are written do not say themselves. */
async function linkedAmong(tx: Sql, patients: readonly Written[]): Promise<ReadonlyMap<string, LinkedPatients>> {
  const said = new Map(
    patients.flatMap(({ row, resource }) => {
      const group = resource ? groupOf({ ...resource, id: row.id }) : undefined;
      return group?.map((id): [string, LinkedPatients] => [id, group]) ?? [];
    }),
  );
  // what has just come to be, and is linked to nothing, need not be asked about
  const asked = patients.filter(
    ({ row, version, resource }) => !said.has(row.id) && (version > 1 || (resource && hasOurLinks(resource))),
  );
  const known = await findLinked(
    tx,
    asked.map(({ row }) => row.id),
  );
  const written = patients.flatMap(({ row }) => ((said.get(row.id) ?? known.get(row.id)) ? [row.id] : []));
  return new Map(written.map((id) => [id, said.get(id) ?? known.get(id) ?? []]));
}

/** The golden records of residents of several Patients, each at the place of its main one. */
async function composeLinked(
  tx: Sql,
  linked: ReadonlyMap<string, LinkedPatients>,
  patients: readonly Written[],
): Promise<Present[]> {
  const groups = [...new Map([...linked.values()].map((group) => [group[0], group])).values()];
  if (groups.length === 0) return [];
  const written = new Map(
    patients.flatMap(({ row, place, resource }): [string, PlacedPatient][] =>
      resource ? [[row.id, { patient: { ...resource, id: row.id }, place }]] : [],
    ),
  );
  const unread = groups.flat().filter((id) => !written.has(id));
  const stored = new Map([...written, ...(await readPlacedPatients(tx, unread))]);
  return groups.flatMap((group) => {
    const members = group.flatMap((id) => stored.get(id) ?? []);
    const [main] = members;
    return main
      ? [{ place: main.place, resident: toResident(composeGolden(members.map(({ patient }) => patient)).patient) }]
      : [];
  });
}

async function forget(tx: Sql, patients: readonly Written[], linked: ReadonlyMap<string, LinkedPatients>): Promise<void> {
  // a change of labels is an update of the first version, too
  const rewritten = patients.filter(({ version, action }) => version > 1 || action === 'update').map(({ row }) => row.id);
  const known = [...new Set([...rewritten, ...[...linked.values()].flat()])];
  if (known.length === 0) return;
  const keys = tx`select * from unnest(${known}::text[], ${known.map(shardOf)}::bigint[])`;
  await Promise.all([
    tx`delete from population.resident where (id, shard) in (${keys})`,
    tx`delete from population.resident_identifier where (id, shard) in (${keys})`,
  ]);
}

async function insertResidents(tx: Sql, present: readonly Present[]): Promise<void> {
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
  const systems = rows.map(({ system }) => system);
  await Promise.all([
    tx`
    insert into population.resident_identifier (value, system, shard, id)
    select * from unnest(${rows.map(({ value }) => value)}::text[], ${systems}::text[],
                         ${rows.map(({ id }) => shardOf(id))}::bigint[], ${rows.map(({ id }) => id)}::text[])
        on conflict do nothing`,
    keepDomains(tx, systems),
  ]);
}
