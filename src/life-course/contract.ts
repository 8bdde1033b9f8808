/** Shapes of life courses and of questions about them: plain JSON, so that a definition that uses them can travel. */

/** What a fact says: a measured number, a code or a text, yes or no. A day is a number: days since 1970-01-01. */
export type FactValue = number | string | boolean;

/** Something that happened to a resident: a contact with all that was found at it, a vaccination, a stay in a programme. */
export interface LifeEvent {
  readonly day: number;
  readonly until: number | undefined;
  readonly place: string | undefined;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly sources: readonly string[];
}

/** A resident from birth to death, as far as programmes and indicators ask. */
export interface LifeCourse {
  /** Patient id; the main one of several. */
  readonly resident: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** Days since 1970-01-01; undefined where it is not known to the day. */
  readonly born: number | undefined;
  readonly died: number | undefined;
  /** Where the resident lives: division code of 6, 9 or 12 digits. */
  readonly division: string;
  /** In order of days. */
  readonly events: readonly LifeEvent[];
}

/** A length of time. Months and years are of the calendar: one month after 31 January is the last of February. */
export type Span =
  | { readonly days: number }
  | { readonly weeks: number }
  | { readonly months: number }
  | { readonly years: number };

/** A code that begins with one of these (`I10` is also I10.x00x002), a number that is so much or more, or less than so much. */
export type ValueTest = { readonly begins: readonly string[] } | { readonly atLeast: number } | { readonly below: number };

/** Facts that an event must have; one of several values where a list is given; `true`: any value. */
export type Pattern = { readonly [fact: string]: FactValue | readonly FactValue[] | ValueTest };

/** Which events are looked at: all so far, those of the period that is asked about, or those of the time just before. */
export type Window = 'ever' | 'period' | Span;

/** Something with a value, or without one as yet. */
export type Operand =
  /** A fact of the contact at hand, or of the form being filled in. */
  | { readonly answer: string }
  /** The same of the contact of this activity before it. */
  | { readonly before: string }
  /** The latest fact of this name. */
  | { readonly latest: string; readonly among?: Pattern; readonly in?: Window }
  /** How many events have these facts. */
  | { readonly count: Pattern; readonly in?: Window }
  /** Days from the latest such event to the day asked about; from the first one with `first`. */
  | { readonly daysSince: Pattern; readonly first?: boolean }
  | { readonly age: 'days' | 'months' | 'years' }
  /** Days from a date (YYYY-MM-DD) to the day asked about. */
  | { readonly daysFrom: Term }
  /** The date so long after a date. */
  | { readonly dateAfter: Term; readonly span: Span }
  | { readonly sex: true }
  /** Sum, difference, product, quotient. */
  | { readonly sum: readonly Term[] }
  | { readonly difference: readonly [Term, Term] }
  | { readonly product: readonly Term[] }
  | { readonly quotient: readonly [Term, Term] }
  /** The greatest of the numbers that are known. */
  | { readonly greatest: readonly Term[] }
  /** On the line through these points, which are in order of x: a curve of growth. No value before the first or after the last. */
  | { readonly interpolated: Term; readonly points: readonly (readonly [x: number, y: number])[] }
  /** Rounded half up to so many digits. */
  | { readonly round: Term; readonly digits: number }
  /** The first value whose condition holds. */
  | { readonly firstOf: readonly { readonly when: Condition; readonly value: Term }[]; readonly otherwise?: Term };

export type Term = Operand | FactValue;

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Yes or no. What has no value is neither less nor more nor equal: a comparison with it is no. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly left: Term; readonly is: Comparison; readonly right: Term }
  | { readonly known: Operand }
  | { readonly left: Term; readonly in: readonly FactValue[] }
  /** Of several codes one. */
  | { readonly left: Term; readonly includes: string }
  /** At least one event has these facts. */
  | { readonly has: Pattern; readonly in?: Window }
  /** At least one event with these facts has not ended by the day asked about. */
  | { readonly ongoing: Pattern }
  /** Was born in the period, or so short a time ago. */
  | { readonly bornIn: 'period' | Span }
  /** Has been born, lives, and has not moved away on the day asked about. */
  | { readonly lives: true }
  | { readonly always: boolean };

/**
 * An indicator: of whom, and of how many of them something is true. Asked of each resident for a period, as of its last day, so
 * that the answer of a past period changes only with what is known of it.
 */
export interface Measure {
  /** `hypertension-control`; one name in the country. */
  readonly code: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** What is counted, in words, as the source has it. */
  readonly denominatorTitle: { readonly zh: string; readonly en: string };
  readonly numeratorTitle: { readonly zh: string; readonly en: string };
  /** Standard and clause. */
  readonly source: string;
  readonly denominator: Condition;
  /** Asked of those in the denominator. */
  readonly numerator: Condition;
  /** Whether more is better. */
  readonly better: 'more' | 'less';
  /** Share that is to be reached, 0 to 1. */
  readonly target?: number;
  /** Events with these facts say which institution it is counted for: the latest in the period. Without it, or without such an event, that of the life. */
  readonly institution?: Pattern;
}
