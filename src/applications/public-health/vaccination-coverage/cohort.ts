import { readLives } from '../../../chronicle/index.ts';
import { dayNumber, type LifeCourse } from '../../../life-course/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import { type CompiledSchedule, childOf, contraindicationsOf, dosesOf, type Forecast, forecast } from '../immunization/index.ts';

/** Registered children by birth date and where they live. Days are YYYY-MM-DD. */
export interface CohortQuestion {
  /** Division code that begins that of the child. */
  readonly division: string;
  readonly from: string;
  readonly until: string;
  /** Alone those who were at this point. */
  readonly point?: string | undefined;
}

export interface CohortChild {
  readonly resident: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate: string;
  readonly division: string;
}

/** A child with its forecast. */
export interface ForecastChild extends CohortChild {
  readonly forecast: Forecast;
}

interface CohortPage {
  /** Last child of the page before. */
  readonly after: CohortChild | undefined;
  readonly count: number;
}

/** Children who live, in order of birth; one page. */
async function findChildren(
  sql: Sql,
  scope: Scope,
  { division, from, until, point }: CohortQuestion,
  { after, count }: CohortPage,
): Promise<CohortChild[]> {
  return sql<CohortChild[]>`
    select r.id as resident, r.name, r.sex, r.birth_date::text as "birthDate", r.place as division
      from population.resident_v1 r
     where r.birth_date between ${from}::date and ${until}::date and r.deceased_on is null and starts_with(r.place, ${division})
       and ${inScope(sql, scope, 'r.place')}
       ${after ? sql`and (r.birth_date, r.id) > (${after.birthDate}::date, ${after.resident})` : sql``}
       ${point === undefined ? sql`` : sql`and exists (select from vaccination.visit v where v.resident = r.id and v.shard = r.shard and v.point = ${point})`}
     order by r.birth_date, r.id limit ${count}`;
}

export interface Forecasting {
  readonly sql: Sql;
  readonly scope: Scope;
  /** YYYY-MM-DD */
  readonly on: string;
  readonly schedule: CompiledSchedule;
  /** Children at once. */
  readonly page?: number;
}

/**
 * A whole cohort with its forecasts, in order of birth, a page at a time: of a county of any size no more is held than one page, and
 * whoever else asks meanwhile is served in between. Each child is looked at once.
 */
export async function* forecastCohort(
  { sql, scope, on, schedule, page = AT_ONCE }: Forecasting,
  question: CohortQuestion,
): AsyncGenerator<readonly ForecastChild[]> {
  let after: CohortChild | undefined;
  do {
    const found: CohortChild[] = await findChildren(sql, scope, question, { after, count: page });
    yield await forecastChildren(sql, found, on, schedule);
    after = found.length === page ? found.at(-1) : undefined;
  } while (after);
}

const AT_ONCE = 1000;

/** The forecast of each child as of a day, from its life course. A child whose life is not kept yet has no doses. */
export async function forecastChildren(
  sql: Sql,
  children: readonly CohortChild[],
  on: string,
  schedule: CompiledSchedule,
): Promise<ForecastChild[]> {
  const found: ForecastChild[] = [];
  for (let start = 0; start < children.length; start += AT_ONCE) {
    const some = children.slice(start, start + AT_ONCE);
    const { courses } = await readLives(
      sql,
      some.map(({ resident }) => resident),
    );
    const lives = new Map(courses.map((course) => [course.resident, course]));
    for (const child of some) {
      const made = forecastOfLife(lives.get(child.resident), on, schedule);
      if (made) found.push({ ...child, forecast: made });
    }
  }
  return found;
}

function forecastOfLife(life: LifeCourse | undefined, on: string, schedule: CompiledSchedule): Forecast | undefined {
  const child = life && childOf(life);
  if (!life || !child || child.birthDate > on) return undefined;
  const at = dayNumber(on);
  return forecast(child, dosesOf(life, at), contraindicationsOf(life, at), on, schedule);
}
