import type { ContactFieldView, TakenItem, TakenPage } from '../../../../src/programmes/contract.ts';
import type { Session } from '../../../../src/security/identity/contract.ts';
import { address, call } from '../api.ts';
import { type Answers, accountOf, beginKeeping, eraseTaken, findKeeper, type Keeper } from './account.ts';
import { readOf, write } from './database.ts';
import { type Sealed, seal, unseal } from './seal.ts';

/** More than a worker visits in three days; each is a resident whose data leaves the platform. */
export const MOST_TAKEN = 300;
const AT_ONCE = 50;

/** What pages ask for that is nobody’s record: kept as it was answered. */
const COMMON = ['/api/session', '/api/programmes', '/api/institutions?count=200', '/api/divisions?count=200'] as const;
const FIELDS = 'fields';

interface TakenRow {
  readonly id: string;
  readonly account: string;
  readonly sealed: Sealed;
}

const idOf = (account: string, { row: { by, resident, programme, activity, step = '' } }: TakenItem): string =>
  [account, by, resident, programme, activity, step].join(' ');

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
  for (const path of COMMON) answers[path] = await call(path, { signal });
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
  await eraseTaken(keeper.account);
  await keepTaken(keeper, items);
  return { taken: items.length, isAll: cursor === undefined };
}

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

async function keepTaken({ account, key }: Keeper, items: readonly TakenItem[]): Promise<void> {
  const rows = await Promise.all(
    items.map(async (item): Promise<TakenRow> => {
      const id = idOf(account, item);
      return { id, account, sealed: await seal(key, id, item) };
    }),
  );
  await write(['taken'], (store) => {
    for (const row of rows) store('taken').put(row);
  });
}

/** What an account took along, in the order of the due list. */
export async function readTaken({ account, key }: Keeper): Promise<readonly TakenItem[]> {
  const rows = await readOf<TakenRow>('taken', account);
  return Promise.all(rows.map(({ id, sealed }) => unseal<TakenItem>(key, id, sealed)));
}

/** Changes what was taken of a resident and activity, once a contact of it was written; what was done is away. */
export async function updateTaken(keeper: Keeper, change: (item: TakenItem) => TakenItem | undefined): Promise<void> {
  const items = await readTaken(keeper);
  const changed = items.map((item) => [item, change(item)] as const).filter(([was, is]) => was !== is);
  await write(['taken'], (store) => {
    for (const [was, is] of changed) if (!is) store('taken').delete(idOf(keeper.account, was));
  });
  await keepTaken(
    keeper,
    changed.flatMap(([, is]) => is ?? []),
  );
}

export const fieldsOf = (answers: Answers): Readonly<Record<string, readonly ContactFieldView[]>> =>
  (answers[FIELDS] ?? {}) as Readonly<Record<string, readonly ContactFieldView[]>>;
