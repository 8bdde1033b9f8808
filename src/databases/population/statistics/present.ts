import { shardOf } from '../../../kernel/index.ts';
import { healthCard, healthRecord, identityNumber } from '../../../standards/index.ts';
import type { Sql } from '../../../store/index.ts';
import { readPatients } from '../stored.ts';
import { type Facts, factsOf } from './facts.ts';

/**
 * These Patients, those of the same residents, and those who have, or had, an identity number in common with one of them, by id.
 */
export async function concernedBy(tx: Sql, ids: readonly string[]): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    with given as materialized (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]) as given (id, shard)),
    asked as materialized (
      select id, shard from given
       union
      select other.patient, other.shard
        from given join store.linked_patient one on one.patient = given.id and one.shard = given.shard
                   join store.linked_patient other on other.patient = any(one.patients))
    select id from asked
     union
    select other.id
      from asked join population.resident_identifier own on own.id = asked.id and own.shard = asked.shard
                 join population.resident_identifier other on other.value = own.value and other.system = own.system
     where own.system = ${identityNumber}
     union
    select other.id
      from asked join population.fault own on own.id = asked.id and own.shard = asked.shard
                 join population.fault other on other.number = own.number
     where own.number is not null`;
  return rows.map(({ id }) => id).sort();
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly sex: string;
  readonly birthDate: string | null;
  readonly deceasedOn: string | null;
  readonly address: string | null;
  readonly numbers: readonly string[];
  readonly identifiers: number;
  readonly shared: string | null;
}

/** As what residents are to be counted: of those who have a row. */
export async function readFacts(tx: Sql, ids: readonly string[], today: string): Promise<Map<string, Facts>> {
  const [rows, patients] = await Promise.all([readRows(tx, ids), readPatients(tx, ids)]);
  return new Map(
    rows.map(({ id, birthDate, deceasedOn, address, shared, identifiers, ...row }) => [
      id,
      factsOf(
        {
          ...row,
          birthDate: birthDate ?? undefined,
          deceasedOn: deceasedOn ?? undefined,
          address: address ?? undefined,
          hasDocument: identifiers > 0,
          shared: shared ?? undefined,
        },
        patients.get(id),
        today,
      ),
    ]),
  );
}

/** Of several Patients of one resident only the main one has a row: the others share no number with anybody else. */
const readRows = (tx: Sql, ids: readonly string[]): Promise<Row[]> =>
  tx<Row[]>`
    select r.id, r.name, r.place, r.sex, r.birth_date::text as "birthDate", r.deceased_on::text as "deceasedOn", r.address,
           coalesce(array_agg(i.value order by i.value) filter (where i.system = ${identityNumber}), '{}') as numbers,
           count(i.value) filter (where i.system not in (${healthCard}, ${healthRecord})) as identifiers,
           min(i.value) filter (where i.system = ${identityNumber} and exists (
             select from population.resident_identifier o join population.resident other on other.id = o.id and other.shard = o.shard
              where o.value = i.value and o.system = i.system and o.id <> r.id)) as shared
      from population.resident r
      left join population.resident_identifier i on i.id = r.id and i.shard = r.shard
     where (r.id, r.shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))
     group by r.id, r.shard`;
