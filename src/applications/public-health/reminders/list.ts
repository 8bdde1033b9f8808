import { Problem, shardOf } from '../../../kernel/index.ts';
import { dayText } from '../../../life-course/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { Channel, ReminderKey, ReminderRow, ReminderState } from './contract.ts';

export interface ReminderQuestion {
  readonly state: ReminderState;
  readonly programmes: readonly string[];
  /** Division code that begins that of the resident. */
  readonly division?: string | undefined;
  readonly count: number;
  /** Last line of the page before. */
  readonly after?: ReminderKey | undefined;
}

type Unreached = Omit<ReminderRow, 'phone' | 'contact'>;
interface Row {
  readonly resident: string;
  readonly programme: string;
  readonly activity: string;
  readonly step: string;
  readonly by: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly division: string;
  readonly formedOn: string;
  readonly channel: Channel;
  readonly state: ReminderState;
  readonly failure: string | null;
  readonly receipt: string | null;
  readonly toldAt: Date | null;
  readonly note: string | null;
}

/** Reminders of a state, the most urgent first; one page. */
export async function listReminders(sql: Sql, scope: Scope, question: ReminderQuestion): Promise<Unreached[]> {
  const { after, count } = question;
  const rows = await sql<Row[]>`
    select r.resident, r.programme, r.activity, r.step, r.due_by::text as by, p.name, p.birth_date::text as "birthDate", p.place as division,
           r.formed_on::text as "formedOn", r.channel, r.state, r.failure, r.receipt, r.told_at as "toldAt", r.note
      from reminders.reminder r
      join population.resident_v1 p on p.id = r.resident and p.shard = r.shard
     where ${filters(sql, scope, question)}
       ${after ? sql`and (r.due_by, r.resident, r.programme, r.activity, r.step) > (${after.by}::date, ${after.resident}, ${after.programme}, ${after.activity}, ${after.step})` : sql``}
     order by r.due_by, r.resident, r.programme, r.activity, r.step limit ${count}`;
  return rows.map(({ birthDate, failure, receipt, toldAt, note, ...row }) => ({
    ...row,
    ...(birthDate === null ? {} : { birthDate }),
    ...(failure === null ? {} : { failure }),
    ...(receipt === null ? {} : { receipt }),
    ...(toldAt === null ? {} : { toldAt: toldAt.toISOString() }),
    ...(note === null ? {} : { note }),
  }));
}

const MOST_COUNTED = 10_000;
const states = ['waiting', 'sent', 'reached', 'not-reached'] as const;

/** How many reminders are in which state, each counted up to 10,000. */
export async function countReminders(sql: Sql, scope: Scope, question: ReminderQuestion): Promise<Record<ReminderState, number>> {
  const counted = await Promise.all(
    states.map(async (state) => {
      const [row] = await sql<{ count: number }[]>`
        select count(*) as count
          from (select 1 from reminders.reminder r
                  join population.resident_v1 p on p.id = r.resident and p.shard = r.shard
                 where ${filters(sql, scope, { ...question, state })} limit ${MOST_COUNTED}) found`;
      return [state, Number(row?.count ?? 0)] as const;
    }),
  );
  return Object.fromEntries(counted) as Record<ReminderState, number>;
}

const stillDue = (sql: Sql) => sql`
  exists (select from programmes.due d
           where d.resident = r.resident and d.shard = r.shard and d.programme = r.programme and d.activity = r.activity
             and d.step = r.step and d.due_by = r.due_by)`;

/** Whoever did it meanwhile, died or left needs no call: of what waits, what is no longer due is not shown. */
function filters(sql: Sql, scope: Scope, { state, programmes, division }: ReminderQuestion) {
  return sql`
    r.state = ${state} and r.programme = any(${[...programmes]}::text[])
    and ${inScope(sql, scope, 'p.place')}
    ${division === undefined ? sql`` : sql`and starts_with(p.place, ${division})`}
    ${state === 'waiting' || state === 'not-reached' ? sql`and ${stillDue(sql)}` : sql``}`;
}

export interface Marking {
  readonly key: ReminderKey;
  readonly outcome: 'reached' | 'not-reached';
  readonly note: string | undefined;
  /** Account that called. */
  readonly by: string;
  readonly now: Date;
}

/**
 * Says what became of a call. Whoever was reached stays reached; a repeat changes nothing.
 * @throws Problem resource-unknown
 */
export async function markReminder(tx: Sql, { key, outcome, note, by, now }: Marking): Promise<void> {
  const { resident, programme, activity, step } = key;
  const { count } = await tx`
    update reminders.reminder
       set state = case when state = 'reached' then state else ${outcome} end, channel = 'call',
           told_at = ${now}, told_by = ${by}, note = coalesce(${note ?? null}, note)
     where resident = ${resident} and shard = ${shardOf(resident)} and programme = ${programme} and activity = ${activity}
       and step = ${step} and due_by = ${key.by}::date`;
  if (count === 0) throw new Problem('resource-unknown', 'No such reminder here', { at: 'resident' });
}

const KEPT_DAYS = 400;

/**
 * Removes reminders of what was to be done more than a year ago: what was done stands in the record.
 * @param today days since 1970-01-01
 */
export async function removeOldReminders(sql: Sql, today: number): Promise<void> {
  await sql`delete from reminders.reminder where due_by < ${dayText(today - KEPT_DAYS)}::date`;
}
