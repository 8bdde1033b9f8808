import type { DuePage, DueRow } from '../../../src/programmes/contract.ts';
import { address, call } from '../app/api.ts';
import { type ItemKey, isAfter } from './item.ts';

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
