import type { DueRow } from '../../../src/programmes/contract.ts';

/** An item of the list, as an address names it. */
export type ItemKey = Pick<DueRow, 'by' | 'resident' | 'programme' | 'activity'> & { readonly step?: string | undefined };

/** In the order of the list: by last day, resident, programme, activity, step. */
export function isAfter(one: ItemKey, other: ItemKey): boolean {
  const partsOf = ({ by, resident, programme, activity, step = '' }: ItemKey) => [by, resident, programme, activity, step];
  const [a, b] = [partsOf(one), partsOf(other)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && String(a[at]) > String(b[at]);
}

/** What of an item stands in the address of its form, with the list that it is worked off from. */
export const formSearch = ({ by, programme, activity, step }: ItemKey, queue: string) => ({
  ...{ programme, activity, by },
  ...(step ? { step } : {}),
  ...(queue ? { queue } : {}),
});
