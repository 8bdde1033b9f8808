import { mix } from './address.ts';
import type { KeySpace } from './keys.ts';
import { NUMBER, type People } from './people.ts';
import { shared } from './words.ts';

/** A block larger than this is refined: its records are compared only where they also agree in something else. */
export const LARGEST_BLOCK = 120;

/**
 * The keys of one space: record r has those from `slots[r * width]` on, the first 0 ends them. `records` lists the records by key,
 * `keys` the key of each.
 */
export interface Blocks {
  readonly slots: Uint32Array;
  readonly width: number;
  readonly records: Uint32Array;
  readonly keys: Uint32Array;
}

export interface BlockReport {
  readonly space: string;
  readonly blocks: number;
  readonly largest: number;
  /** Blocks above the limit, and the records in them; refined by division, sex and year of birth. */
  readonly oversized: number;
  readonly oversizedRecords: number;
  /** Blocks above the limit even so: cut into pieces in the order of birth and name. */
  readonly cut: number;
}

/** Makes, sorts and refines the keys of one space. Undefined where no record has a key. */
export function makeBlocks(p: People, space: KeySpace): { readonly blocks: Blocks; readonly report: BlockReport } | undefined {
  const width = space.slots;
  const slots = new Uint32Array(shared(p.size * width * 4));
  let first = 0;
  let slot = 0;
  let entries = 0;
  const put = (key: number) => {
    for (let before = first; before < slot; before++) if (slots[before] === key) return;
    if (slot === first + width) return;
    slots[slot++] = key;
    entries++;
  };
  for (let record = 0; record < p.size; record++) {
    first = record * width;
    slot = first;
    space.keys(p, record, put);
  }
  if (entries === 0) return undefined;
  let sorted = sortByKey(slots, width, entries);
  let [blocks, largest] = [0, 0];
  forEachBlock(sorted.keys, (start, end) => {
    blocks++;
    if (end - start > largest) largest = end - start;
  });
  const counts = { oversized: 0, oversizedRecords: 0, cut: 0 };
  for (const refine of REFINEMENTS) {
    let refined = 0;
    forEachBlock(sorted.keys, (start, end) => {
      if (end - start <= LARGEST_BLOCK) return;
      refined++;
      if (refine === REFINEMENTS[0]) counts.oversizedRecords += end - start;
      const key = sorted.keys[start] ?? 0;
      for (let at = start; at < end; at++)
        rename(slots, width, sorted.records[at] ?? 0, key, mix(key, refine(p, sorted.records[at] ?? 0)));
    });
    if (refine === REFINEMENTS[0]) counts.oversized = refined;
    if (refined > 0) sorted = sortByKey(slots, width, entries);
    else break;
  }
  forEachBlock(sorted.keys, (start, end) => {
    if (end - start <= LARGEST_BLOCK) return;
    counts.cut++;
    cut(p, { slots, width, ...sorted }, start, end);
  });
  if (counts.cut > 0) sorted = sortByKey(slots, width, entries);
  return { blocks: { slots, width, ...sorted }, report: { space: space.name, blocks, largest, ...counts } };
}

/** What an oversized block is refined by, one after another while it is too large. */
const REFINEMENTS: readonly ((p: People, r: number) => number)[] = [
  (p, r) => mix(p.division[r] || p.region[r] || p.postcodes.hashes[p.postcode[r] ?? 0] || 1, 0x71),
  (p, r) => mix((p.sex[r] ?? 0) + 1, 0x72),
  (p, r) => mix(Math.floor(dayOf(p, r) / 10000) + 1, 0x73),
];

const dayOf = (p: People, r: number) => p.birth[r] || (((p.numberFacts[r] ?? 0) & NUMBER.own) !== 0 ? (p.numberDay[r] ?? 0) : 0);

function rename(slots: Uint32Array, width: number, record: number, key: number, renamed: number): void {
  for (let slot = record * width; slot < (record + 1) * width; slot++) if (slots[slot] === key) slots[slot] = renamed;
}

function cut(p: People, { slots, width, records, keys }: Blocks, start: number, end: number): void {
  const given = (r: number) => p.words.letters[p.given[r] ?? 0] ?? 0;
  const ordered = Array.from(records.subarray(start, end)).sort(
    (a, b) =>
      dayOf(p, a) - dayOf(p, b) ||
      given(a) - given(b) ||
      (p.mark[a] ?? 0) - (p.mark[b] ?? 0) ||
      (p.mark2[a] ?? 0) - (p.mark2[b] ?? 0),
  );
  const key = keys[start] ?? 0;
  for (const [place, record] of ordered.entries())
    rename(slots, width, record, key, mix(key, Math.floor(place / LARGEST_BLOCK) + 1));
}

/** Records with a key, by key, those of one key in ascending order. Radix sort, so that millions take a moment. */
function sortByKey(
  slots: Uint32Array,
  width: number,
  entries: number,
): { readonly records: Uint32Array; readonly keys: Uint32Array } {
  let from = { records: new Uint32Array(shared(entries * 4)), keys: new Uint32Array(shared(entries * 4)) };
  let to = { records: new Uint32Array(shared(entries * 4)), keys: new Uint32Array(shared(entries * 4)) };
  let at = 0;
  for (let first = 0, record = 0; first < slots.length; first += width, record++)
    for (let slot = first; slot < first + width; slot++) {
      const key = slots[slot] ?? 0;
      if (key === 0) break;
      from.records[at] = record;
      from.keys[at++] = key;
    }
  const counts = new Uint32Array(2048);
  for (const shift of [0, 11, 22]) {
    counts.fill(0);
    for (let e = 0; e < entries; e++) {
      const digit = ((from.keys[e] ?? 0) >>> shift) & 2047;
      counts[digit] = (counts[digit] ?? 0) + 1;
    }
    let sum = 0;
    for (let digit = 0; digit < 2048; digit++) {
      const count = counts[digit] ?? 0;
      counts[digit] = sum;
      sum += count;
    }
    for (let e = 0; e < entries; e++) {
      const key = from.keys[e] ?? 0;
      const digit = (key >>> shift) & 2047;
      const place = counts[digit] ?? 0;
      counts[digit] = place + 1;
      to.records[place] = from.records[e] ?? 0;
      to.keys[place] = key;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Calls with the range of each block of two records or more. */
function forEachBlock(keys: Uint32Array, use: (start: number, end: number) => void): void {
  for (let start = 0; start < keys.length; ) {
    const key = keys[start];
    let end = start + 1;
    while (end < keys.length && keys[end] === key) end++;
    if (end - start > 1) use(start, end);
    start = end;
  }
}
