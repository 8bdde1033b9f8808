import {
  MOST_REPORTS,
  type OwnOutbreak,
  type ReportedEmergency,
  saveOwnOutbreaks,
} from '../../../databases/health-records/index.ts';
import type { Sql } from '../../../store/index.ts';

interface Kept extends Omit<OwnOutbreak, 'openedAt' | 'closedAt' | 'reports' | 'title'> {
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly title: string;
}

const MOST = 500;

/**
 * Keeps what the levels above see of the outbreaks here, those that are open and those that were closed since it last looked: their
 * numbers at once, their name and what was found, done and planned from the initial report on.
 * @returns whether something is new, which the platform above is to be told
 */
export async function keepOutbreakLines(sql: Sql, home: string): Promise<boolean> {
  const rows = await sql<Kept[]>`
    select o.id as line, o.family, o.division, o.state, o.opened_at as "openedAt", o.closed_at as "closedAt", o.title,
           (select count(*) from outbreaks.contact c where c.outbreak = o.id) as contacts, counted.cases, counted.deaths
      from outbreaks.outbreak o
      left join lateral (
        select count(*) as cases, count(*) filter (where r.outcome = 'died') as deaths
          from outbreaks.linked_case l join diseases.case_report r on r.id = l.case_id and r.shard = l.shard
         where l.outbreak = o.id and r.state <> 'refuted' and r.duplicate_of is null) counted on true
     where o.state = 'open'
        or not exists (select from health_records.outbreak_line k where k.line = o.id and k.shard = o.shard and k.state = 'closed')
     order by o.opened_at desc limit ${MOST}`;
  if (rows.length === 0) return false;
  const reports = await reportsOf(
    sql,
    rows.map(({ line }) => line),
  );
  const lines = rows.map(({ openedAt, closedAt, title, division, ...row }): OwnOutbreak => {
    const reported = reports.get(row.line) ?? [];
    return {
      ...{ ...row, division },
      openedAt: openedAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
      title: reported.length > 0 ? title : null,
      reports: reported.slice(-MOST_REPORTS),
    };
  });
  return saveOwnOutbreaks(sql, home, lines);
}

interface Reported extends Omit<ReportedEmergency, 'at'> {
  readonly outbreak: string;
  readonly at: Date;
}

async function reportsOf(sql: Sql, outbreaks: readonly string[]): Promise<ReadonlyMap<string, ReportedEmergency[]>> {
  const rows = await sql<Reported[]>`
    select outbreak, kind, level, text, measures, plan, coalesce(cases, 0) as cases, coalesce(deaths, 0) as deaths, coalesce(contacts, 0) as contacts, at,
           deadline is not null and at > deadline as "isLate"
      from outbreaks.entry where outbreak = any(${outbreaks}::text[]) and kind <> 'log' order by at, id`;
  const all = rows.map(({ outbreak, at, ...report }) => ({ outbreak, report: { ...report, at: at.toISOString() } }));
  return new Map([...Map.groupBy(all, ({ outbreak }) => outbreak)].map(([id, group]) => [id, group.map(({ report }) => report)]));
}
