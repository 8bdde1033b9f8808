import { type DoseForecast, tellDose } from '../immunization/index.ts';
import type { ForecastChild } from './cohort.ts';
import type { DueChild, DueKind } from './contract.ts';

/** What is to come within so many days is worth a reminder. */
export const AHEAD_DAYS = 30;
const DAY_MS = 86_400_000;
const daysAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

export type DueOf = Omit<DueChild, 'divisionName' | 'guardian' | 'phone' | 'reminded'>;

/** What of the programme is due of a child on a day; undefined where nothing is. */
export function dueOf({ forecast, ...child }: ForecastChild, today: string): DueOf | undefined {
  const ahead = daysAfter(today, AHEAD_DAYS);
  const rows = forecast.series
    .filter(({ programme }) => programme)
    .flatMap(({ doses }) => doses)
    .filter((dose) => isDue(dose) || (dose.state === 'upcoming' && dose.recommended !== undefined && dose.recommended <= ahead));
  if (rows.length === 0) return undefined;
  const state = rows.some((dose) => dose.state === 'overdue') ? 'overdue' : rows.some(isDue) ? 'due' : 'coming';
  const by = rows.map((dose) => dose.latest ?? dose.recommended ?? today).sort()[0] ?? today;
  return { ...child, state, by, doses: rows.map(tellDose) };
}

const isDue = ({ state }: DoseForecast): boolean => state === 'due' || state === 'overdue';

/** Those of whom something is due, the longest overdue first, and how many are in which state. */
export function listDue(children: readonly ForecastChild[], today: string): { items: DueOf[]; counts: Record<DueKind, number> } {
  const list = dueLister(today, { count: children.length });
  list.add(children);
  return list.found();
}

/** The same, a page of children after the other, of which the most urgent are kept: so many, of a state where it is said. */
export function dueLister(today: string, { count, state }: { readonly count: number; readonly state?: DueKind | undefined }) {
  const counts: Record<DueKind, number> = { overdue: 0, due: 0, coming: 0 };
  let items: DueOf[] = [];
  return {
    add(children: readonly ForecastChild[]): void {
      const due = children.flatMap((child) => dueOf(child, today) ?? []);
      for (const one of due) counts[one.state] += 1;
      const meant = due.filter((one) => state === undefined || one.state === state);
      items = [...items, ...meant].sort((a, b) => compare(`${a.by} ${a.resident}`, `${b.by} ${b.resident}`)).slice(0, count);
    },
    found: () => ({ items, counts }),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
