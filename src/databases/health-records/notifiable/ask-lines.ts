import { inScope, type Sql } from '../../../store/index.ts';
import type { CaseLine } from './line.ts';

/** By which day cases are counted. */
export type Basis = 'onset' | 'diagnosed' | 'reported';

export interface LineScope {
  /** Division prefixes; '' is everywhere. */
  readonly places: readonly string[];
  /** Families that are not shown. */
  readonly hidden: readonly string[];
}

export interface LineQuery {
  readonly scope: LineScope;
  /** A disease with its forms, or a form. */
  readonly disease?: string | undefined;
  /** Prefix of the division of residence. */
  readonly division?: string | undefined;
  readonly basis: Basis;
  /** First and last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly classification?: string | undefined;
}

const dayOf = (sql: Sql, basis: Basis) =>
  basis === 'onset' ? sql`l.onset_on` : basis === 'diagnosed' ? sql`l.diagnosed_on` : sql`l.reported_on`;

function where(sql: Sql, { scope, disease, division, basis, from, to, classification }: LineQuery) {
  const isListed = inScope(sql, scope, 'l.division', 'l.home');
  return sql`
    ${isListed} and ${dayOf(sql, basis)} between ${from}::date and ${to}::date and not l.family = any(${scope.hidden}::text[])
    ${disease ? sql`and (l.family = ${disease} or l.disease = ${disease})` : sql``}
    ${division ? sql`and starts_with(l.division, ${division})` : sql``}
    ${classification ? sql`and l.classification = ${classification}` : sql``}`;
}

/** Lines of a period, the latest report first; those that do not count included. */
export const listLines = (
  sql: Sql,
  query: LineQuery & { readonly count: number; readonly after?: { readonly on: string; readonly line: string } | undefined },
): Promise<CaseLine[]> =>
  sql<CaseLine[]>`
    select l.home, l.line, l.disease, l.family, l.class, l.managed, left(l.division, 6) as division, l.classification, l.state, l.outcome,
           l.onset_on::text as "onsetOn", l.diagnosed_on::text as "diagnosedOn", l.reported_on::text as "reportedOn", l.died_on::text as "diedOn",
           l.sex, l.age_months as "ageMonths", l.occupation, l.is_late as "isLate", l.counts, l.revision
      from health_records.case_line l
     where ${where(sql, query)}
       ${query.after ? sql`and (l.reported_on, l.line) < (${query.after.on}::date, ${query.after.line})` : sql``}
     order by l.reported_on desc, l.line desc limit ${query.count}`;

export interface CountedCases {
  readonly cases: number;
  readonly deaths: number;
  readonly late: number;
}

/** Cases that count, in one way of parting them. `key` is a day, a county or township, a sex, an age group, an occupation, a disease. */
export type CountedBy = CountedCases & { readonly key: string };

/** First month of each age group but the first: 1, 5, 15, 25, 45, 65 years. */
const AGE_BOUNDS = [12, 60, 180, 300, 540, 780];
const AGE_GROUPS = ['0', '1–4', '5–14', '15–24', '25–44', '45–64', '65+'];

export interface CaseCounts {
  readonly days: readonly CountedBy[];
  readonly divisions: readonly CountedBy[];
  readonly sexes: readonly CountedBy[];
  readonly ages: readonly CountedBy[];
  readonly occupations: readonly CountedBy[];
  readonly diseases: readonly CountedBy[];
}

/** Cases that count in a period, by day, division, sex, age, occupation and disease; of one moment. */
export async function countCases(sql: Sql, query: LineQuery): Promise<CaseCounts> {
  const { division = '', basis } = query;
  // counties of a prefecture and above; townships of a county
  const digits = division.length >= 6 ? 9 : division.length >= 4 ? 6 : division.length >= 2 ? 4 : 2;
  const rows = await sql<{ kind: string; key: string; cases: number; deaths: number; late: number }[]>`
    with l as materialized (
      select l.division, l.home, l.family, l.sex, l.occupation, l.outcome, l.is_late, ${dayOf(sql, basis)} as on_day,
             width_bucket(l.age_months, ${AGE_BOUNDS}::integer[]) as age
        from health_records.case_line l where ${where(sql, query)} and l.counts)
    select parts.kind, parts.key, count(*) as cases, count(*) filter (where outcome = 'died') as deaths, count(*) filter (where is_late) as late
      from l cross join lateral (values ('day', on_day::text), ('division', left(division, ${digits})), ('sex', sex), ('age', coalesce(age, -1)::text),
                                        ('occupation', occupation), ('disease', family)) as parts (kind, key)
     group by 1, 2 order by 1, 2`;
  const of = (kind: string): CountedBy[] =>
    rows.filter((row) => row.kind === kind).map(({ key, cases, deaths, late }) => ({ key, cases, deaths, late }));
  return {
    days: of('day'),
    divisions: of('division').toSorted((a, b) => b.cases - a.cases),
    sexes: of('sex'),
    ages: of('age')
      .toSorted((a, b) => Number(a.key) - Number(b.key))
      .map((one) => ({ ...one, key: AGE_GROUPS[Number(one.key)] ?? '' })),
    occupations: of('occupation').toSorted((a, b) => b.cases - a.cases),
    diseases: of('disease').toSorted((a, b) => b.cases - a.cases),
  };
}
