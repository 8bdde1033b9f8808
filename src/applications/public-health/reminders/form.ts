import { dayText } from '../../../life-course/index.ts';
import type { Activity, Programme } from '../../../programmes/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { Channel } from './contract.ts';

/** When reminders are formed, and by which way they go. */
export interface Forming {
  readonly sql: Sql;
  /** Every version: who is enrolled is reminded by the version of the enrolment. */
  readonly programmes: readonly Programme[];
  /** Days since 1970-01-01 in China. */
  readonly today: number;
  readonly channel: Channel;
}

/**
 * Takes what is due into the outbox, each rule with one statement: what is to be done at the latest so many days from now. A thing
 * to do is reminded of once; a repeat adds nothing. What was overdue before is worked off by the due list.
 * @returns how many were added
 */
export async function formReminders({ sql, programmes, today, channel }: Forming): Promise<number> {
  let added = 0;
  for (const programme of programmes)
    for (const activity of programme.activities)
      if (activity.remindDays !== undefined) added += await formRule(sql, { programme, activity, today, channel });
  return added;
}

interface Rule {
  readonly programme: Programme;
  readonly activity: Activity;
  readonly today: number;
  readonly channel: Channel;
}

async function formRule(sql: Sql, { programme, activity, today, channel }: Rule): Promise<number> {
  const { count } = await sql`
    insert into reminders.reminder (shard, resident, programme, activity, step, due_by, version, formed_on, channel, state, next_try)
    select d.shard, d.resident, d.programme, d.activity, d.step, d.due_by, s.version, ${dayText(today)}::date, ${channel}, 'waiting', now()
      from programmes.due d
      join programmes.standing s on s.resident = d.resident and s.shard = d.shard and s.programme = d.programme
     where d.programme = ${programme.code} and d.activity = ${activity.code}
       and d.due_by between ${dayText(today)}::date and ${dayText(today + (activity.remindDays ?? 0))}::date
       and s.state = 'active' and s.version = ${programme.version}
        on conflict do nothing`;
  return count;
}
