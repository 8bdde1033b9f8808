import { dayText } from '../life-course/index.ts';
import type { Database, Scope, Sql } from '../store/index.ts';
import type { FigureRow, FiguresBy } from './contract.ts';

export interface FiguresQuestion {
  readonly period: string;
  /** With what division codes begin. */
  readonly division: string;
  readonly measures: readonly string[];
  readonly by: FiguresBy;
  /** As known at the end of this day, since 1970-01-01. */
  readonly asOf: number;
}

/** Length of the codes that a division is divided into: counties of a prefecture, townships of a county. */
const partLength = (prefix: string): number => ({ 0: 2, 2: 4, 4: 6, 6: 9, 9: 12 })[prefix.length] ?? 12;

/** Figures as they were known on a day: what is folded and what still waits to be, of one moment. */
export function askFigures(database: Database, scope: Scope, question: FiguresQuestion): Promise<FigureRow[]> {
  const { period, division, measures, by, asOf } = question;
  return database.begin(async (tx) => {
    await tx`set transaction isolation level repeatable read, read only`;
    const key = keyOf(tx, by, partLength(division));
    const seen = tx`
      period = ${period} and measure = any(${[...measures]}::text[]) and day <= ${dayText(asOf)}::date
      and starts_with(division, ${division})
      and exists (select from unnest(${[...scope.places]}::text[]) prefix where starts_with(division, prefix))`;
    return tx<FigureRow[]>`
      select measure, key, sum(denominator)::bigint as denominator, sum(numerator)::bigint as numerator
        from (select measure, ${key} as key, denominator, numerator from indicators.figure where ${seen}
               union all
              select measure, ${key} as key, denominator, numerator from indicators.change where ${seen}) known
       group by measure, key having sum(denominator) <> 0 order by measure, key`;
  });
}

function keyOf(tx: Sql, by: FiguresBy, length: number) {
  switch (by) {
    case 'all':
      return tx`''`;
    case 'division':
      return tx`rpad(left(division, ${length}::int), 6, '0') || substr(left(division, ${length}::int), 7)`;
    case 'institution':
      return tx`institution`;
    case 'sex':
      return tx`sex`;
    case 'age':
      return tx`band::text`;
  }
}

export interface ResidentsQuestion {
  readonly measure: string;
  readonly period: string;
  readonly division: string;
  readonly numerator: boolean | undefined;
  readonly institution: string | undefined;
  readonly sex: string | undefined;
  readonly count: number;
  /** Last resident of the page before. */
  readonly after: string;
}

export interface CountedResident {
  readonly resident: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate: string | null;
  readonly numerator: boolean;
  readonly institution: string;
}

/** Whom a figure is made of, in order of ids; one page. Who is said to be what is asked of the row, not of its words. */
export async function residentsOf(sql: Sql, scope: Scope, question: ResidentsQuestion): Promise<CountedResident[]> {
  const { measure, period, division, numerator, institution, sex, count, after } = question;
  const start = `${measure}|${period}|`;
  const part = numerator === undefined ? '' : numerator ? 'n' : 'd';
  return sql<CountedResident[]>`
    select c.resident, r.name, r.sex, r.birth_date::text as "birthDate", split_part(counted.as_what, '|', 3) = 'n' as numerator,
           split_part(counted.as_what, '|', 4) as institution
      from indicators.counted c
      cross join lateral (select as_what from unnest(c.said) as_what where starts_with(as_what, ${start + part}) limit 1) as counted
      join population.resident_v1 r on r.id = c.resident and r.shard = c.shard
     where c.resident > ${after} and starts_with(c.division, ${division})
       and exists (select from unnest(${[...scope.places]}::text[]) prefix where starts_with(c.division, prefix))
       ${sex === undefined ? sql`` : sql`and c.sex = ${sex}`}
       ${institution === undefined ? sql`` : sql`and split_part(counted.as_what, '|', 4) = ${institution}`}
     order by c.resident limit ${count}`;
}
