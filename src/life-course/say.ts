import type { Comparison, Condition, FactValue, Operand, Pattern, Span, Term, ValueTest, Window } from './contract.ts';

/** Words for definitions: what they make is plain data. A doctor reads `latest('systolic').atLeast(140)`. */

export const days = (n: number): Span => ({ days: n });
export const weeks = (n: number): Span => ({ weeks: n });
export const months = (n: number): Span => ({ months: n });
export const years = (n: number): Span => ({ years: n });

/** An operand that can be compared. What is compared with is a value or another operand. */
export type Said<Of extends Operand = Operand> = Of & Compared;

export interface Compared {
  atLeast(term: Term): Condition;
  atMost(term: Term): Condition;
  above(term: Term): Condition;
  below(term: Term): Condition;
  equals(term: Term): Condition;
  differs(term: Term): Condition;
  /** Of several codes this one. */
  includes(code: string): Condition;
  oneOf(...values: readonly FactValue[]): Condition;
  isKnown(): Condition;
  isUnknown(): Condition;
}

const wordsOf = (operand: Operand): Compared => {
  const compared = (is: Comparison) => (right: Term) => ({ left: operand, is, right: plain(right) });
  return {
    atLeast: compared('>='),
    atMost: compared('<='),
    above: compared('>'),
    below: compared('<'),
    equals: compared('='),
    differs: compared('!='),
    includes: (code) => ({ left: operand, includes: code }),
    oneOf: (...values) => ({ left: operand, in: values }),
    isKnown: () => ({ known: operand }),
    isUnknown: () => ({ not: { known: operand } }),
  };
};

// the words are no part of the data: they are not enumerable, and JSON and equality do not see them
const say = <Of extends Operand>(operand: Of): Said<Of> => {
  const words = wordsOf(operand);
  const hidden = Object.entries(words).map(([name, value]) => [name, { value, enumerable: false }] as const);
  return Object.defineProperties({ ...operand }, Object.fromEntries(hidden)) as Said<Of>;
};

const plain = (term: Term): Term => (typeof term === 'object' ? { ...term } : term);

/** A fact of the contact at hand, or of the form that is being filled in. */
export const answer = (name: string) => say({ answer: name });
/** The same of the contact of this activity before it. */
export const previously = (name: string) => say({ before: name });
export const latest = (name: string, options: { readonly among?: Pattern; readonly in?: Window } = {}) =>
  say({ latest: name, ...options });
export const count = (pattern: Pattern, within?: Window) => say({ count: pattern, ...(within ? { in: within } : {}) });
export const daysSince = (pattern: Pattern) => say({ daysSince: pattern });
/** Days from a date that is told to the day asked about. */
export const daysFrom = (date: Term) => say({ daysFrom: plain(date) });
/** The date so long after one that is told. */
export const dateAfter = (date: Term, span: Span) => say({ dateAfter: plain(date), span });
export const age = (unit: 'days' | 'months' | 'years') => say({ age: unit });
export const sum = (...terms: readonly Term[]) => say({ sum: terms.map(plain) });
export const difference = (one: Term, other: Term) => say({ difference: [plain(one), plain(other)] });
export const product = (...terms: readonly Term[]) => say({ product: terms.map(plain) });
export const quotient = (one: Term, other: Term) => say({ quotient: [plain(one), plain(other)] });
/** The greatest of the numbers that are known. */
export const greatest = (...terms: readonly Term[]) => say({ greatest: terms.map(plain) });
/** On the line through these points, which are in order of x. */
export const interpolated = (x: Term, points: readonly (readonly [x: number, y: number])[]) =>
  say({ interpolated: plain(x), points });
export const round = (term: Term, digits: number) => say({ round: plain(term), digits });
export const firstOf = (choices: readonly (readonly [when: Condition, value: Term])[], otherwise?: Term) =>
  say({
    firstOf: choices.map(([when, value]) => ({ when, value: plain(value) })),
    ...(otherwise === undefined ? {} : { otherwise: plain(otherwise) }),
  });

/** In a pattern: a code that begins so. A disease of ICD-10 may be written I10, I10.x00 or I10.x00x002 in China. */
export const begins = (...starts: readonly string[]): ValueTest => ({ begins: starts });
/** In a pattern: a number that is so much or more, or less. */
export const fromOn = (least: number): ValueTest => ({ atLeast: least });
export const under = (limit: number): ValueTest => ({ below: limit });

export const all = (...conditions: readonly Condition[]): Condition => ({ all: conditions });
export const any = (...conditions: readonly Condition[]): Condition => ({ any: conditions });
export const not = (condition: Condition): Condition => ({ not: condition });
export const has = (pattern: Pattern, within?: Window): Condition => ({ has: pattern, ...(within ? { in: within } : {}) });
export const ongoing = (pattern: Pattern): Condition => ({ ongoing: pattern });
export const bornIn = (window: 'period' | Span): Condition => ({ bornIn: window });
export const sexIs = (sex: 'male' | 'female'): Condition => ({ left: { sex: true }, is: '=', right: sex });
export const lives: Condition = { lives: true };
