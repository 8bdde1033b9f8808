import type { Condition, LifeCourse, Operand, Term, Window } from './contract.ts';
import { addSpan, dayNumber, dayText, monthsBetween } from './days.ts';

/** When the answer to a question may change though nothing happens: on every day, as a month of life or a year of it ends. */
export type Tick = 'day' | 'month' | 'year';

/** What a condition depends on besides events. */
export function ticksOf(asked: Condition | Term): ReadonlySet<Tick> {
  const found = new Set<Tick>();
  visit(asked, (operand) => {
    if ('age' in operand) found.add(operand.age === 'days' ? 'day' : operand.age === 'months' ? 'month' : 'year');
    if ('daysSince' in operand || 'daysFrom' in operand) found.add('day');
    if (isSpan(operand.in) || isSpan(operand.bornIn)) found.add('day');
  });
  return found;
}

const isSpan = (window: unknown): window is Exclude<Window, 'ever' | 'period'> =>
  typeof window === 'object' && window !== null && !Array.isArray(window);

function visit(node: unknown, see: (operand: Operand & { in?: unknown; bornIn?: unknown }) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, see);
  else if (typeof node === 'object' && node !== null) {
    see(node as Operand);
    for (const one of Object.values(node)) visit(one, see);
  }
}

/** The first day after `at` on which such an answer may be another; undefined where there is none. */
export function nextTick({ born }: LifeCourse, at: number, ticks: ReadonlySet<Tick>): number | undefined {
  if (ticks.has('day')) return at + 1;
  if (born === undefined || ticks.size === 0) return undefined;
  const age = monthsBetween(born, at);
  if (age < 0) return born;
  return addSpan(born, { months: ticks.has('month') ? age + 1 : (Math.floor(age / 12) + 1) * 12 });
}

/** The first of January after a day. */
export const nextNewYear = (at: number): number => dayNumber(`${Number(dayText(at).slice(0, 4)) + 1}-01-01`);

/** The first day after `at` on which an event that is already known begins or has ended. */
export function nextKnown({ events, died }: LifeCourse, at: number): number | undefined {
  const days = events.flatMap(({ day, until }) => [day, ...(until === undefined ? [] : [until + 1])]);
  return earliest([...days, died].filter((day) => day !== undefined && day > at));
}

/** The least of some days, of which any may be missing. */
export function earliest(days: readonly (number | undefined)[]): number | undefined {
  const known = days.filter((day) => day !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
