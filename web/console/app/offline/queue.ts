import { useSyncExternalStore } from 'react';
import type { Keeper } from './account.ts';
import { countOf, readAll, readOf, write } from './database.ts';
import { markedAccount } from './marker.ts';
import type { QueuedContact } from './queue-state.ts';
import { type Sealed, seal, unseal } from './seal.ts';

interface QueueRow {
  readonly id: string;
  readonly account: string;
  /** Counted without opening it. */
  readonly state: QueuedContact['state']['is'];
  readonly sealed: Sealed;
}

const placeOf = (account: string, id: string): string => `queue ${account} ${id}`;

/** What an account has queued, the oldest first. */
export async function readQueue({ account, key }: Keeper): Promise<readonly QueuedContact[]> {
  const rows = await readOf<QueueRow>('queue', account);
  const all = await Promise.all(rows.map(({ id, sealed }) => unseal<QueuedContact>(key, placeOf(account, id), sealed)));
  return all.toSorted((a, b) => a.madeAtMs - b.madeAtMs);
}

/** Keeps contacts as they are now. When it resolves they are on disk. */
export async function keepInQueue({ account, key }: Keeper, contacts: readonly QueuedContact[]): Promise<void> {
  const rows = await Promise.all(
    contacts.map(async (one): Promise<QueueRow> => {
      const sealed = await seal(key, placeOf(account, one.id), one);
      return { id: one.id, account, state: one.state.is, sealed };
    }),
  );
  await write(['queue'], (store) => {
    for (const row of rows) store('queue').put(row);
  });
  tellChanged();
}

export async function removeFromQueue(ids: readonly string[]): Promise<void> {
  await write(['queue'], (store) => {
    for (const id of ids) store('queue').delete(id);
  });
  tellChanged();
}

export interface Counts {
  readonly waiting: number;
  /** Refused or in conflict: somebody has to look. */
  readonly undecided: number;
  readonly sent: number;
}

const NOTHING: Counts = { waiting: 0, undecided: 0, sent: 0 };
let counts = NOTHING;
const listeners = new Set<() => void>();
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('minkang-queue') : undefined;
channel?.addEventListener('message', () => void count());

/** Tells this tab and the others that the queue is another. */
export function tellChanged(): void {
  channel?.postMessage('changed');
  void count();
}

async function count(): Promise<void> {
  const account = markedAccount();
  const rows = account && (await countOf('queue', account)) > 0 ? await readAll<QueueRow>('queue') : [];
  const own = rows.filter((row) => row.account === account);
  const waiting = own.filter(({ state }) => state === 'waiting').length;
  const sent = own.filter(({ state }) => state === 'sent').length;
  counts = { waiting, sent, undecided: own.length - waiting - sent };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1 && markedAccount()) void count();
  return () => listeners.delete(listener);
}

/** How many are queued by the account that works here. */
export const useQueueCounts = (): Counts => useSyncExternalStore(subscribe, () => counts);
