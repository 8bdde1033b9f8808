import type { ContactRow } from './contract.ts';

const DAY_MS = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const text = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The last day on which a contact is followed up: the incubation counted from the day after the last contact. */
export const followUntil = (lastOn: string, incubationDays: number): string => text(at(lastOn) + incubationDays);

/**
 * The days of following up so far, from the day after the last contact, and whether today's is to be done.
 * @param found days that were followed up
 */
export function followUpDays(
  { lastOn, untilOn }: { readonly lastOn: string; readonly untilOn: string },
  found: ReadonlyMap<string, boolean>,
  today: string,
): Pick<ContactRow, 'days' | 'isDue'> {
  const end = Math.min(at(untilOn), at(today));
  const days = Array.from({ length: Math.max(0, end - at(lastOn)) }, (_, index) => {
    const day = text(at(lastOn) + 1 + index);
    const ill = found.get(day);
    return { day, found: ill === undefined ? ('missing' as const) : ill ? ('ill' as const) : ('well' as const) };
  });
  const isDue = today > lastOn && today <= untilOn && !found.has(today);
  return { days, isDue };
}
