import { shardOf } from '../../../kernel/index.ts';
import { countingDivision } from '../../../standards/index.ts';
import type { Participant, Sql } from '../../../store/index.ts';
import { insertChanges } from '../../../tally/index.ts';
import type { PlacedCell } from './count.ts';
import { sumCells } from './facts.ts';
import { statistics } from './fold.ts';
import { monthOf } from './months.ts';

const MEASURES: Readonly<Record<string, string>> = { 'move-in': 'moved-in', 'move-out': 'moved-out' };

/** Counts moves in the transaction that records them, or undoes one. It comes after what keeps the rows of events. */
export const countMoves: Participant = async (tx, written) => {
  const ids = written.filter(({ row, version }) => row.type === 'Composition' && version === 1).map(({ row }) => row.id);
  if (ids.length === 0) return;
  const moves = await readMoves(tx, ids);
  const cells = moves.flatMap(({ kind, month, place, sex, born, amount }): PlacedCell[] => {
    const measure = MEASURES[kind];
    if (!measure) return [];
    const division = countingDivision(place);
    return [{ measure, month: monthOf(month), born: monthOf(born ?? undefined), sex, residence: 'unstated', division, amount }];
  });
  await insertChanges(tx, statistics, shardOf(ids[0] ?? ''), sumCells(cells), true);
};

interface Move {
  readonly kind: string;
  readonly month: string;
  readonly place: string;
  readonly sex: string;
  readonly born: string | null;
  readonly amount: number;
}

/** Those recorded, and with a negative amount those undone; one that was recorded and undone at once is neither. */
const readMoves = (tx: Sql, ids: readonly string[]): Promise<Move[]> =>
  tx<Move[]>`
    select kind, happened_on::text as month, place, sex, birth_date::text as born, 1 as amount from population.event
     where (id, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])) and kind in ('move-in', 'move-out')
     union all
    select undone.kind, undone.happened_on::text, undone.place, undone.sex, undone.birth_date::text, -1
      from population.event correction
      join population.event undone on undone.id = correction.corrects and undone.shard = correction.shard
     where (correction.id, correction.shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))
       and undone.corrected_by = correction.id and undone.kind in ('move-in', 'move-out')`;
