import type { ContactFieldView, TakenItem } from '../../../../src/programmes/contract.ts';
import type { Answers, Keeper } from './account.ts';
import { clearOf, readOf, write } from './database.ts';
import { digest, type Sealed, seal, unseal } from './seal.ts';

/** Under which name the fields of forms stand among the answers. */
export const FIELDS = 'fields';

interface TakenRow {
  readonly id: string;
  readonly account: string;
  readonly sealed: Sealed;
}

/** Tells nobody whose item it is. */
const idOf = (account: string, { row: { by, resident, programme, activity, step = '' } }: TakenItem): Promise<string> =>
  digest([account, by, resident, programme, activity, step].join(' '));

/** Keeps items in place of all that was taken before. */
export async function replaceTaken(keeper: Keeper, items: readonly TakenItem[]): Promise<void> {
  const rows = await sealed(keeper, items);
  await write(['taken'], (store) => {
    clearOf(store('taken'), keeper.account);
    for (const row of rows) store('taken').put(row);
  });
}

const sealed = ({ account, key }: Keeper, items: readonly TakenItem[]): Promise<TakenRow[]> =>
  Promise.all(
    items.map(async (item) => {
      const id = await idOf(account, item);
      return { id, account, sealed: await seal(key, id, item) };
    }),
  );

/** What an account took along, in the order of the due list. */
export async function readTaken({ account, key }: Keeper): Promise<readonly TakenItem[]> {
  const rows = await readOf<TakenRow>('taken', account);
  return Promise.all(rows.map(({ id, sealed }) => unseal<TakenItem>(key, id, sealed)));
}

/** Changes what was taken of a resident and activity, once a contact of it was written; what was done is away. */
export async function updateTaken(keeper: Keeper, change: (item: TakenItem) => TakenItem | undefined): Promise<void> {
  const items = await readTaken(keeper);
  const changed = items.map((item) => [item, change(item)] as const).filter(([was, is]) => was !== is);
  const gone = await Promise.all(changed.flatMap(([was, is]) => (is ? [] : [idOf(keeper.account, was)])));
  const rows = await sealed(
    keeper,
    changed.flatMap(([, is]) => is ?? []),
  );
  await write(['taken'], (store) => {
    for (const id of gone) store('taken').delete(id);
    for (const row of rows) store('taken').put(row);
  });
}

export const fieldsOf = (answers: Answers): Readonly<Record<string, readonly ContactFieldView[]>> =>
  (answers[FIELDS] ?? {}) as Readonly<Record<string, readonly ContactFieldView[]>>;
