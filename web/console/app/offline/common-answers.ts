import type { Session } from '../../../../src/security/identity/contract.ts';
import { accountOf, beginKeeping, findKeeper, type Keeper } from './account.ts';
import { FIELDS } from './taken.ts';

/** What pages ask for that is nobody’s record: kept as it was answered. */
export const COMMON = ['/api/session', '/api/programmes', '/api/institutions?count=200', '/api/divisions?count=200'] as const;

/**
 * Who works here, to keep what was recorded in a form that was opened while there was a network.
 * @param known what was answered by then, by address
 */
export async function keeperFor(session: Session, known: (path: string) => unknown): Promise<Keeper> {
  const keeper = await findKeeper();
  if (keeper?.account === (await accountOf(session))) return keeper;
  const answers = COMMON.flatMap((path) => {
    const answer = known(path);
    return answer === undefined ? [] : [[path, answer]];
  });
  return beginKeeping(session, { ...Object.fromEntries(answers), '/api/session': session, [FIELDS]: {} });
}
