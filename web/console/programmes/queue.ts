import type { DuePage, DueRow } from '../../../src/programmes/contract.ts';
import { address, call } from '../app/api.ts';

/** An item of the list, as an address names it. */
export type ItemKey = Pick<DueRow, 'by' | 'resident' | 'programme' | 'activity'> & { readonly step?: string | undefined };

/** In the order of the list: by last day, resident, programme, activity, step. */
export function isAfter(one: ItemKey, other: ItemKey): boolean {
  const partsOf = ({ by, resident, programme, activity, step = '' }: ItemKey) => [by, resident, programme, activity, step];
  const [a, b] = [partsOf(one), partsOf(other)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && String(a[at]) > String(b[at]);
}

/** The item of a list that comes after one, whether that one is still in it or not; undefined where it was the last. Throws `Failure`. */
export async function nextOf(queue: string, done: ItemKey): Promise<DueRow | undefined> {
  const filters = Object.fromEntries(new URLSearchParams(queue));
  let cursor = filters['cursor'];
  do {
    const page: DuePage = await call<DuePage>(address('/api/due', { ...filters, cursor, count: 50 }));
    const found = page.items.find((item) => isAfter(item, done));
    if (found) return found;
    cursor = page.next;
  } while (cursor);
  return undefined;
}

/** What of an item stands in the address of its form, with the list that it is worked off from. */
export const formSearch = ({ by, programme, activity, step }: ItemKey, queue: string) => ({
  ...{ programme, activity, by },
  ...(step ? { step } : {}),
  ...(queue ? { queue } : {}),
});
