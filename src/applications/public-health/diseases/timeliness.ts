import type { CaseState, Outcome, StatementKind, Timeliness } from './contract.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * When something is due after an instant.
 * Measures of 2015 for reporting (传染病信息报告管理规范 2015): class A, class B managed as A and clusters within 2 h, the rest within 24 h.
 */
export const deadlineAfter = (from: Date, hours: number): Date => new Date(from.getTime() + hours * HOUR_MS);

/** @param doneAt when it was done; undefined while it waits, which is judged by now */
export function timeliness(deadline: Date, doneAt: Date | undefined, now: Date): Timeliness {
  const leftMinutes = Math.floor((deadline.getTime() - (doneAt ?? now).getTime()) / MINUTE_MS);
  return { deadline: deadline.toISOString(), leftMinutes, isDone: doneAt !== undefined };
}

/** What may be said of a case in a state, and what becomes of it. */
const TRANSITIONS: Readonly<Record<CaseState, Readonly<Partial<Record<StatementKind, CaseState>>>>> = {
  reported: {
    accept: 'accepted',
    return: 'returned',
    refute: 'refuted',
    correct: 'reported',
    death: 'reported',
    alive: 'reported',
  },
  returned: { correct: 'reported', refute: 'refuted', death: 'returned', alive: 'returned' },
  accepted: { correct: 'reported', refute: 'refuted', close: 'closed', death: 'closed' },
  refuted: { correct: 'reported' },
  closed: { correct: 'reported', alive: 'accepted', death: 'closed' },
};

/** @returns undefined where it cannot be said of a case in this state */
export const stateAfter = (state: CaseState, act: StatementKind): CaseState | undefined => TRANSITIONS[state][act];

/** What the platform says by itself. */
const OWN: ReadonlySet<string> = new Set(['death', 'alive']);
/** What somebody may do with a case in a state. */
export const actsIn = (state: CaseState): readonly StatementKind[] =>
  (Object.keys(TRANSITIONS[state]) as StatementKind[]).filter((act) => !OWN.has(act));

const OUTCOMES: ReadonlySet<string> = new Set<Outcome>(['recovered', 'died', 'died-other', 'died-unknown']);
/** Whether a word that came from another platform is an outcome that is known here. */
export const isOutcome = (word: string | null | undefined): word is Outcome => typeof word === 'string' && OUTCOMES.has(word);
