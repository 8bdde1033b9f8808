import { dayText } from '../life-course/index.ts';
import { startOf } from '../standards/index.ts';
import { type Database, inScope, type Scope, type Sql } from '../store/index.ts';
import type { FiguresBy } from './contract.ts';

export interface FiguresQuestion {
  readonly periods: readonly string[];
  /** 6, 9 or 12 digits. */
  readonly division: string;
  readonly measures: readonly string[];
  readonly by: FiguresBy;
  /** As known at the end of this day, since 1970-01-01. */
  readonly asOf: number;
}

/** A figure as it is; `period` where several were asked for. */
export interface Figure {
  readonly measure: string;
  readonly period: string;
  /** What it is of: a division code, an Organization id, a sex, the first year of an age group of five; empty for all. */
  readonly key: string;
  readonly denominator: number;
  readonly numerator: number;
}

/** Figures as they were known on a day: what is folded and what still waits to be, of one moment. Of divisions in the scope alone. */
export function askFigures(database: Database, scope: Scope, question: FiguresQuestion): Promise<Figure[]> {
  const { periods, division, measures, by, asOf } = question;
  return database.begin(async (tx) => {
    await tx`set transaction isolation level repeatable read, read only`;
    const asked = tx`
      period = any(${[...periods]}::text[]) and measure = any(${[...measures]}::text[]) and day <= ${dayText(asOf)}::date
      and ${inScope(tx, scope, 'division')}`;
    const key = keyOf(tx, by);
    return tx<Figure[]>`
      select measure, period, key, sum(denominator)::bigint as denominator, sum(numerator)::bigint as numerator
        from (select measure, period, ${key} as key, denominator, numerator from indicators.figure
               where ${placesOf(tx, division, by)} and ${asked}
               union all
              select measure, period, ${by === 'division' ? partIn(tx, division) : key} as key, denominator, numerator from indicators.change
               where starts_with(division, ${startOf(division)}) and ${asked}) known
       where key is not null
       group by measure, period, key having sum(denominator) <> 0 order by measure, period, key`;
  });
}

function keyOf(tx: Sql, by: FiguresBy) {
  switch (by) {
    case 'all':
      return tx`''`;
    case 'division':
      return tx`division`;
    case 'institution':
      return tx`institution`;
    case 'sex':
      return tx`sex`;
    case 'age':
      return tx`band::text`;
    case 'period':
      return tx`period`;
  }
}

/** Length of the codes of the parts of a division, as far as they tell: counties of a prefecture, townships of a county. */
const partLength = (start: string): number => ({ 0: 2, 2: 4, 4: 6, 6: 9, 9: 12 })[start.length] ?? 13;

/** The first digits of a division, filled with zeros up to six: 35 is 350000. */
const codeOf = (tx: Sql, length: number) => tx`rpad(left(division, ${length}::int), ${Math.max(6, length)}::int, '0')`;

/** Of which divisions the sums are read: of itself, of its parts, or of its counties, which alone know institutions. */
function placesOf(tx: Sql, division: string, by: FiguresBy) {
  const start = startOf(division);
  if (by === 'institution' && start.length < 6)
    return tx`starts_with(division, ${start}) and length(division) = 6 and right(division, 2) <> '00'`;
  if (by !== 'division') return tx`division = ${division}`;
  const length = partLength(start);
  const code = codeOf(tx, length);
  return tx`starts_with(division, ${start}) and division <> ${division} and length(division) = ${Math.max(6, length)}::int and division = ${code}`;
}

/** The part in which a division lies; null for the division itself. */
function partIn(tx: Sql, division: string) {
  const length = partLength(startOf(division));
  const code = codeOf(tx, length);
  return tx`case when division <> ${division} and length(division) >= ${length}::int and ${code} <> ${division} then ${code} end`;
}

export interface ResidentsQuestion {
  readonly measure: string;
  readonly period: string;
  readonly division: string;
  readonly numerator: boolean | undefined;
  readonly institution: string | undefined;
  readonly sex: string | undefined;
  /** First year of an age group; -1 unknown. */
  readonly age: number | undefined;
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
  const { measure, period, division, numerator, institution, sex, age, count, after } = question;
  const start = `${measure}|${period}|`;
  const part = numerator === undefined ? '' : numerator ? 'n' : 'd';
  return sql<CountedResident[]>`
    select c.resident, r.name, r.sex, r.birth_date::text as "birthDate", split_part(counted.as_what, '|', 3) = 'n' as numerator,
           split_part(counted.as_what, '|', 4) as institution
      from indicators.counted c
      cross join lateral (select as_what from unnest(c.said) as_what where starts_with(as_what, ${start + part}) limit 1) as counted
      join population.resident_v1 r on r.id = c.resident and r.shard = c.shard
     where c.resident > ${after} and starts_with(c.division, ${division})
       and ${inScope(sql, scope, 'c.division')}
       ${sex === undefined ? sql`` : sql`and c.sex = ${sex}`}
       ${age === undefined ? sql`` : sql`and split_part(counted.as_what, '|', 5) = ${String(age)}`}
       ${institution === undefined ? sql`` : sql`and split_part(counted.as_what, '|', 4) = ${institution}`}
     order by c.resident limit ${count}`;
}
