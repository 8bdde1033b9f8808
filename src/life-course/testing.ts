import type { FactValue, LifeCourse, LifeEvent } from './contract.ts';
import { dayNumber } from './days.ts';

/** Something that happened on a day, with facts: `happened('2026-01-05', { contact: 'hypertension/follow-up', systolic: 150 })`. */
export const happened = (
  on: string,
  facts: Readonly<Record<string, FactValue>>,
  rest: { readonly until?: string; readonly place?: string } = {},
): LifeEvent => ({
  day: dayNumber(on),
  until: rest.until === undefined ? undefined : dayNumber(rest.until),
  place: rest.place,
  facts,
  sources: [`Observation/${on}`],
});

/** The life of a woman born in 1960 who lives in Gulou, unless said otherwise. */
export const aLife = ({
  born = '1960-01-01',
  died,
  sex = 'female',
  division = '350102',
  resident = 'resident',
  events = [],
}: {
  readonly born?: string;
  readonly died?: string;
  readonly sex?: LifeCourse['sex'];
  readonly division?: string;
  readonly resident?: string;
  readonly events?: readonly LifeEvent[];
} = {}): LifeCourse => ({
  resident,
  sex,
  born: dayNumber(born),
  died: died === undefined ? undefined : dayNumber(died),
  division,
  events: events.toSorted((a, b) => a.day - b.day),
});
