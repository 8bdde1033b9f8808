import { impossible, readForm } from '../forms/index.ts';
import type { Fault } from '../kernel/index.ts';
import { compileCondition, compileTerm, type FactValue, type LifeCourse } from '../life-course/index.ts';
import type { ReadyField } from './form-fields.ts';

/** What was filled in, by element; a flag is yes or no, several codes are one text with blanks between. */
export type Answers = Readonly<Record<string, FactValue>>;

export interface CheckedAnswers {
  readonly answers: Answers;
  readonly faults: readonly Fault[];
}

/**
 * Reads a form as it was filled in: what is not asked of this resident falls away, what is worked out is worked out anew, whatever
 * was sent for it.
 * @param at day of the contact; @param now whatever is after it cannot have happened
 */
export function readAnswers(
  fields: readonly ReadyField[],
  given: Readonly<Record<string, unknown>>,
  { course, at, now }: { readonly course: LifeCourse; readonly at: number; readonly now: Date },
): CheckedAnswers {
  const typed = fields.filter(({ asked }) => asked.value === undefined);
  const workedOut = new Set(fields.filter(({ asked }) => asked.value !== undefined).map(({ asked }) => asked.name));
  const sent = Object.fromEntries(Object.entries(given).filter(([key]) => !workedOut.has(key)));
  const read = readForm(
    typed.map(({ field }) => field),
    sent,
    now,
  );
  const answers: Record<string, FactValue> = {};
  for (const [key, value] of Object.entries(read.values)) if (typeof value !== 'object') answers[key] = value;
  const faults = [...read.faults];
  const unasked = new Set<string>();
  for (const { asked } of fields) {
    const question = { course, at, contact: { facts: answers } };
    const isAsked = asked.when === undefined || compileCondition(asked.when)(question);
    const value = asked.value === undefined ? answers[asked.name] : compileTerm(asked.value)(question);
    if (isAsked && value !== undefined) answers[asked.name] = value;
    else delete answers[asked.name];
    if (!isAsked) unasked.add(asked.name);
    const isMissing = isAsked && asked.required === true && asked.when !== undefined && value === undefined;
    if (isMissing && !faults.some(({ at: key }) => key === asked.name)) faults.push(impossible(asked.name, '必填', 'Required'));
  }
  // what is not asked cannot be wrong
  return { answers, faults: faults.filter(({ at: key }) => !unasked.has(key)) };
}
