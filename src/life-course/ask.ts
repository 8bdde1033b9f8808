import type {
  Comparison,
  Condition,
  FactValue,
  LifeCourse,
  LifeEvent,
  Operand,
  Pattern,
  Term,
  ValueTest,
  Window,
} from './contract.ts';
import { addSpan, beforeSpan, dayNumber, dayText, monthsBetween } from './days.ts';

/** About what a question is asked. Days since 1970-01-01. */
export interface Asked {
  readonly course: LifeCourse;
  /** The day of which it is asked: nothing later is known. */
  readonly at: number;
  /** Both days included. */
  readonly period?: { readonly from: number; readonly until: number } | undefined;
  /** The contact at hand. */
  readonly contact?: Pick<LifeEvent, 'facts'> | undefined;
  /** The contact of the same activity before it. */
  readonly before?: Pick<LifeEvent, 'facts'> | undefined;
}

type Answer<Value> = (asked: Asked) => Value;
type Maybe = FactValue | undefined;

/** A condition as a function: made once, asked of millions. */
export function compileCondition(condition: Condition): Answer<boolean> {
  if ('all' in condition) return every(condition.all.map(compileCondition));
  if ('any' in condition) return some(condition.any.map(compileCondition));
  if ('not' in condition) return negated(compileCondition(condition.not));
  if ('known' in condition) return isKnown(compileTerm(condition.known));
  if ('has' in condition) return finds(condition.has, condition.in ?? 'ever');
  if ('ongoing' in condition) return goesOn(condition.ongoing);
  if ('bornIn' in condition) return isBornIn(condition.bornIn);
  if ('lives' in condition) return livesHere;
  if ('always' in condition) return () => condition.always;
  if ('includes' in condition) return includes(compileTerm(condition.left), condition.includes);
  if ('in' in condition) return isAmong(compileTerm(condition.left), condition.in);
  return compares(compileTerm(condition.left), condition.is, compileTerm(condition.right));
}

const every =
  (parts: readonly Answer<boolean>[]): Answer<boolean> =>
  (asked) =>
    parts.every((part) => part(asked));
const some =
  (parts: readonly Answer<boolean>[]): Answer<boolean> =>
  (asked) =>
    parts.some((part) => part(asked));
const negated =
  (part: Answer<boolean>): Answer<boolean> =>
  (asked) =>
    !part(asked);
const isKnown =
  (term: Answer<Maybe>): Answer<boolean> =>
  (asked) =>
    term(asked) !== undefined;

const isAmong = (term: Answer<Maybe>, values: readonly FactValue[]): Answer<boolean> => {
  const set = new Set(values);
  return (asked) => {
    const value = term(asked);
    return value !== undefined && set.has(value);
  };
};

/** Several codes are one text with blanks between. */
const includes =
  (term: Answer<Maybe>, code: string): Answer<boolean> =>
  (asked) =>
    String(term(asked) ?? '')
      .split(' ')
      .includes(code);

function compares(left: Answer<Maybe>, is: Comparison, right: Answer<Maybe>): Answer<boolean> {
  const test = COMPARISONS[is];
  return (asked) => {
    const [one, other] = [left(asked), right(asked)];
    return one !== undefined && other !== undefined && typeof one === typeof other && test(one, other);
  };
}

const COMPARISONS: Readonly<Record<Comparison, (one: FactValue, other: FactValue) => boolean>> = {
  '=': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

/** A term as a function; undefined is what is not known. */
export function compileTerm(term: Term): Answer<Maybe> {
  if (typeof term !== 'object') return () => term;
  if ('answer' in term) return ({ contact }) => contact?.facts[term.answer];
  if ('before' in term) return ({ before }) => before?.facts[term.before];
  if ('latest' in term) return latestOf(term);
  if ('count' in term) return counts(term.count, term.in ?? 'ever');
  if ('daysSince' in term) return daysSince(term.daysSince, term.first === true);
  if ('age' in term) return AGES[term.age];
  if ('daysFrom' in term) return daysFromDate(term);
  if ('dateAfter' in term) return datePlusSpan(term);
  if ('sex' in term) return ({ course }) => course.sex;
  if ('firstOf' in term) return firstThatHolds(term);
  if ('greatest' in term) return greatestOf(term.greatest);
  if ('interpolated' in term) return onLine(term);
  return calculates(term);
}

const AGES: Readonly<Record<'days' | 'months' | 'years', Answer<Maybe>>> = {
  days: ({ course: { born }, at }) => (born === undefined ? undefined : at - born),
  months: ({ course: { born }, at }) => (born === undefined ? undefined : monthsBetween(born, at)),
  years: ({ course: { born }, at }) => (born === undefined ? undefined : Math.floor(monthsBetween(born, at) / 12)),
};

/** Day of a term that is a date; undefined where it is none. */
function dateDay(term: Term): Answer<number | undefined> {
  const told = compileTerm(term);
  return (asked) => {
    const date = told(asked);
    const day = typeof date === 'string' ? dayNumber(date) : Number.NaN;
    return Number.isNaN(day) ? undefined : day;
  };
}

function daysFromDate({ daysFrom }: Extract<Operand, { daysFrom: unknown }>): Answer<Maybe> {
  const dayOf = dateDay(daysFrom);
  return (asked) => {
    const day = dayOf(asked);
    return day === undefined ? undefined : asked.at - day;
  };
}

function datePlusSpan({ dateAfter, span }: Extract<Operand, { dateAfter: unknown }>): Answer<Maybe> {
  const dayOf = dateDay(dateAfter);
  return (asked) => {
    const day = dayOf(asked);
    return day === undefined ? undefined : dayText(addSpan(day, span));
  };
}

function firstThatHolds({ firstOf, otherwise }: Extract<Operand, { firstOf: unknown }>): Answer<Maybe> {
  const choices = firstOf.map(({ when, value }) => ({ holds: compileCondition(when), value: compileTerm(value) }));
  const last = otherwise === undefined ? () => undefined : compileTerm(otherwise);
  return (asked) => (choices.find(({ holds }) => holds(asked))?.value ?? last)(asked);
}

type Calculation = Extract<
  Operand,
  { sum: unknown } | { difference: unknown } | { product: unknown } | { quotient: unknown } | { round: unknown }
>;

function calculates(term: Calculation): Answer<Maybe> {
  if ('sum' in term) return ofNumbers(term.sum, (all) => all.reduce((one, other) => one + other, 0));
  if ('product' in term) return ofNumbers(term.product, (all) => all.reduce((one, other) => one * other, 1));
  if ('difference' in term) return ofNumbers(term.difference, ([one = 0, other = 0]) => one - other);
  if ('quotient' in term) return ofNumbers(term.quotient, ([one = 0, other = 0]) => (other === 0 ? undefined : one / other));
  const factor = 10 ** term.digits;
  // half up, and not undone by what binary fractions cannot say: 1.005 to two digits is 1.01
  return ofNumbers([term.round], ([value = 0]) => Math.round(Number((value * factor).toPrecision(15))) / factor);
}

function greatestOf(terms: readonly Term[]): Answer<Maybe> {
  const parts = terms.map(compileTerm);
  return (asked) => {
    const known = parts.map((part) => part(asked)).filter((value) => typeof value === 'number');
    return known.length === 0 ? undefined : Math.max(...known);
  };
}

function onLine({ interpolated, points }: Extract<Operand, { interpolated: unknown }>): Answer<Maybe> {
  const told = compileTerm(interpolated);
  return (asked) => {
    const at = told(asked);
    if (typeof at !== 'number') return undefined;
    const next = points.findIndex(([x]) => x >= at);
    const [after, before] = [points[next], points[next - 1]];
    if (!after || after[0] === at) return after?.[1];
    return before && before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
  };
}

function ofNumbers(terms: readonly Term[], work: (numbers: readonly number[]) => number | undefined): Answer<Maybe> {
  const parts = terms.map(compileTerm);
  return (asked) => {
    const values = parts.map((part) => part(asked));
    return values.every((value) => typeof value === 'number') ? work(values) : undefined;
  };
}

/** Whether an event has the facts of a pattern. */
export function compilePattern(pattern: Pattern): (event: Pick<LifeEvent, 'facts'>) => boolean {
  const tests = Object.entries(pattern).map(([name, wanted]) => {
    const fits = compileWanted(wanted);
    return ({ facts }: Pick<LifeEvent, 'facts'>) => fits(facts[name]);
  });
  const [only] = tests;
  return only && tests.length === 1 ? only : (event) => tests.every((test) => test(event));
}

function compileWanted(wanted: Pattern[string]): (value: Maybe) => boolean {
  if (wanted === true) return (value) => value !== undefined && value !== false;
  if (isList(wanted)) return (value) => value !== undefined && wanted.includes(value);
  if (typeof wanted === 'object') return compileTest(wanted);
  return (value) => value === wanted;
}

const isList = (wanted: Pattern[string]): wanted is readonly FactValue[] => Array.isArray(wanted);

function compileTest(test: ValueTest): (value: Maybe) => boolean {
  if ('begins' in test) return (value) => typeof value === 'string' && test.begins.some((start) => value.startsWith(start));
  if ('atLeast' in test) return (value) => typeof value === 'number' && value >= test.atLeast;
  return (value) => typeof value === 'number' && value < test.below;
}

/** The first day that a window has; undefined where it has none at all. */
function startOf(window: Window, { at, period }: Asked): number {
  if (window === 'ever') return Number.NEGATIVE_INFINITY;
  if (window === 'period') return period?.from ?? Number.POSITIVE_INFINITY;
  return beforeSpan(at, window) + 1;
}

const endOf = (window: Window, { at, period }: Asked): number =>
  window === 'period' && period ? Math.min(at, period.until) : at;

function counts(pattern: Pattern, window: Window): Answer<Maybe> {
  const fits = compilePattern(pattern);
  return (asked) => {
    const [from, until] = [startOf(window, asked), endOf(window, asked)];
    let found = 0;
    for (const event of asked.course.events) if (event.day >= from && event.day <= until && fits(event)) found++;
    return found;
  };
}

function finds(pattern: Pattern, window: Window): Answer<boolean> {
  const fits = compilePattern(pattern);
  return (asked) => {
    const [from, until] = [startOf(window, asked), endOf(window, asked)];
    return asked.course.events.some((event) => event.day >= from && event.day <= until && fits(event));
  };
}

function goesOn(pattern: Pattern): Answer<boolean> {
  const fits = compilePattern(pattern);
  return ({ course, at }) =>
    course.events.some((event) => event.day <= at && (event.until === undefined || event.until >= at) && fits(event));
}

const isBornIn =
  (window: Window): Answer<boolean> =>
  (asked) => {
    const { born } = asked.course;
    return born !== undefined && born >= startOf(window, asked) && born <= endOf(window, asked);
  };

function latestOf({ latest, among, in: window = 'ever' }: Extract<Operand, { latest: unknown }>): Answer<Maybe> {
  const fits = among ? compilePattern(among) : () => true;
  return (asked) => {
    const [from, until] = [startOf(window, asked), endOf(window, asked)];
    const found = asked.course.events.findLast(
      (event) => event.facts[latest] !== undefined && event.day >= from && event.day <= until && fits(event),
    );
    return found?.facts[latest];
  };
}

function daysSince(pattern: Pattern, isFirst: boolean): Answer<Maybe> {
  const fits = compilePattern(pattern);
  return ({ course: { events }, at }) => {
    const isMeant = (event: LifeEvent) => event.day <= at && fits(event);
    const found = isFirst ? events.find(isMeant) : events.findLast(isMeant);
    return found && at - found.day;
  };
}

/** Moves out and in, as the vital events tell them. */
export const MOVE = 'vital-event';

function livesHere({ course: { born, died, events }, at }: Asked): boolean {
  if ((born !== undefined && born > at) || (died !== undefined && died <= at)) return false;
  const move = events.findLast(({ day, facts }) => day <= at && (facts[MOVE] === 'move-out' || facts[MOVE] === 'move-in'));
  return move?.facts[MOVE] !== 'move-out';
}
