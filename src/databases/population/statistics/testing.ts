import { type Database, feedLag, readPosition } from '../../../store/index.ts';
import { CONSUMER } from './fold.ts';
import { followPatients } from './follow.ts';

/** Counts until all that was written is counted: entries of transactions that still run elsewhere may hold some back. */
export async function countUp(database: Database, now = new Date()): Promise<void> {
  do await followPatients(database, now);
  while ((await feedLag(database.sql, await readPosition(database.sql, CONSUMER))).changes > 0);
}
