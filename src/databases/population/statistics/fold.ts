import type { Database, Sql } from '../../../store/index.ts';
import type { PlacedCell } from './count.ts';
import { divisionAbove, pathUp } from './division-path.ts';
import { type Cell, sumCells } from './facts.ts';

const MOST = 10_000;
const LOCK = 4_631_3;

/**
 * Folds differences into the counts of their divisions and of those above, and into what goes up. One process does it at
 * a time; whoever asks meanwhile adds up both, so nobody sees the difference.
 * @param top division of the platform
 * @returns how many differences were folded
 */
export async function foldStatistics(database: Database, top: string): Promise<number> {
  return database.begin(async (tx) => {
    const [turn] = await tx<{ got: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}) as got`;
    if (!turn?.got) return 0;
    const changes = await tx<(PlacedCell & { shard: number; id: string; own: boolean })[]>`
      select shard, id, own, division, measure, month, born, sex, residence, amount from population.statistic_change limit ${MOST}`;
    if (changes.length === 0) return 0;
    const upward = changes.flatMap((change) => pathUp(change.division, top).map((division) => ({ ...toCell(change), division })));
    const cells = sumCells(upward);
    await addCells(tx, cells);
    await addTotals(tx, cells, top);
    await addHome(tx, top, sumCells(changes.filter(({ own }) => own).map(toCell)));
    await tx`
      delete from population.statistic_change
       where (shard, id) in (select * from unnest(${changes.map(({ shard }) => shard)}::bigint[], ${changes.map(({ id }) => id)}::uuid[]))`;
    return changes.length;
  });
}

const toCell = ({ measure, month, born, sex, residence, amount }: Cell): Cell => ({
  measure,
  month,
  born,
  sex,
  residence,
  amount,
});

async function addCells(tx: Sql, cells: readonly PlacedCell[]): Promise<void> {
  if (cells.length === 0) return;
  await tx`
    insert into population.statistic as known (division, measure, month, born, sex, residence, amount)
    select * from ${unnested(
      tx,
      cells.map(({ division }) => division),
      cells,
    )}
        on conflict (division, measure, month, born, sex, residence) do update set amount = known.amount + excluded.amount`;
}

async function addTotals(tx: Sql, cells: readonly PlacedCell[], top: string): Promise<void> {
  const below = cells.filter(({ division }) => division !== top);
  const totals = sumCells(below.map((cell) => ({ ...cell, month: 0, born: 0 })));
  if (totals.length === 0) return;
  const of = <Value>(pick: (cell: PlacedCell) => Value) => totals.map(pick);
  await tx`
    insert into population.statistic_total as known (upper, division, measure, sex, residence, amount)
    select * from unnest(${of(({ division }) => divisionAbove(division) ?? '')}::text[], ${of(({ division }) => division)}::text[],
                         ${of(({ measure }) => measure)}::text[], ${of(({ sex }) => sex)}::text[],
                         ${of(({ residence }) => residence)}::text[], ${of(({ amount }) => amount)}::bigint[])
        on conflict (upper, division, measure, sex, residence) do update set amount = known.amount + excluded.amount`;
}

async function addHome(tx: Sql, home: string, cells: readonly Cell[]): Promise<void> {
  if (cells.length === 0) return;
  await tx`
    insert into population.statistic_heard (home, as_of) values (${home}, date_trunc('milliseconds', now()))
        on conflict (home) do update set as_of = excluded.as_of`;
  await tx`
    insert into population.statistic_home as known (home, measure, month, born, sex, residence, amount)
    select * from ${unnested(
      tx,
      cells.map(() => home),
      cells,
    )}
        on conflict (home, measure, month, born, sex, residence) do update set amount = known.amount + excluded.amount`;
}

/** Cells as rows: `of`, then what each counts. */
export function unnested(tx: Sql, of: readonly string[], cells: readonly Cell[]) {
  const each = <Value>(pick: (cell: Cell) => Value) => cells.map(pick);
  return tx`
    unnest(${of}::text[], ${each(({ measure }) => measure)}::text[], ${each(({ month }) => month)}::int[],
           ${each(({ born }) => born)}::int[], ${each(({ sex }) => sex)}::text[], ${each(({ residence }) => residence)}::text[],
           ${each(({ amount }) => amount)}::bigint[])`;
}
