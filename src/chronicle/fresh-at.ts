import { type Sql, seenUntil } from '../store/index.ts';
import { CONSUMER } from './keep.ts';

/** Now, where life courses know all that was written; else the instant of the last change that they know. */
export const freshAt = (sql: Sql, now: Date): Promise<Date> => seenUntil(sql, CONSUMER, now);
