import type { FormValues } from '../../../../src/forms/contract.ts';
import { findKeeper } from './account.ts';
import { readOne, write } from './database.ts';
import { digest, type Sealed, seal, unseal } from './seal.ts';

interface DraftRow {
  readonly id: string;
  readonly account: string;
  readonly sealed: Sealed;
}

/** Keeps what was typed where the platform cannot; sealed, and erased with what was taken along. */
export async function keepHere(name: string, values: FormValues): Promise<void> {
  const keeper = await findKeeper();
  if (!keeper) return;
  const { account, key } = keeper;
  const id = await digest(`${account} ${name}`);
  const row: DraftRow = { id, account, sealed: await seal(key, id, values) };
  await write(['drafts'], (store) => store('drafts').put(row));
}

export async function leftHere(name: string): Promise<FormValues | undefined> {
  const keeper = await findKeeper();
  if (!keeper) return undefined;
  const id = await digest(`${keeper.account} ${name}`);
  const row = await readOne<DraftRow>('drafts', id);
  return row && unseal<FormValues>(keeper.key, id, row.sealed);
}

export async function forgetHere(name: string): Promise<void> {
  const keeper = await findKeeper();
  if (!keeper) return;
  const id = await digest(`${keeper.account} ${name}`);
  await write(['drafts'], (store) => store('drafts').delete(id));
}
