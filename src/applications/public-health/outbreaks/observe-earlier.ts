import { chinaDay, Problem, shardOf } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { type Observing, observe } from './follow-up.ts';
import type { ToFollow } from './outbreak-store.ts';

const AT_ONCE = 50;
const NOT_HERE: ReadonlySet<string> = new Set(['resource-unknown', 'resource-gone', 'reference-unresolved']);

/**
 * Takes contacts under observation who were registered by a program without the programme of contacts: those of open outbreaks whose
 * days are not over. Done twice it does nothing. @returns whether there may be more
 */
export async function observeEarlier({ sql, ...writing }: Observing): Promise<boolean> {
  const waiting = await sql<Omit<ToFollow, 'episode' | 'now'>[]>`
    select c.outbreak, c.resident, c.of_case as "ofCase", c.relation, c.last_on::text as "lastOn", c.until_on::text as "untilOn", c.added_by as by
      from outbreaks.contact c join outbreaks.outbreak o on o.id = c.outbreak
     where c.episode is null and c.ended_on is null and c.until_on >= ${chinaDay(writing.now)}::date and o.state = 'open'
     order by c.until_on, c.resident limit ${AT_ONCE}`;
  for (const one of waiting)
    try {
      await observe({ sql, ...writing }, { ...one, ofCase: one.ofCase ?? undefined, now: writing.now });
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      // who is no longer a resident here is observed by nobody here; what else stands against it is tried again
      if (NOT_HERE.has(thrown.code)) await leave(sql, one);
    }
  return waiting.length === AT_ONCE;
}

const leave = (sql: Sql, { outbreak, resident, lastOn }: Omit<ToFollow, 'episode' | 'now'>) => sql`
  update outbreaks.contact set ended_on = ${lastOn}::date
   where outbreak = ${outbreak} and resident = ${resident} and shard = ${shardOf(resident)} and episode is null`;
