import type { ContactFieldView, TakenItem, TakenPage } from '../../../../src/programmes/contract.ts';
import type { Session } from '../../../../src/security/identity/contract.ts';
import { Failure } from '../../../ui/failure.ts';
import { address, call } from '../api.ts';
import { beginKeeping } from './account.ts';
import { COMMON } from './common-answers.ts';
import { FIELDS, replaceTaken } from './taken.ts';

/** More than a worker visits in three days; each is a resident whose data leaves the platform. */
export const MOST_TAKEN = 300;
const AT_ONCE = 50;

export interface Taking {
  /** Filters of the due list. */
  readonly query: Readonly<Record<string, string>>;
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** Takes along what the filters leave of the due list, in place of what was taken before. Throws `Failure`. */
export async function takeAlong({
  query,
  onProgress,
  signal,
}: Taking): Promise<{ readonly taken: number; readonly isAll: boolean }> {
  const answers: Record<string, unknown> = {};
  for (const path of COMMON) answers[path] = await call(path, { signal }).catch(unlessRefused);
  const items: TakenItem[] = [];
  const fields: Record<string, readonly ContactFieldView[]> = {};
  let cursor: string | undefined;
  do {
    const count = Math.min(AT_ONCE, MOST_TAKEN - items.length);
    const page: TakenPage = await call<TakenPage>(address('/api/due/forms', { ...query, cursor, count }), { signal });
    items.push(...page.items);
    Object.assign(fields, page.fields);
    cursor = page.next;
    onProgress(items.length);
  } while (cursor && items.length < MOST_TAKEN);
  const session = answers['/api/session'] as Session;
  const keeper = await beginKeeping(session, { ...answers, [FIELDS]: fields });
  await replaceTaken(keeper, items);
  // else the browser may clear it away when it is short of room
  await navigator.storage.persist();
  return { taken: items.length, isAll: cursor === undefined };
}

/** Not every role sees institutions; the form does without. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Failure && error.status === 403)) throw error;
}
