import { type Lives, ofLives, type Telling } from '../chronicle/index.ts';
import { shardOf } from '../kernel/index.ts';
import { dayText, type LifeCourse } from '../life-course/index.ts';
import type { Sql } from '../store/index.ts';
import { insertChanges, type Row, sumRows } from '../tally/index.ts';
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

/**
 * Counts residents as they are now: the difference to what they were counted as; a repeat changes nothing.
 * @param today day on which it became known, since 1970-01-01
 */
export function countLives(tx: Sql, current: () => Promise<CountLife>, today: number): Telling {
  const sums = new Map<string, number>();
  let shard: number | undefined;
  let counting: Promise<CountLife> | undefined;
  return {
    tell: async (lives) => {
      const { courses, gone } = lives;
      const before = await lockCounted(tx, lives);
      counting ??= current();
      const countLife = await counting;
      const after = new Map(courses.map((course) => [course.resident, toRow(course, countLife(course))]));
      const ids = new Set([...after.keys(), ...gone]);
      const changed = [...ids].filter((id) => textOf(before.get(id)) !== textOf(after.get(id)));
      const [first] = changed;
      if (first === undefined) return;
      shard ??= shardOf(first);
      for (const id of changed) {
        add(sums, before.get(id), -1);
        add(sums, after.get(id), 1);
      }
      await replaceCounted(tx, changed, before, after);
    },
    end: async () => {
      const rows = sumRows(figures, differencesIn(sums, dayText(today)), ['division']);
      if (shard !== undefined) await insertChanges(tx, figures, shard, rows, true);
    },
  };
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

/** Adds what a resident is counted as to sums by division, sex and what is said. */
function add(sums: Map<string, number>, row: CountedRow | undefined, amount: number): void {
  for (const said of row?.said ?? []) {
    const key = `${row?.division}|${row?.sex}|${said}`;
    sums.set(key, (sums.get(key) ?? 0) + amount);
  }
}

/** Figures and by how much each changes. None of the codes has a bar in it. */
function* differencesIn(sums: ReadonlyMap<string, number>, day: string): Generator<Row> {
  for (const [key, amount] of sums) {
    const [division = '', sex = '', measure = '', period = '', part, institution = '', band] = key.split('|');
    const cell = { measure, period, division, institution, sex, band: Number(band), day };
    yield { ...cell, denominator: amount, numerator: part === 'n' ? amount : 0 };
  }
}

async function lockCounted(tx: Sql, lives: Lives): Promise<Map<string, CountedRow>> {
  const rows = await tx<CountedRow[]>`
    select resident, division, sex, born, said from indicators.counted
     where ${ofLives(tx, lives)}
     order by resident for update`;
  return new Map(rows.map((row) => [row.resident, row]));
}

async function replaceCounted(
  tx: Sql,
  ids: readonly string[],
  before: ReadonlyMap<string, CountedRow>,
  after: ReadonlyMap<string, CountedRow>,
): Promise<void> {
  const known = ids.filter((id) => before.has(id));
  if (known.length > 0)
    await tx`
    delete from indicators.counted
     where (resident, shard) in (select * from unnest(${known}::text[], ${known.map(shardOf)}::bigint[]))`;
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
