import type { Blocks } from './blocks.ts';

/**
 * Calls with every pair of records that the blocks of space `index` bring together, in its entries from `from` to before `to`, and that no
 * space before does. A block belongs to the part in which it begins, so parts put together give every pair once.
 */
export function forEachPair(
  spaces: readonly Blocks[],
  index: number,
  from: number,
  to: number,
  use: (a: number, b: number) => void,
): void {
  const space = spaces[index];
  if (!space) return;
  const { keys, records } = space;
  let start = from;
  while (start > 0 && start < to && keys[start] === keys[start - 1]) start++;
  while (start < to) {
    const key = keys[start] ?? 0;
    let end = start + 1;
    while (end < keys.length && keys[end] === key) end++;
    for (let i = start; i < end; i++)
      for (let j = i + 1; j < end; j++) {
        const [a = 0, b = 0] = [records[i], records[j]];
        if (isFoundBefore(spaces, index, a, b) || isSharedBelow(space, key, a, b)) continue;
        use(a, b);
      }
    start = end;
  }
}

function isFoundBefore(spaces: readonly Blocks[], index: number, a: number, b: number): boolean {
  for (let before = 0; before < index; before++) {
    const space = spaces[before];
    if (space && isSharedBelow(space, ABOVE_ALL, a, b)) return true;
  }
  return false;
}

const ABOVE_ALL = 2 ** 32;

/** Two records may share several keys of one space: the pair is taken under the smallest of them. */
function isSharedBelow({ slots, stride, offset, width }: Blocks, limit: number, a: number, b: number): boolean {
  const [firstA, firstB] = [a * stride + offset, b * stride + offset];
  for (let slotA = firstA; slotA < firstA + width; slotA++) {
    const key = slots[slotA] ?? 0;
    if (key === 0) return false;
    if (key >= limit) continue;
    for (let slotB = firstB; slotB < firstB + width; slotB++) {
      const other = slots[slotB] ?? 0;
      if (other === key) return true;
      if (other === 0) break;
    }
  }
  return false;
}

/** How many spaces bring two records together. */
export const countSpaces = (spaces: readonly Blocks[], a: number, b: number): number =>
  spaces.reduce((count, space) => (isSharedBelow(space, ABOVE_ALL, a, b) ? count + 1 : count), 0);
