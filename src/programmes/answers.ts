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
  const workedOut = new Set(fields.filter(({ asked }) => asked.value !== undefined).map(({ field }) => field.key));
  const typed = fields.filter(({ field }) => !workedOut.has(field.key)).map(({ field }) => field);
  const sent = Object.fromEntries(Object.entries(given).filter(([key]) => !workedOut.has(key)));
  const read = readForm(typed, sent, now);
  const answers: Record<string, FactValue> = {};
  for (const [key, value] of Object.entries(read.values)) if (typeof value !== 'object') answers[key] = value;
  const faults = [...read.faults];
  const unasked = new Set<string>();
  for (const ready of fields) {
    const { asked, field, when } = ready;
    const question = { course, at, contact: { facts: answers } };
    const isAsked = when === undefined || compileCondition(when)(question);
    const value = asked.value === undefined ? answers[field.key] : compileTerm(asked.value)(question);
    if (isAsked && value !== undefined) answers[field.key] = value;
    else delete answers[field.key];
    if (!isAsked) unasked.add(field.key);
    const isMissing = isAsked && asked.required === true && value === undefined && isBegun(ready, fields, given);
    if (isMissing && !faults.some(({ at: key }) => key === field.key)) faults.push(impossible(field.key, '必填', 'Required'));
  }
  // what is not asked cannot be wrong
  return { answers, faults: faults.filter(({ at: key }) => !unasked.has(key)) };
}

/** A row of a section that is filled in several times asks for nothing while nothing stands in it. */
function isBegun({ section }: ReadyField, fields: readonly ReadyField[], given: Readonly<Record<string, unknown>>): boolean {
  if (!section.includes('#')) return true;
  return fields.some((one) => one.section === section && !EMPTY.has(given[one.field.key]));
}

const EMPTY: ReadonlySet<unknown> = new Set([undefined, null, '']);
