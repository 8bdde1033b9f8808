import { divisionAbove } from '../../../standards/index.ts';
import { type Database, type Sql, seenUntil } from '../../../store/index.ts';
import { foldTally, type Row, sumRows, type Tally } from '../../../tally/index.ts';

/** As whom the counts read the change feed. */
export const CONSUMER = 'statistics';

/** Counts of residents as sums that travel up. */
export const statistics: Tally = {
  name: 'aggregates',
  tables: {
    change: 'population.statistic_change',
    sum: 'population.statistic',
    home: 'population.statistic_home',
    heard: 'population.statistic_heard',
  },
  keys: [
    ['measure', 'text'],
    ['month', 'integer'],
    ['born', 'integer'],
    ['sex', 'text'],
    ['residence', 'text'],
  ],
  amounts: ['amount'],
  sent: ['sent'],
  freshAt: (tx) => seenUntil(tx, CONSUMER, new Date()),
  onFold: addTotals,
};

/** Folds differences into the counts. @param top division of the platform @returns how many differences were folded */
export const foldStatistics = (database: Database, top: string): Promise<number> => foldTally(database, statistics, top);

/** The same without months, by the division above: what a list of divisions shows. */
async function addTotals(tx: Sql, cells: readonly Row[], top: string): Promise<void> {
  const below = cells.filter(({ division }) => division !== top);
  const totals = sumRows(
    statistics,
    below.map((cell) => ({ ...cell, month: 0, born: 0 })),
    ['division'],
  );
  if (totals.length === 0) return;
  const texts = (name: string) => totals.map((cell) => String(cell[name]));
  await tx`
    insert into population.statistic_total as known (upper, division, measure, sex, residence, amount)
    select * from unnest(${texts('division').map((division) => divisionAbove(division) ?? '')}::text[], ${texts('division')}::text[],
                         ${texts('measure')}::text[], ${texts('sex')}::text[], ${texts('residence')}::text[],
                         ${totals.map(({ amount }) => Number(amount))}::bigint[])
        on conflict (upper, division, measure, sex, residence) do update set amount = known.amount + excluded.amount`;
}
