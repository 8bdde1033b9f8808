import { partOf, startOf } from '../../../standards/index.ts';
import type { Database, Sql } from '../../../store/index.ts';
import { listHeard as heardOf } from '../../../tally/index.ts';
import type { BySex } from './contract.ts';
import type { PlacedCell } from './count.ts';
import { type Cell, sumCells } from './facts.ts';
import { statistics } from './fold.ts';
import { LASTING } from './months.ts';

const BAND_YEARS = 5;
const LAST_BAND = 100 / BAND_YEARS;
const MONTHS_SHOWN = 24;

/** Residents of an age, by sex; of unknown age where `from` is left out. */
export type CountedBand = BySex & { readonly from?: number };

/** What is known of a division in numbers; months as in `months.ts`. */
export interface Statistics {
  readonly bands: readonly CountedBand[];
  readonly residence: ReadonlyMap<string, number>;
  readonly parts: ReadonlyMap<string, BySex>;
  readonly monthly: readonly { readonly month: number; readonly measure: string; readonly amount: number }[];
}

/** A sum by what it is asked for. */
interface Group {
  /** Band, unknown being -1. */
  readonly band: number;
  readonly sex: string;
  readonly residence: string;
  readonly amount: number;
}

/**
 * Counts of a division: what is folded and what still waits to be, of one moment.
 * @param month at whose end; @param now the present month: of it what is known now. Ages are those reached by its end.
 */
export async function askStatistics(
  database: Database,
  { division, month, now }: { readonly division: string; readonly month: number; readonly now: number },
): Promise<Statistics> {
  return database.begin(async (tx) => {
    await tx`set transaction isolation level repeatable read, read only`;
    const waiting = await readWaiting(tx, division);
    const isPast = month < now;
    const groups = [...(await readGroups(tx, division, month, isPast)), ...groupsOf(waiting, month, isPast)];
    const parts = isPast ? await readPastParts(tx, division, month) : await readParts(tx, division);
    return {
      bands: toBands(groups),
      residence: sumBy(groups, ({ residence }) => residence),
      parts: toParts([...parts, ...partsOf(waiting, division, month, isPast)]),
      monthly: [...(await readMonthly(tx, division, month)), ...monthlyOf(waiting, month)],
    };
  });
}

/** Counts by sex of the parts of a division, as `askStatistics` has them. */
export async function askParts(
  database: Database,
  { division, month, now }: { readonly division: string; readonly month: number; readonly now: number },
): Promise<ReadonlyMap<string, BySex>> {
  return database.begin(async (tx) => {
    await tx`set transaction isolation level repeatable read, read only`;
    const isPast = month < now;
    const parts = isPast ? await readPastParts(tx, division, month) : await readParts(tx, division);
    return toParts([...parts, ...partsOf(await readWaiting(tx, division), division, month, isPast)]);
  });
}

const readWaiting = (tx: Sql, division: string): Promise<PlacedCell[]> =>
  tx<PlacedCell[]>`
    select division, measure, month, born, sex, residence, sum(amount)::bigint as amount from population.statistic_change
     where starts_with(division, ${startOf(division)}) group by 1, 2, 3, 4, 5, 6`;

/** Who lived at the end of a month: those who live and those who died later, if they were born by then. */
const isCounted = ({ measure, month, born }: Cell, at: number, isPast: boolean): boolean =>
  isPast ? (measure === 'living' || (measure === 'dead' && month > at)) && born <= at : measure === 'living';

function bandOf(born: number, at: number): number {
  return born < 0 || born > at ? -1 : Math.min(LAST_BAND, Math.floor((at - born) / (12 * BAND_YEARS)));
}

const groupsOf = (cells: readonly Cell[], at: number, isPast: boolean): Group[] =>
  cells
    .filter((cell) => isCounted(cell, at, isPast))
    .map(({ born, sex, residence, amount }) => ({ band: bandOf(born, at), sex, residence, amount }));

/** The same in SQL, of what is folded. */
const counted = (tx: Sql, at: number, isPast: boolean) =>
  isPast ? tx`(measure = 'living' or measure = 'dead' and month > ${at}) and born <= ${at}` : tx`measure = 'living'`;

const readGroups = (tx: Sql, division: string, at: number, isPast: boolean): Promise<Group[]> =>
  tx<Group[]>`
    select case when born < 0 or born > ${at} then -1 else least(${LAST_BAND}, (${at} - born) / ${12 * BAND_YEARS}) end as band,
           sex, residence, sum(amount)::bigint as amount
      from population.statistic where division = ${division} and ${counted(tx, at, isPast)}
     group by 1, 2, 3`;

type Part = { readonly division: string; readonly sex: string; readonly amount: number };

const readParts = (tx: Sql, division: string): Promise<Part[]> =>
  tx<Part[]>`
    select division, sex, sum(amount)::bigint as amount from population.statistic_total
     where upper = ${division} and measure = 'living' group by 1, 2`;

const readPastParts = (tx: Sql, division: string, at: number): Promise<Part[]> =>
  tx<Part[]>`
    select division, sex, sum(amount)::bigint as amount from population.statistic
     where division in (select division from population.statistic_total where upper = ${division}) and ${counted(tx, at, true)}
     group by 1, 2`;

const partsOf = (cells: readonly PlacedCell[], division: string, at: number, isPast: boolean): Part[] =>
  cells
    .filter((cell) => isCounted(cell, at, isPast))
    .flatMap(({ division: code, sex, amount }) => {
      const part = partOf(division, code);
      return part === undefined ? [] : [{ division: part, sex, amount }];
    });

type Monthly = Statistics['monthly'][number];

const readMonthly = (tx: Sql, division: string, at: number): Promise<Monthly[]> =>
  tx<Monthly[]>`
    select born as month, 'births' as measure, sum(amount)::bigint as amount from population.statistic
     where division = ${division} and born > ${at - MONTHS_SHOWN} and born <= ${at} and measure in ('living', 'left', 'dead') group by 1
     union all
    select month, measure, sum(amount)::bigint from population.statistic
     where division = ${division} and measure in ('dead', 'moved-in', 'moved-out') and month > ${at - MONTHS_SHOWN} and month <= ${at}
     group by 1, 2`;

function monthlyOf(cells: readonly Cell[], at: number): Monthly[] {
  const isShown = (month: number) => month > at - MONTHS_SHOWN && month <= at;
  return cells.flatMap(({ measure, month, born, amount }) => [
    ...(['living', 'left', 'dead'].includes(measure) && isShown(born) ? [{ month: born, measure: 'births', amount }] : []),
    ...(measure !== 'living' && month !== LASTING && isShown(month) ? [{ month, measure, amount }] : []),
  ]);
}

function sumBy<Row extends { readonly amount: number }>(rows: readonly Row[], key: (row: Row) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + row.amount);
  return sums;
}

function bySex(rows: readonly { readonly sex: string; readonly amount: number }[]): BySex {
  const of = (is: (sex: string) => boolean) => rows.filter(({ sex }) => is(sex)).reduce((sum, { amount }) => sum + amount, 0);
  return {
    male: of((sex) => sex === 'male'),
    female: of((sex) => sex === 'female'),
    other: of((sex) => sex !== 'male' && sex !== 'female'),
  };
}

function toBands(groups: readonly Group[]): CountedBand[] {
  const byBand = Map.groupBy(groups, ({ band }) => band);
  const known = Array.from({ length: LAST_BAND + 1 }, (_, band) => ({
    from: band * BAND_YEARS,
    ...bySex(byBand.get(band) ?? []),
  }));
  const unknown = bySex(byBand.get(-1) ?? []);
  return unknown.male + unknown.female + unknown.other > 0 ? [...known, unknown] : known;
}

function toParts(rows: readonly Part[]): Map<string, BySex> {
  const byDivision = Map.groupBy(rows, ({ division }) => division);
  return new Map([...byDivision].sort(([a], [b]) => (a < b ? -1 : 1)).map(([division, some]) => [division, bySex(some)]));
}

/** Every count of a division as one list: for whoever compares them. */
export async function readCells(database: Database, division: string): Promise<Cell[]> {
  return database.begin(async (tx) => {
    await tx`set transaction isolation level repeatable read, read only`;
    const folded = await tx<Cell[]>`
      select measure, month, born, sex, residence, amount from population.statistic where division = ${division}`;
    const waiting = (await readWaiting(tx, division)).map(({ division: _, ...cell }) => cell);
    return sumCells([...folded, ...waiting]);
  });
}

/** Townships and villages of a division where residents live or lived, by code; at most some thousand. */
export async function divisionsInUse(sql: Sql, division: string): Promise<string[]> {
  const rows = await sql<{ division: string }[]>`
    select distinct division from population.statistic_total
     where starts_with(division, ${startOf(division)}) and length(division) > 6 order by division limit 20000`;
  return rows.map((row) => row.division);
}

/** As of when the counts of each platform are here, those that lie in a division. */
export const listHeard = (sql: Sql, division: string): Promise<{ home: string; asOf: Date }[]> =>
  heardOf(sql, statistics, startOf(division));
