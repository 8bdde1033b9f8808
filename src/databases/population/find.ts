import { shardOf } from '../../kernel/index.ts';
import { canonicalValue, identityNumber } from '../../standards/index.ts';
import { inScope, type Scope, type Sql } from '../../store/index.ts';

export interface IdentifierValue {
  readonly system: string;
  readonly value: string;
}

/** A resident with what tells persons apart. */
export interface KnownResident {
  readonly id: string;
  readonly name: string;
  readonly sex: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string | undefined;
  readonly place: string;
  readonly identifiers: readonly IdentifierValue[];
}

/** Residents of this platform that carry one of the identifiers, at most 50. */
export async function findByIdentifiers(sql: Sql, wanted: readonly IdentifierValue[]): Promise<KnownResident[]> {
  const values = wanted.map(({ system, value }) => canonicalValue(system, value));
  const ids = await sql<{ id: string }[]>`
    select distinct id from population.resident_identifier
     where (value, system) in (select * from unnest(${values}::text[], ${wanted.map(({ system }) => system)}::text[]))
     limit 50`;
  return findResidents(
    sql,
    ids.map(({ id }) => id),
  );
}

const NUMBERS_AT_ONCE = 40;

/** Residents here by each of the identity numbers, as far as the scope shows them; a number of nobody is not in it. */
export async function findByNumbers(
  sql: Sql,
  { places }: Pick<Scope, 'places'>,
  numbers: readonly string[],
): Promise<Map<string, KnownResident[]>> {
  const found: KnownResident[] = [];
  for (let from = 0; from < numbers.length; from += NUMBERS_AT_ONCE) {
    const some = numbers.slice(from, from + NUMBERS_AT_ONCE).map((value) => ({ system: identityNumber, value }));
    found.push(...(await findByIdentifiers(sql, some)));
  }
  const seen = found.filter(({ place }) => places.some((prefix) => place.startsWith(prefix)));
  const owned = seen.flatMap((resident) =>
    resident.identifiers.flatMap(({ system, value }) => (system === identityNumber ? [{ value, resident }] : [])),
  );
  const groups = Map.groupBy(owned, ({ value }) => value);
  return new Map([...groups].map(([value, group]) => [value, group.map(({ resident }) => resident)]));
}

/** Residents by the id of any of their Patients; each under the id that was asked for. */
export async function findResidents(sql: Sql, ids: readonly string[]): Promise<KnownResident[]> {
  if (ids.length === 0) return [];
  const rows = await sql<(Omit<KnownResident, 'birthDate'> & { birthDate: string | null })[]>`
    select asked.id, name, sex, birth_date::text as "birthDate", place,
           coalesce((select jsonb_agg(jsonb_build_object('system', system, 'value', value) order by system, value)
                       from population.resident_identifier i where i.id = r.id and i.shard = r.shard), '[]') as identifiers
      from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]) as asked (id, shard)
      left join store.linked_patient l on l.patient = asked.id and l.shard = asked.shard
      join population.resident r on r.id = coalesce(l.main, asked.id)`;
  return rows.map((row) => ({ ...row, birthDate: row.birthDate ?? undefined }));
}

/** How many residents lie in the scope. */
export async function countResidents(sql: Sql, { places }: Scope): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from population.resident
     where ${inScope(sql, { places }, 'place')}`;
  return row?.count ?? 0;
}
