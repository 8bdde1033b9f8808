import type { Lives } from '../chronicle/index.ts';
import { shardOf } from '../kernel/index.ts';
import { dayText, type LifeCourse } from '../life-course/index.ts';
import type { Sql } from '../store/index.ts';
import { bornIn, type Counted, type CountLife } from './count.ts';

interface CountedRow {
  readonly resident: string;
  readonly division: string;
  readonly sex: string;
  /** Year. */
  readonly born: number | null;
  /** Each as `measure|period|n or d|institution|band`. */
  readonly said: readonly string[];
}

/** A figure and by how much it changes. */
interface Difference {
  readonly measure: string;
  readonly period: string;
  readonly division: string;
  readonly institution: string;
  readonly sex: string;
  readonly band: number;
  readonly denominator: number;
  readonly numerator: number;
}

/** Counts residents as they are now: the difference to what they were counted as; a repeat changes nothing. @param today day on which it became known, since 1970-01-01 */
export async function countLives(tx: Sql, countLife: CountLife, { courses, gone }: Lives, today: number): Promise<void> {
  const ids = [...new Set([...courses.map(({ resident }) => resident), ...gone])];
  if (ids.length === 0) return;
  const before = await lockCounted(tx, ids);
  const after = new Map(courses.map((course) => [course.resident, toRow(course, countLife(course))]));
  const changed = ids.filter((id) => textOf(before.get(id)) !== textOf(after.get(id)));
  if (changed.length === 0) return;
  await replaceCounted(tx, changed, after);
  const differences = changed.flatMap((id) => [...differencesOf(before.get(id), -1), ...differencesOf(after.get(id), 1)]);
  await insertDifferences(tx, shardOf(changed[0] ?? ''), sumUp(differences), today);
}

const toRow = (course: LifeCourse, counted: readonly Counted[]): CountedRow => ({
  resident: course.resident,
  division: course.division,
  sex: course.sex,
  born: bornIn(course),
  said: counted.map(({ measure, period, numerator, institution, band }) =>
    [measure, period, numerator ? 'n' : 'd', institution, band].join('|'),
  ),
});

const textOf = (row: CountedRow | undefined): string | undefined =>
  row && [row.division, row.sex, row.born, ...row.said].join('\n');

function differencesOf(row: CountedRow | undefined, amount: number): Difference[] {
  return (row?.said ?? []).map((text) => {
    const [measure = '', period = '', part, institution = '', band] = text.split('|');
    return {
      ...{ measure, period, institution, division: row?.division ?? '', sex: row?.sex ?? 'unknown', band: Number(band) },
      denominator: amount,
      numerator: part === 'n' ? amount : 0,
    };
  });
}

/** One line a figure; what cancels out falls away. */
function sumUp(differences: readonly Difference[]): Difference[] {
  const keyOf = ({ measure, period, division, institution, sex, band }: Difference) =>
    [measure, period, division, institution, sex, band].join('|');
  return [...Map.groupBy(differences, keyOf).values()].flatMap((group) => {
    const denominator = group.reduce((sum, one) => sum + one.denominator, 0);
    const numerator = group.reduce((sum, one) => sum + one.numerator, 0);
    const [first] = group;
    return first && (denominator !== 0 || numerator !== 0) ? [{ ...first, denominator, numerator }] : [];
  });
}

async function lockCounted(tx: Sql, ids: readonly string[]): Promise<Map<string, CountedRow>> {
  const rows = await tx<CountedRow[]>`
    select resident, division, sex, born, said from indicators.counted
     where (resident, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))
     order by resident for update`;
  return new Map(rows.map((row) => [row.resident, row]));
}

async function replaceCounted(tx: Sql, ids: readonly string[], after: ReadonlyMap<string, CountedRow>): Promise<void> {
  await tx`
    delete from indicators.counted
     where (resident, shard) in (select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[]))`;
  const rows = ids.flatMap((id) => after.get(id) ?? []).filter(({ said }) => said.length > 0);
  if (rows.length === 0) return;
  const of = <Value>(pick: (row: CountedRow) => Value) => rows.map(pick);
  // none of the codes in it has a blank
  await tx`
    insert into indicators.counted (shard, resident, division, sex, born, said)
    select shard, resident, division, sex, born, string_to_array(said, ' ')
      from unnest(${of(({ resident }) => shardOf(resident))}::bigint[], ${of(({ resident }) => resident)}::text[],
                  ${of(({ division }) => division)}::text[], ${of(({ sex }) => sex)}::text[], ${of(({ born }) => born)}::int[],
                  ${of(({ said }) => said.join(' '))}::text[]) as given (shard, resident, division, sex, born, said)`;
}

async function insertDifferences(tx: Sql, shard: number, all: readonly Difference[], today: number): Promise<void> {
  if (all.length === 0) return;
  const of = <Value>(pick: (one: Difference) => Value) => all.map(pick);
  await tx`
    insert into indicators.change (shard, measure, period, division, institution, sex, band, day, denominator, numerator)
    select ${shard}::bigint, measure, period, division, institution, sex, band, ${dayText(today)}::date, denominator, numerator
      from unnest(${of(({ measure }) => measure)}::text[], ${of(({ period }) => period)}::text[], ${of(({ division }) => division)}::text[],
                  ${of(({ institution }) => institution)}::text[], ${of(({ sex }) => sex)}::text[], ${of(({ band }) => band)}::int[],
                  ${of(({ denominator }) => denominator)}::bigint[], ${of(({ numerator }) => numerator)}::bigint[])
           as given (measure, period, division, institution, sex, band, denominator, numerator)`;
}

const MOST = 10_000;

/**
 * Folds differences into the figures; whoever asks meanwhile adds up both. One process does it at a time.
 * @returns whether there is more to do at once
 */
export async function foldFigures(tx: Sql): Promise<boolean> {
  const [turn] = await tx<{ got: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended('indicators.fold', 7)) as got`;
  if (!turn?.got) return false;
  const [folded] = await tx<{ count: number }[]>`
    with taken as (
      delete from indicators.change
       where (shard, id) in (select shard, id from indicators.change limit ${MOST} for update skip locked)
      returning measure, period, division, institution, sex, band, day, denominator, numerator),
    summed as (
      select division, measure, period, institution, sex, band, day, sum(denominator) as denominator, sum(numerator) as numerator
        from taken group by 1, 2, 3, 4, 5, 6, 7),
    added as (
      insert into indicators.figure as known (division, measure, period, institution, sex, band, day, denominator, numerator)
      select * from summed
          on conflict (division, measure, period, institution, sex, band, day) do update
         set denominator = known.denominator + excluded.denominator, numerator = known.numerator + excluded.numerator)
    select count(*) as count from taken`;
  return folded?.count === MOST;
}
