import { readFeedEnd, readPosition, type Sql } from '../store/index.ts';
import { CONSUMER } from './keep.ts';

/** Now, where life courses know all that was written; else the instant of the last change that they know. */
export async function freshAt(sql: Sql, now: Date): Promise<Date> {
  const [end, position] = [await readFeedEnd(sql), await readPosition(sql, CONSUMER)];
  if (end.xid === position.xid && end.position === position.position) return now;
  const [row] = await sql<{ at: Date | null }[]>`
    select at from store.change where (xid, position) <= (${position.xid}::xid8, ${position.position})
     order by change.xid desc, position desc limit 1`;
  return row?.at ?? new Date(0);
}
