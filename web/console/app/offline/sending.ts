import { useSyncExternalStore } from 'react';
import type { ContactRecorded } from '../../../../src/programmes/contract.ts';
import { Failure } from '../../../ui/failure.ts';
import { post } from '../api.ts';
import type { Keeper } from './account.ts';
import { keepInQueue, readQueue } from './queue.ts';
import { type Outcome, type QueuedContact, sendAll, withContact } from './queue-state.ts';
import { updateTaken } from './taken.ts';

export interface Progress {
  readonly done: number;
  readonly of: number;
}

let progress: Progress | undefined;
let running: AbortController | undefined;
/** Somebody stopped it: it goes on when somebody says so. */
let isStopped = false;
const listeners = new Set<() => void>();

function setProgress(next: Progress | undefined): void {
  progress = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How far sending is; undefined while nothing is being sent. */
export const useSendingProgress = (): Progress | undefined => useSyncExternalStore(subscribe, () => progress);

/**
 * Sends what waits; of several tabs one does. Nothing is done where it is being done.
 * @param asked somebody wants it now, though it was stopped
 */
export async function sendQueue(keeper: Keeper, asked = false): Promise<void> {
  if (asked) isStopped = false;
  if (running || isStopped) return;
  const own = new AbortController();
  running = own;
  try {
    await navigator.locks.request('minkang-sending', { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      await sendAll({
        all: () => readQueue(keeper),
        send: (one) => sendOne(keeper, one),
        keep: (changed) => keepInQueue(keeper, changed),
        onProgress: (done, of) => setProgress({ done, of }),
        signal: own.signal,
        nowMs: Date.now,
      });
    });
  } finally {
    running = undefined;
    setProgress(undefined);
  }
}

/** What is on its way arrives; nothing more is sent. */
export function stopSending(): void {
  isStopped = true;
  running?.abort();
}

async function sendOne(keeper: Keeper, one: QueuedContact): Promise<Outcome> {
  const { id: key, resident, programme, activity, step, on, place, values, confirmed, basis } = one;
  try {
    const { id: contact } = await post<ContactRecorded>(`/api/residents/${encodeURIComponent(resident)}/contacts`, {
      ...{ programme, activity, on, values, confirmed, key, basis },
      ...(step ? { step } : {}),
      ...(place ? { place } : {}),
    });
    await updateTaken(keeper, (item) => {
      const { row, form } = item;
      if (row.resident !== resident || row.programme !== programme || row.activity !== activity) return item;
      if ((row.step ?? '') === step) return undefined;
      return { ...item, form: { ...form, basis: withContact(form.basis, contact) } };
    });
    return { is: 'written', contact };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Answers after which the same may be sent again as it is. */
const AGAIN: ReadonlySet<number> = new Set([0, 401, 408, 429, 502, 503, 504]);

export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Failure)) throw error;
  const { status, code, titles, faults } = error;
  if (AGAIN.has(status)) return { is: 'unanswered' };
  return { is: code === 'contact-conflict' ? 'conflict' : 'refused', why: { code, titles, faults } };
}
