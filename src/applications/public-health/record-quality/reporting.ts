import { dayText } from '../../../life-course/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { ReportingRow } from './contract.ts';

export type ReportingBy = 'institution' | 'division' | 'worker' | 'programme';

export interface ReportingQuestion {
  /** Days since 1970-01-01, both included. */
  readonly from: number;
  readonly until: number;
  readonly by: ReportingBy;
  /** A contact is recorded in time so many days after its day. */
  readonly withinDays: number;
  /** With what division codes begin. */
  readonly division: string;
  /** Days since 1970-01-01. */
  readonly today: number;
}

interface Row extends Omit<ReportingRow, 'name'> {
  readonly workerName: string | null;
}

/** Townships of a county, villages of a township. */
const partLength = (division: string): number => (division.length > 6 ? 12 : division.length > 4 ? 9 : 6);

/** How soon and how fully contacts of a time were recorded, and what fell due in it and is still to be done; at most some thousand lines. */
export function askReporting(sql: Sql, scope: Scope, question: ReportingQuestion): Promise<Row[]> {
  const { from, until, by, withinDays, division, today } = question;
  const [first, last] = [dayText(from), dayText(until)];
  const part = sql`left(division, ${partLength(division)}::int)`;
  const contactKey = { institution: sql`institution`, division: part, worker: sql`worker`, programme: sql`programme` }[by];
  const dueKey = { institution: sql`coalesce(place, '')`, division: part, worker: sql`''`, programme: sql`programme` }[by];
  const places = sql`
    starts_with(division, ${division}) and ${inScope(sql, scope, 'division')}`;
  return sql<Row[]>`
    select key, sum(contacts)::bigint as contacts, sum(in_time)::bigint as "inTime", sum(required)::bigint as required,
           sum(filled)::bigint as filled, sum(overdue)::bigint as overdue, max(worker_name) as "workerName"
      from (select ${contactKey} as key, count(*) as contacts, count(*) filter (where recorded_on - day <= ${withinDays}::int) as in_time,
                   sum(required) as required, sum(filled) as filled, 0 as overdue, max(worker_name) as worker_name
              from record_quality.contact where day between ${first}::date and ${last}::date and ${places} group by 1
             union all
            select ${dueKey}, 0, 0, 0, 0, count(*), null
              from programmes.due where due_by between ${first}::date and ${last}::date and due_by < ${dayText(today)}::date
                   and ${by !== 'worker'} and ${places} group by 1) told
     group by key order by key limit 5000`;
}
