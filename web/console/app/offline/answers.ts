import { localDay } from '../../../fhir/words/age.ts';
import { findKeeper } from './account.ts';
import { localAnswer } from './local-answer.ts';
import { readQueue } from './queue.ts';
import { fieldsOf, readTaken } from './taken.ts';

/**
 * What the platform would answer to a GET, as far as what was taken along tells; undefined where it does not, or is no longer valid.
 * @param path with its query
 */
export async function answerHere(path: string): Promise<unknown> {
  const keeper = await findKeeper();
  if (!keeper) return undefined;
  const common = keeper.answers[path];
  if (common !== undefined) return common;
  const [items, all] = await Promise.all([readTaken(keeper), readQueue(keeper)]);
  // what was sent may be due again by now
  const queue = all.filter(({ state }) => state.is !== 'sent');
  return localAnswer(path, { items, queue, fields: fieldsOf(keeper.answers), today: localDay(new Date()) });
}
