import { shardOf } from '../kernel/index.ts';
import { dayText } from '../life-course/index.ts';
import type { Database, Sql } from '../store/index.ts';
import { insertChanges, type Row, sumRows } from '../tally/index.ts';
import type { MeasureView } from './contract.ts';
import { figures } from './figures.ts';

/** Of one division, institution (empty where none) and period that is kept, how many there are, and of how many it is true. */
export interface EventCount {
  readonly period: string;
  /** 6, 9 or 12 digits. */
  readonly division: string;
  readonly institution: string;
  readonly denominator: number;
  readonly numerator: number;
}

/** An indicator of what is no resident: it is counted by a statement over `indicators.period`, which stands beside what it counts. */
export interface EventMeasure extends Omit<MeasureView, 'isOfEvents'> {
  readonly count: (tx: Sql) => Promise<readonly EventCount[]>;
}

/**
 * Counts events as they are now; the difference to what was counted goes into the figures, and with them up.
 * @param today day on which it became known, since 1970-01-01
 */
export function countEvents(database: Database, measures: readonly EventMeasure[], today: number): Promise<void> {
  return database.begin(async (tx) => {
    const [turn] = await tx<
      { got: boolean }[]
    >`select pg_try_advisory_xact_lock(hashtextextended('indicators.events', 7)) as got`;
    if (!turn?.got) return;
    for (const { code, count } of measures) await replace(tx, code, await count(tx), today);
  });
}

async function replace(tx: Sql, measure: string, now: readonly EventCount[], today: number): Promise<void> {
  const before = await tx<EventCount[]>`
    select period, division, institution, denominator, numerator from indicators.counted_event where measure = ${measure}`;
  const cell =
    (sign: 1 | -1) =>
    (one: EventCount): Row => ({
      ...{ measure, period: one.period, division: one.division, institution: one.institution },
      ...{ sex: 'unknown', band: -1, day: dayText(today) },
      denominator: sign * one.denominator,
      numerator: sign * one.numerator,
    });
  const differences = sumRows(figures, [...before.map(cell(-1)), ...now.map(cell(1))], ['division']);
  if (differences.length === 0) return;
  await tx`delete from indicators.counted_event where measure = ${measure}`;
  const of = <Value>(pick: (one: EventCount) => Value) => now.map(pick);
  await tx`
    insert into indicators.counted_event (measure, period, division, institution, denominator, numerator)
    select ${measure}::text, * from unnest(${of(({ period }) => period)}::text[], ${of(({ division }) => division)}::text[],
                                           ${of(({ institution }) => institution)}::text[], ${of(({ denominator }) => denominator)}::bigint[],
                                           ${of(({ numerator }) => numerator)}::bigint[])`;
  await insertChanges(tx, figures, shardOf(measure), differences, true);
}
