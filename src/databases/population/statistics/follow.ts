import { chinaDay } from '../../../kernel/index.ts';
import { type Database, lockPosition, movePosition, readFeed } from '../../../store/index.ts';
import { countAgain } from './count.ts';
import { CONSUMER } from './fold.ts';

const BATCH = 500;

/**
 * Counts the residents whose Patients were written since: who registers somebody does not wait for it. The place in the feed and
 * the counts move together, so nobody is counted twice or left out, whatever happens.
 * @returns whether there is more to do at once
 */
export function followPatients(database: Database, now: Date): Promise<boolean> {
  return database.begin(async (tx) => {
    // what is counted and how far it has come are lost together or not at all
    await tx`select set_config('synchronous_commit', 'off', true)`;
    const position = await lockPosition(tx, CONSUMER);
    if (!position) return false;
    const entries = await readFeed(tx, position, BATCH);
    const last = entries.at(-1);
    if (!last) return false;
    const patients = new Set(entries.flatMap(({ type, id }) => (type === 'Patient' ? [id] : [])));
    await countAgain(tx, [...patients], chinaDay(now));
    await movePosition(tx, CONSUMER, last);
    return entries.length === BATCH;
  });
}
