import type { Lives } from '../chronicle/index.ts';
import { shardOf } from '../kernel/index.ts';
import { dayText, type LifeCourse } from '../life-course/index.ts';
import type { Sql } from '../store/index.ts';
import { insertChanges, sumRows } from '../tally/index.ts';
import { bornIn, type Counted, type CountLife } from './count.ts';
import { figures } from './figures.ts';

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
  const dated = differences.map((one) => ({ ...one, day: dayText(today) }));
  await insertChanges(tx, figures, shardOf(changed[0] ?? ''), sumRows(figures, dated, ['division']), true);
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
