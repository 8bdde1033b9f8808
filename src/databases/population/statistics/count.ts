import { parseJson, type Resource } from '../../../fhir/index.ts';
import { shardOf } from '../../../kernel/index.ts';
import type { Participant, Sql } from '../../../store/index.ts';
import { type Cell, cellOf, type Facts, factsOf, type ResidentFacts, sumCells } from './facts.ts';

/** Counts residents in the transaction that writes their Patients. It comes after what keeps the rows of residents. */
export const countWritten: Participant = async (tx, written) => {
  const patients = written.filter(({ row }) => row.type === 'Patient');
  if (patients.length === 0) return;
  const bodies = new Map(patients.map(({ row, resource }) => [row.id, resource]));
  // who is new cannot have been counted
  const isNew = patients.every(({ version, action }) => version === 1 && action === 'create');
  await count(tx, [...bodies.keys()], bodies, isNew);
};

/**
 * Counts residents as their rows now are: the difference to what they were counted as. A repeat changes nothing. For
 * whoever changes rows of residents whose own Patient is not written.
 */
export const countAgain = (tx: Sql, ids: readonly string[]): Promise<void> => count(tx, ids, new Map(), false);

async function count(
  tx: Sql,
  ids: readonly string[],
  bodies: ReadonlyMap<string, Resource | undefined>,
  isNew: boolean,
): Promise<void> {
  if (ids.length === 0) return;
  const before = isNew ? new Map<string, Facts>() : await lockCounted(tx, ids);
  const after = await presentFacts(tx, ids, bodies);
  const changed = ids.filter((id) => !isSame(before.get(id), after.get(id)));
  if (changed.length === 0) return;
  await forget(
    tx,
    changed.filter((id) => before.has(id)),
  );
  await insertCounted(
    tx,
    changed.flatMap((id) => {
      const facts = after.get(id);
      return facts ? [{ id, ...facts }] : [];
    }),
  );
  const differences = changed.flatMap((id) => [...atDivision(before.get(id), -1), ...atDivision(after.get(id), 1)]);
  await insertChanges(tx, shardOf(changed[0] ?? ''), sumCells(differences), true);
}

export type PlacedCell = Cell & { readonly division: string };

const atDivision = (facts: Facts | undefined, amount: number): PlacedCell[] =>
  facts ? [{ ...cellOf(facts), division: facts.division, amount }] : [];

const isSame = (one: Facts | undefined, other: Facts | undefined): boolean => {
  const list = (facts: Facts | undefined) =>
    facts && [facts.division, facts.sex, facts.residence, facts.born, facts.died].join(' ');
  return list(one) === list(other);
};

async function lockCounted(tx: Sql, ids: readonly string[]): Promise<Map<string, Facts>> {
  const rows = await tx<(Facts & { id: string })[]>`
    select id, division, sex, residence, born, died from population.counted
     where (id, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))
     order by id for update`;
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/** Of those who have a row; the Patient is read where it is not at hand. */
async function presentFacts(
  tx: Sql,
  ids: readonly string[],
  bodies: ReadonlyMap<string, Resource | undefined>,
): Promise<Map<string, Facts>> {
  type Row = Omit<ResidentFacts, 'birthDate' | 'deceasedOn'> & {
    id: string;
    birthDate: string | null;
    deceasedOn: string | null;
  };
  const rows = await tx<Row[]>`
    select id, place, sex, birth_date::text as "birthDate", deceased_on::text as "deceasedOn" from population.resident
     where (id, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`;
  const missing = rows.filter(({ id }) => !bodies.has(id)).map(({ id }) => id);
  const read = missing.length > 0 ? await readPatients(tx, missing) : new Map<string, Resource>();
  return new Map(
    rows.map(({ id, place, sex, birthDate, deceasedOn }) => {
      const row = { place, sex, birthDate: birthDate ?? undefined, deceasedOn: deceasedOn ?? undefined };
      return [id, factsOf(row, bodies.get(id) ?? read.get(id))];
    }),
  );
}

async function readPatients(tx: Sql, ids: readonly string[]): Promise<Map<string, Resource>> {
  const rows = await tx<{ id: string; body: string }[]>`
    select id, body from population.resource
     where (type, id, shard) in (select 'Patient', * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])) and not deleted`;
  return new Map(rows.map(({ id, body }) => [id, parseJson(body) as Resource]));
}

async function forget(tx: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`
    delete from population.counted where (id, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`;
}

async function insertCounted(tx: Sql, rows: readonly (Facts & { id: string })[]): Promise<void> {
  if (rows.length === 0) return;
  const of = <Value>(pick: (row: (typeof rows)[number]) => Value) => rows.map(pick);
  await tx`
    insert into population.counted (shard, id, division, sex, residence, born, died)
    select * from unnest(${of(({ id }) => shardOf(id))}::bigint[], ${of(({ id }) => id)}::text[], ${of(({ division }) => division)}::text[],
                         ${of(({ sex }) => sex)}::text[], ${of(({ residence }) => residence)}::text[],
                         ${of(({ born }) => born)}::int[], ${of(({ died }) => died)}::int[])`;
}

/** @param own of residents of this platform, else of a platform below */
export async function insertChanges(tx: Sql, shard: number, cells: readonly PlacedCell[], own: boolean): Promise<void> {
  if (cells.length === 0) return;
  const of = <Value>(pick: (cell: PlacedCell) => Value) => cells.map(pick);
  await tx`
    insert into population.statistic_change (shard, own, division, measure, month, born, sex, residence, amount)
    select ${shard}::bigint, ${own}::boolean, *
      from unnest(${of(({ division }) => division)}::text[], ${of(({ measure }) => measure)}::text[], ${of(({ month }) => month)}::int[],
                  ${of(({ born }) => born)}::int[], ${of(({ sex }) => sex)}::text[], ${of(({ residence }) => residence)}::text[],
                  ${of(({ amount }) => amount)}::bigint[])`;
}
