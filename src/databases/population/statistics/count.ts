import { shardOf } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { insertChanges, type Row } from '../../../tally/index.ts';
import { type Cell, cellOf, type Facts, faultCell, sumCells } from './facts.ts';
import { statistics } from './fold.ts';
import { concernedBy, readFacts } from './present.ts';
import { SHARED } from './quality-rules.ts';

/** Counts are made by one at a time: what two would count for the first time at once, neither would see of the other. */
const takeTurn = (tx: Sql) => tx`select pg_advisory_xact_lock(hashtextextended('population statistics', 0))`;

/**
 * Counts residents as their rows now are: the difference to what they were counted as. A repeat changes nothing.
 * @param today YYYY-MM-DD
 */
export async function countAgain(tx: Sql, asked: readonly string[], today: string): Promise<void> {
  if (asked.length === 0) return;
  await takeTurn(tx);
  // the one row of a resident of several Patients follows each of them; who shares a number with one of them is judged anew, too
  const ids = await concernedBy(tx, asked);
  const [before, after] = await Promise.all([readCounted(tx, ids), readFacts(tx, ids, today)]);
  const changed = ids.filter((id) => !isSame(before.get(id), after.get(id)));
  if (changed.length === 0) return;
  const present = changed.flatMap((id) => {
    const facts = after.get(id);
    return facts ? [{ ...facts, id }] : [];
  });
  const differences = changed.flatMap((id) => [...cellsOf(before.get(id), -1), ...cellsOf(after.get(id), 1)]);
  // one after the other on the wire, without waiting in between
  await Promise.all([
    forget(
      tx,
      changed.filter((id) => before.has(id)),
    ),
    insertCounted(tx, present),
    insertFaults(tx, present),
    insertChanges(tx, statistics, shardOf(changed[0] ?? ''), sumCells(differences), true),
  ]);
}

export type PlacedCell = Cell & Row & { readonly division: string };

/** A resident as one of its kind, and as one with each of its faults. */
const cellsOf = (facts: Facts | undefined, amount: number): PlacedCell[] =>
  facts ? [cellOf(facts), ...facts.faults.map(faultCell)].map((cell) => ({ ...cell, division: facts.division, amount })) : [];

function isSame(one: Facts | undefined, other: Facts | undefined): boolean {
  const list = (facts: Facts | undefined) =>
    facts && [facts.division, facts.sex, facts.residence, facts.born, facts.died, ...facts.faults].join(' ');
  // a number that is shared may have become another that is
  return list(one) === list(other) && !other?.faults.includes(SHARED);
}

async function readCounted(tx: Sql, ids: readonly string[]): Promise<Map<string, Facts>> {
  const rows = await tx<(Facts & { id: string })[]>`
    select id, division, sex, residence, born, died, faults from population.counted
     where (id, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`;
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

async function forget(tx: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const keys = tx`select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])`;
  await Promise.all([
    tx`delete from population.counted where (id, shard) in (${keys})`,
    tx`delete from population.fault where (id, shard) in (${keys})`,
  ]);
}

type CountedRow = Facts & { readonly id: string };

async function insertCounted(tx: Sql, rows: readonly CountedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const of = <Value>(pick: (row: CountedRow) => Value) => rows.map(pick);
  await tx`
    insert into population.counted (shard, id, division, sex, residence, born, died, faults)
    select shard, id, division, sex, residence, born, died, string_to_array(faults, ' ')
      from unnest(${of(({ id }) => shardOf(id))}::bigint[], ${of(({ id }) => id)}::text[], ${of(({ division }) => division)}::text[],
                  ${of(({ sex }) => sex)}::text[], ${of(({ residence }) => residence)}::text[], ${of(({ born }) => born)}::int[],
                  ${of(({ died }) => died)}::int[], ${of(({ faults }) => faults.join(' '))}::text[])
           as given (shard, id, division, sex, residence, born, died, faults)`;
}

async function insertFaults(tx: Sql, rows: readonly CountedRow[]): Promise<void> {
  const faults = rows.flatMap(({ id, division, faults: codes, number }) =>
    codes.map((rule) => ({ id, division, rule, number: rule === SHARED ? (number ?? null) : null })),
  );
  if (faults.length === 0) return;
  const of = <Value>(pick: (fault: (typeof faults)[number]) => Value) => faults.map(pick);
  await tx`
    insert into population.fault (shard, rule, division, id, number)
    select * from unnest(${of(({ id }) => shardOf(id))}::bigint[], ${of(({ rule }) => rule)}::text[], ${of(({ division }) => division)}::text[],
                         ${of(({ id }) => id)}::text[], ${of(({ number }) => number)}::text[])`;
}
