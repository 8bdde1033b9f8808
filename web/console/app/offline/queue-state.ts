import type { FactValue } from '../../../../src/life-course/contract.ts';
import type { ContactBasis, KnownValue } from '../../../../src/programmes/contract.ts';
import type { FieldFault } from '../../../ui/failure.ts';
import type { Whose } from './whose.ts';

/** A contact that was recorded here and is to be sent. */
export interface QueuedContact {
  /** Key of the request: sent twice, it is written once. */
  readonly id: string;
  readonly madeAtMs: number;
  /** Patient id. */
  readonly resident: string;
  readonly who: Whose;
  readonly programme: string;
  readonly activity: string;
  readonly step: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  /** Organization id, or ''. */
  readonly place: string;
  readonly values: Readonly<Record<string, FactValue | null>>;
  readonly confirmed: readonly string[];
  /** On what the form stood. */
  readonly basis: ContactBasis;
  /** What was known when the form was taken along. */
  readonly known: Readonly<Record<string, KnownValue>>;
  readonly state: QueueState;
}

export type QueueState =
  | { readonly is: 'waiting' }
  | { readonly is: 'sent'; readonly contact: string; readonly atMs: number }
  /** The platform does not take it as it is. */
  | { readonly is: 'refused'; readonly why: Why }
  /** Something changed meanwhile: a person decides. */
  | { readonly is: 'conflict'; readonly why: Why };

export interface Why {
  readonly code: string;
  readonly titles: { readonly zh: string; readonly en: string };
  readonly faults: readonly FieldFault[];
}

/** How an attempt to send ended. */
export type Outcome =
  | { readonly is: 'written'; readonly contact: string }
  | { readonly is: 'refused' | 'conflict'; readonly why: Why }
  /** Nobody knows whether it was written: it is sent again, under the same key. */
  | { readonly is: 'unanswered' };

/** What becomes of a contact by an attempt. Only what waits is sent; what has been sent stays so. */
export function afterAttempt(one: QueuedContact, outcome: Outcome, nowMs: number): QueuedContact {
  if (one.state.is !== 'waiting') return one;
  switch (outcome.is) {
    case 'written':
      return { ...one, state: { is: 'sent', contact: outcome.contact, atMs: nowMs } };
    case 'unanswered':
      return one;
    default:
      return { ...one, state: { is: outcome.is, why: outcome.why } };
  }
}

/** What was just written by this queue is no surprise to the rest of it. */
export function knowing(one: QueuedContact, written: QueuedContact, contact: string): QueuedContact {
  const isSame = one.resident === written.resident && one.programme === written.programme && one.activity === written.activity;
  if (!isSame || one.id === written.id || one.state.is === 'sent') return one;
  return { ...one, basis: withContact(one.basis, contact) };
}

export const withContact = (basis: ContactBasis, contact: string): ContactBasis => ({
  ...basis,
  contacts: [...basis.contacts, `${contact}/1`],
});

/** Sent all the same, as one more contact, by somebody who has seen what is there now. */
export const asAdditional = (one: QueuedContact, now: ContactBasis): QueuedContact =>
  one.state.is === 'conflict' || one.state.is === 'refused' ? { ...one, basis: now, state: { is: 'waiting' } } : one;

export interface Sending {
  readonly all: () => Promise<readonly QueuedContact[]>;
  readonly send: (one: QueuedContact) => Promise<Outcome>;
  /** Keeps what became of one, and of the others by it, together. */
  readonly keep: (changed: readonly QueuedContact[]) => Promise<void>;
  readonly onProgress: (done: number, of: number) => void;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
}

/**
 * Sends what waits, the oldest first, one after the other; stops where nobody answers or when it is told to, and goes on from there
 * the next time.
 */
export async function sendAll({ all, send, keep, onProgress, signal, nowMs }: Sending): Promise<void> {
  const waiting = (await all()).filter(({ state }) => state.is === 'waiting').toSorted((a, b) => a.madeAtMs - b.madeAtMs);
  for (const [done, { id }] of waiting.entries()) {
    if (signal.aborted) return;
    onProgress(done, waiting.length);
    const queue = await all();
    // as it is now: what was written before it may have changed what it stands on, or somebody took it away
    const one = queue.find((each) => each.id === id);
    if (one?.state.is !== 'waiting') continue;
    const outcome = await send(one);
    if (outcome.is === 'unanswered') return;
    const others = outcome.is === 'written' ? queue.map((each) => [each, knowing(each, one, outcome.contact)] as const) : [];
    await keep([afterAttempt(one, outcome, nowMs()), ...others.flatMap(([was, is]) => (was === is ? [] : [is]))]);
    onProgress(done + 1, waiting.length);
  }
}
