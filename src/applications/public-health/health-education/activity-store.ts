import { newId, Problem, shardOf } from '../../../kernel/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type {
  ActivityKind,
  ActivityState,
  EducationActivity,
  EducationFigure,
  EducationYear,
  InstitutionLevel,
} from './contract.ts';
import { kinds, requiredByNow, requirements, SOURCE } from './requirements.ts';

export interface Planned {
  readonly key: string;
  readonly kind: ActivityKind;
  readonly topic: string;
  readonly institution: string;
  readonly level: InstitutionLevel;
  /** YYYY-MM-DD. */
  readonly plannedOn: string;
}

export interface Held {
  /** YYYY-MM-DD. */
  readonly heldOn: string;
  readonly audienceCount: number;
  readonly copies: number;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface By {
  readonly division: string;
  readonly id: string;
  readonly name: string;
  readonly at: Date;
}

// beside all others of its division, so that the key is unique there
const shardOfDivision = (division: string): number => shardOf(`health education ${division}`);
const seen = (sql: Sql, scope: Scope) => inScope(sql, scope, 'division');

/** Puts an activity into the plan; a repeat of its key keeps the first. @returns its id */
export async function planActivity(sql: Sql, planned: Planned, { division, id: by, name, at }: By): Promise<string> {
  const { key, kind, topic, institution, level, plannedOn } = planned;
  const [id, shard] = [newId(), shardOfDivision(division)];
  await sql`
    insert into health_education.activity (shard, id, key, kind, state, topic, institution, level, division, planned_on, by_account, by_name, at)
    values (${shard}, ${id}, ${key}, ${kind}, 'planned', ${topic}, ${institution}, ${level}, ${division}, ${plannedOn}::date, ${by}, ${name}, ${at})
        on conflict (key, shard) do nothing`;
  const [row] = await sql<{ id: string }[]>`select id from health_education.activity where key = ${key} and shard = ${shard}`;
  return row?.id ?? id;
}

/** Says that a planned activity was held, and how. @throws Problem resource-unknown where none is planned */
export async function holdActivity(sql: Sql, scope: Scope, id: string, held: Held, by: Pick<By, 'name'>): Promise<void> {
  const { heldOn, audienceCount, copies, record } = held;
  const rows = await sql`
    update health_education.activity
       set state = 'held', held_on = ${heldOn}::date, audience_count = ${audienceCount}, copies = ${copies}, by_name = ${by.name},
           record = ${JSON.stringify(record)}::text::jsonb
     where id = ${id} and state = 'planned' and ${seen(sql, scope)} returning id`;
  if (rows.length === 0) throw new Problem('resource-unknown', 'No such activity is planned here', { at: 'id' });
}

/** Takes an activity out of plan and figures; it stays on record with the reason. @throws Problem resource-unknown */
export async function withdrawActivity(sql: Sql, scope: Scope, id: string, reason: string): Promise<void> {
  const rows = await sql`
    update health_education.activity set state = 'withdrawn', reason = ${reason}
     where id = ${id} and state <> 'withdrawn' and ${seen(sql, scope)} returning id`;
  if (rows.length === 0) throw new Problem('resource-unknown', 'No such activity here', { at: 'id' });
}

export interface ActivitiesQuestion {
  readonly year?: string | undefined;
  readonly kind?: ActivityKind | undefined;
  readonly state?: ActivityState | undefined;
  readonly count: number;
  readonly after?: readonly [day: string, id: string] | undefined;
}

interface Row extends Omit<EducationActivity, 'kindName' | 'evidence' | 'plannedOn' | 'heldOn' | 'reason' | 'copies'> {
  readonly plannedOn: string | null;
  readonly heldOn: string | null;
  readonly reason: string | null;
  readonly copies: number;
  readonly record: { readonly evidence?: readonly string[] } & Partial<EducationActivity>;
}

const ofYear = (sql: Sql, year: string) =>
  sql`coalesce(held_on, planned_on) between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`;

/** The latest day first; one page. */
export async function listActivities(
  sql: Sql,
  scope: Scope,
  { year, kind, state, count, after }: ActivitiesQuestion,
): Promise<EducationActivity[]> {
  const rows = await sql<Row[]>`
    select id, kind, state, topic, institution, level, division, planned_on::text as "plannedOn", held_on::text as "heldOn", record,
           audience_count as "audienceCount", copies, by_name as "byName", reason
      from health_education.activity
     where ${seen(sql, scope)} ${year ? sql`and ${ofYear(sql, year)}` : sql``} ${kind ? sql`and kind = ${kind}` : sql``}
       ${state ? sql`and state = ${state}` : sql``}
       ${after ? sql`and (coalesce(held_on, planned_on), id) < (${after[0]}::date, ${after[1]})` : sql``}
     order by coalesce(held_on, planned_on) desc, id desc limit ${count}`;
  return rows.map(toActivity);
}

function toActivity({ plannedOn, heldOn, reason, record, copies, audienceCount, ...row }: Row): EducationActivity {
  const { evidence = [], ...said } = record;
  return {
    ...said,
    ...row,
    kindName: kinds.find(({ code }) => code === row.kind)?.name ?? { zh: row.kind, en: row.kind },
    evidence,
    ...(plannedOn ? { plannedOn } : {}),
    ...(heldOn ? { heldOn, audienceCount: audienceCount ?? 0, copies } : {}),
    ...(reason ? { reason } : {}),
  };
}

interface Counted {
  readonly institution: string;
  readonly level: InstitutionLevel;
  readonly kind: ActivityKind;
  readonly times: number;
  readonly topics: number;
  readonly planned: number;
  readonly audience: number;
  readonly copies: number;
}

const MOST_INSTITUTIONS = 500;

/** What each institution of the scope did in a year of what it has to do. @param today YYYY-MM-DD */
export async function yearOf(sql: Sql, scope: Scope, year: string, today: string): Promise<EducationYear> {
  const rows = await sql<Counted[]>`
    select institution, level, kind, count(*) filter (where state = 'held') as times,
           count(distinct lower(trim(topic))) filter (where state = 'held') as topics, count(*) filter (where state = 'planned') as planned,
           coalesce(sum(audience_count) filter (where state = 'held'), 0) as audience, coalesce(sum(copies) filter (where state = 'held'), 0) as copies
      from health_education.activity
     where ${seen(sql, scope)} and state <> 'withdrawn' and ${ofYear(sql, year)}
     group by 1, 2, 3 order by 2, 1 limit ${MOST_INSTITUTIONS * requirements.length}`;
  const groups = Map.groupBy(rows, ({ institution, level }) => `${level} ${institution}`);
  const institutions = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first
      ? [{ institution: first.institution, level: first.level, figures: figuresOf(first.level, group, year, today) }]
      : [];
  });
  return { year, source: SOURCE, institutions };
}

const figuresOf = (level: InstitutionLevel, counted: readonly Counted[], year: string, today: string): EducationFigure[] =>
  requirements.map(({ kind, name, counted: unit, by, required: all }) => {
    const found = counted.find((one) => one.kind === kind);
    const required = all[level];
    return {
      ...{ kind, name, counted: unit },
      ...(required === undefined ? {} : { required, requiredByNow: requiredByNow(required, year, today) }),
      done: Number((by === 'topic' ? found?.topics : found?.times) ?? 0),
      planned: Number(found?.planned ?? 0),
      audience: Number(found?.audience ?? 0),
      copies: Number(found?.copies ?? 0),
    };
  });
