import { z } from 'zod';
import { shardOf } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { insertChanges } from './count.ts';
import { type Cell, sumCells } from './facts.ts';
import { unnested } from './fold.ts';

const cell = z.tuple([z.string().max(40), z.int(), z.int(), z.string().max(20), z.string().max(20), z.int()]);

/** Counts of one platform as they travel up: measure, month, month of birth, sex, residence, amount. Of each the last word holds. */
export const aggregate = z.looseObject({
  home: z.string().regex(/^\d{6}$/),
  /** Instant as of which all counts of this platform are there; left out while more of them follow. */
  asOf: z.iso.datetime().optional(),
  cells: z.array(cell).max(10_000),
});
export type Aggregate = z.output<typeof aggregate>;

const MOST_CELLS = 4000;

/** Silence says nothing: who has nothing new says so this often. */
const HEARTBEAT = '5 minutes';

/** What the platform above does not know yet, of this platform and of those below; at most some thousand counts. */
export async function releaseStatistics(tx: Sql, home: string): Promise<Aggregate[]> {
  await tx`
    update population.statistic_heard set as_of = date_trunc('milliseconds', now()) where home = ${home} and as_of < now() - ${HEARTBEAT}::interval`;
  const rows = await tx<(Cell & { home: string })[]>`
    select home, measure, month, born, sex, residence, amount from population.statistic_home
     where amount <> sent order by home limit ${MOST_CELLS}`;
  // the last of them may have more
  const unfinished = rows.length === MOST_CELLS ? rows.at(-1)?.home : undefined;
  const heard = await tx<{ home: string; asOf: Date }[]>`
    select home, as_of as "asOf" from population.statistic_heard where told is distinct from as_of order by home`;
  const byHome = Map.groupBy(rows, (row) => row.home);
  const settled = new Map(
    heard.filter(({ home: one }) => unfinished === undefined || one < unfinished).map(({ home: one, asOf }) => [one, asOf]),
  );
  return [...new Set([...byHome.keys(), ...settled.keys()])].map((one) => ({
    home: one,
    ...(settled.has(one) ? { asOf: settled.get(one)?.toISOString() } : {}),
    cells: (byHome.get(one) ?? []).map(toTuple),
  }));
}

const toTuple = ({ measure, month, born, sex, residence, amount }: Cell): Aggregate['cells'][number] => [
  measure,
  month,
  born,
  sex,
  residence,
  amount,
];

const toCell = ([measure, month, born, sex, residence, amount]: Aggregate['cells'][number]): Cell => ({
  measure,
  month,
  born,
  sex,
  residence,
  amount,
});

/** The platform above has them. What changed meanwhile stays to be told; a repeat does nothing. */
export async function acknowledgeStatistics(tx: Sql, told: readonly Aggregate[]): Promise<void> {
  const flat = told.flatMap(({ home, cells }) => cells.map((one) => ({ home, cell: toCell(one) })));
  if (flat.length > 0)
    await tx`
      update population.statistic_home as known set sent = told.amount
        from ${unnested(
          tx,
          flat.map(({ home }) => home),
          flat.map((one) => one.cell),
        )}
             as told (home, measure, month, born, sex, residence, amount)
       where (known.home, known.measure, known.month, known.born, known.sex, known.residence)
           = (told.home, told.measure, told.month, told.born, told.sex, told.residence)`;
  const settled = told.filter(({ asOf }) => asOf !== undefined);
  if (settled.length > 0)
    await tx`
      update population.statistic_heard as known set told = said.as_of
        from unnest(${settled.map(({ home }) => home)}::text[], ${settled.map(({ asOf }) => asOf ?? '')}::timestamptz[]) as said (home, as_of)
       where known.home = said.home`;
}

/**
 * Counts of platforms below replace what was known of them; the difference goes into the counts of this platform.
 * @param forward whether there is a platform above, which is told of them
 */
export async function receiveStatistics(tx: Sql, told: readonly Aggregate[], forward: boolean): Promise<void> {
  for (const { home, asOf, cells } of told) {
    const last = new Map(cells.map((one) => [one.slice(0, 5).join(' '), toCell(one)]));
    await replaceCells(tx, home, [...last.values()], forward);
    if (asOf !== undefined)
      await tx`
        insert into population.statistic_heard as known (home, as_of, told) values (${home}, ${asOf}::timestamptz, ${forward ? null : asOf}::timestamptz)
            on conflict (home) do update set as_of = excluded.as_of, told = case when ${forward} then known.told else excluded.told end`;
  }
}

async function replaceCells(tx: Sql, home: string, cells: readonly Cell[], forward: boolean): Promise<void> {
  if (cells.length === 0) return;
  const rows = unnested(
    tx,
    cells.map(() => home),
    cells,
  );
  const before = await tx<Cell[]>`
    select measure, month, born, sex, residence, amount from population.statistic_home
     where (home, measure, month, born, sex, residence)
        in (select home, measure, month, born, sex, residence from ${rows} as said (home, measure, month, born, sex, residence, amount))
       for update`;
  await tx`
    insert into population.statistic_home as known (home, measure, month, born, sex, residence, amount, sent)
    select *, case when ${forward} then 0 else amount end from ${rows} as said (home, measure, month, born, sex, residence, amount)
        on conflict (home, measure, month, born, sex, residence) do update
       set amount = excluded.amount, sent = case when ${forward} then known.sent else excluded.amount end`;
  const differences = sumCells([...before.map((one) => ({ ...one, amount: -one.amount })), ...cells]);
  await insertChanges(
    tx,
    shardOf(home),
    differences.map((one) => ({ ...one, division: home })),
    false,
  );
}
