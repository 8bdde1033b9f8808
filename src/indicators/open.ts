import { createHash } from 'node:crypto';
import { type Follower, freshAt } from '../chronicle/index.ts';
import { Problem } from '../kernel/index.ts';
import { dayText, type Measure } from '../life-course/index.ts';
import type { Database, Sql } from '../store/index.ts';
import { foldTally, type Tally } from '../tally/index.ts';
import type { Note } from './contract.ts';
import { type CountLife, compileMeasures } from './count.ts';
import { countEvents, type EventMeasure } from './count-events.ts';
import { figures } from './figures.ts';
import { countLives } from './keep-figures.ts';
import { type Period, parsePeriod, standingPeriods } from './period.ts';

/** The indicators of a platform, and the work that keeps their figures. */
export interface Indicators {
  readonly measures: readonly Measure[];
  /** Measures of what is no resident. */
  readonly events: readonly EventMeasure[];
  /** Counts them as they are now. */
  countEvents(): Promise<void>;
  /** Counts lives as they change; to be told by who keeps them. */
  readonly follower: Follower;
  /**
   * Keeps a period from now on; its figures are complete once everybody was counted for it. A repeat does nothing.
   * @throws Problem periods-exhausted where as many are kept as can be
   */
  open(period: Period): Promise<void>;
  /** Periods whose figures are kept, in order of their days; the longest of the same day first. */
  kept(): Promise<readonly Period[]>;
  /** Of the measures and of the periods that are kept: where it changes, everybody is to be counted anew. */
  digest(): Promise<string>;
  /** The figures as sums that travel up. */
  readonly tally: Tally;
  /** One step of folding. @returns whether there is more to do at once */
  fold(): Promise<boolean>;
}

export interface IndicatorsOptions {
  readonly database: Database;
  /** Those in force; asked each time. */
  readonly measures: () => readonly Measure[];
  readonly events?: readonly EventMeasure[] | undefined;
  /** Of the platform. */
  readonly division: string;
  readonly now: () => Date;
  /** What the platform says beside its figures. */
  readonly note: () => Promise<Note>;
  /** Days since 1970-01-01 in China. */
  readonly today: () => number;
}

/** Every life is asked about every period that is kept. */
const MOST_PERIODS = 40;

/** Opens the indicators of a platform; several processes may. */
export function openIndicators({ database, measures, events = [], division, now, note, today }: IndicatorsOptions): Indicators {
  const tally: Tally = { ...figures, freshAt: (tx) => freshAt(tx, now()), note: async () => JSON.stringify(await note()) };
  let known: { readonly digest: string; readonly countLife: CountLife } | undefined;
  /** Day of which the standing periods are kept. */
  let standingOn: number | undefined;
  const current = async (sql: Sql) => {
    const periods = await readPeriods(sql);
    const digest = createHash('sha256')
      .update(JSON.stringify([measures(), periods.map(({ code }) => code)]))
      .digest('base64url');
    if (known?.digest !== digest) known = { digest, countLife: compileMeasures(measures(), periods) };
    return known;
  };
  return {
    get measures() {
      return measures();
    },
    events,
    countEvents: () => countEvents(database, events, today()),
    follower: (tx, day) => countLives(tx, async () => (await current(tx)).countLife, day),
    kept: () => readPeriods(database.sql),
    open: async (period) => {
      if (await isKept(database.sql, period)) return;
      if ((await readPeriods(database.sql)).length >= MOST_PERIODS)
        throw new Problem('periods-exhausted', `At most ${MOST_PERIODS} periods are kept`, { at: 'period' });
      await addPeriods(database.sql, [period]);
    },
    digest: async () => {
      const day = today();
      if (day !== standingOn) await addPeriods(database.sql, standingPeriods(day));
      standingOn = day;
      return (await current(database.sql)).digest;
    },
    tally,
    fold: async () => (await foldTally(database, tally, division)) > 0,
  };
}

async function isKept(sql: Sql, { code }: Period): Promise<boolean> {
  const [row] = await sql`select from indicators.period where code = ${code}`;
  return row !== undefined;
}

async function readPeriods(sql: Sql): Promise<Period[]> {
  const rows = await sql<{ code: string }[]>`select code from indicators.period order by first_day, last_day desc, code`;
  return rows.flatMap(({ code }) => parsePeriod(code) ?? []);
}

async function addPeriods(sql: Sql, periods: readonly Period[]): Promise<void> {
  const of = <Value>(pick: (period: Period) => Value) => periods.map(pick);
  await sql`
    insert into indicators.period (code, first_day, last_day)
    select * from unnest(${of(({ code }) => code)}::text[], ${of(({ from }) => dayText(from))}::date[], ${of(({ until }) => dayText(until))}::date[])
        on conflict (code) do nothing`;
}
