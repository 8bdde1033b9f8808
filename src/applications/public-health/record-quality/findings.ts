import { dayText } from '../../../life-course/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { Verdict } from './contract.ts';
import { limits, type RuleCode } from './rules.ts';

export interface FindingsQuestion {
  /** Days since 1970-01-01, both included: of the contacts. */
  readonly from: number;
  readonly until: number;
  readonly rule?: RuleCode | undefined;
  /** `open`: nobody has looked at it. */
  readonly state?: 'open' | Verdict | undefined;
  /** With what division codes begin. */
  readonly division: string;
  readonly institution?: string | undefined;
  readonly worker?: string | undefined;
  /** Programmes that the account may not see. */
  readonly without: readonly string[];
}

export interface FindingRow {
  readonly key: string;
  readonly rule: RuleCode;
  /** What shows it: `systolic=900`, names of fields, `before-birth`, a number of contacts. */
  readonly shown: string;
  readonly contact: string;
  readonly resident: string;
  readonly name: string;
  readonly programme: string;
  readonly activity: string;
  readonly day: string;
  readonly division: string;
  readonly institution: string;
  readonly worker: string;
  readonly workerName: string;
  readonly verdict: Verdict | null;
}

/** Contacts of the time that the account may see. */
function seen(sql: Sql, scope: Scope, { from, until, division, institution, worker, without }: FindingsQuestion) {
  return sql`
    c.day between ${dayText(from)}::date and ${dayText(until)}::date and starts_with(c.division, ${division})
    and ${inScope(sql, scope, 'c.division')}
    and c.programme <> all(${[...without]}::text[])
    ${institution === undefined ? sql`` : sql`and c.institution = ${institution}`}
    ${worker === undefined ? sql`` : sql`and c.worker = ${worker}`}`;
}

/** All that the rules find, before it is cut into pages. What is alike is looked for beyond the filters: a copy may lie anywhere. */
function found(sql: Sql, scope: Scope, question: FindingsQuestion) {
  const these = seen(sql, scope, question);
  return sql`
    with own as (
      select split_part(shows, '|', 1) as rule, split_part(shows, '|', 2) as shown,
             split_part(shows, '|', 1) || '|' || c.encounter || '|' || split_part(shows, '|', 2) as key, c.encounter
        from record_quality.contact c cross join lateral unnest(c.faults) shows where c.faults <> '{}' and ${these}),
    copied as (
      select 'copied-own' as rule, same.shown, 'copied-own|' || c.encounter || '|' || c.measured as key, c.encounter
        from record_quality.contact c
        cross join lateral (select max(o.day)::text as shown from record_quality.contact o
                             where o.resident = c.resident and o.measured = c.measured and o.encounter <> c.encounter) same
       where c.measured is not null and same.shown is not null and ${these}
       union all
      select 'copied-others', same.shown::text, 'copied-others|' || c.encounter || '|' || c.measured, c.encounter
        from record_quality.contact c
        cross join lateral (select count(distinct o.resident) as shown from record_quality.contact o
                             where o.worker = c.worker and o.day = c.day and o.measured = c.measured and o.resident <> c.resident) same
       where c.measured is not null and c.worker <> '' and same.shown > 0 and ${these}),
    many as (
      select 'many-contacts' as rule, count(*)::text as shown, 'many-contacts|' || c.worker || '|' || c.day || ' ' || count(*) as key,
             min(c.encounter) as encounter
        from record_quality.contact c where c.worker <> '' and ${these}
       group by c.worker, c.day having count(*) > ${limits.mostContactsADay}),
    found as (
      select f.rule, f.shown, f.key, l.verdict, c.encounter as contact, c.resident, c.shard, c.programme, c.activity, c.day, c.division,
             c.institution, c.worker, c.worker_name
        from (select rule, shown, key, encounter from own union all select rule, shown, key, encounter from copied
               union all select rule, shown, key, encounter from many) f
        join record_quality.contact c on c.encounter = f.encounter
        left join record_quality.look l on l.finding = f.key
       where ${question.state === undefined ? sql`true` : question.state === 'open' ? sql`l.verdict is null` : sql`l.verdict = ${question.state}`})`;
}

/** The latest contacts first; one page. @param after last of the page before: day and key */
export function listFindings(
  sql: Sql,
  scope: Scope,
  question: FindingsQuestion,
  { count, after }: { readonly count: number; readonly after: readonly [day: string, key: string] | undefined },
): Promise<FindingRow[]> {
  const { rule } = question;
  return sql<FindingRow[]>`
    ${found(sql, scope, question)}
    select f.key, f.rule, f.shown, f.contact, f.resident, r.name, f.programme, f.activity, f.day::text as day, f.division, f.institution,
           f.worker, f.worker_name as "workerName", f.verdict
      from found f
      join population.resident_v1 r on r.id = f.resident
     where ${rule === undefined ? sql`true` : sql`f.rule = ${rule}`}
       ${after === undefined ? sql`` : sql`and (f.day, f.key) < (${after[0]}::date, ${after[1]})`}
     order by f.day desc, f.key desc limit ${count}`;
}

/** How many there are by each rule. */
export async function countFindings(sql: Sql, scope: Scope, question: FindingsQuestion): Promise<Record<string, number>> {
  const rows = await sql<{ rule: string; count: number }[]>`
    ${found(sql, scope, question)} select rule, count(*) as count from found group by rule`;
  return Object.fromEntries(rows.map(({ rule, count }) => [rule, count]));
}

/** The finding of a key, of a contact in the scope; undefined where there is none now. */
export async function findFinding(
  sql: Sql,
  scope: Scope,
  question: FindingsQuestion,
  key: string,
): Promise<{ readonly resident: string; readonly shard: number } | undefined> {
  const [row] = await sql<{ resident: string; shard: number }[]>`
    ${found(sql, scope, question)} select resident, shard from found where key = ${key} limit 1`;
  return row;
}

export interface Look {
  readonly key: string;
  readonly resident: string;
  readonly shard: number;
  readonly verdict: Verdict | undefined;
  readonly by: string;
  readonly at: Date;
}

/** Says of a finding what it is, or takes that back; a repeat changes nothing. */
export async function saveLook(sql: Sql, { key, resident, shard, verdict, by, at }: Look): Promise<void> {
  if (verdict === undefined) {
    await sql`delete from record_quality.look where finding = ${key} and shard = ${shard}`;
    return;
  }
  await sql`
    insert into record_quality.look (shard, finding, resident, verdict, looked_by, looked_at)
    values (${shard}, ${key}, ${resident}, ${verdict}, ${by}, ${at.toISOString()}::timestamptz)
        on conflict (finding, shard) do update
       set (verdict, looked_by, looked_at) = (excluded.verdict, excluded.looked_by, excluded.looked_at)`;
}
