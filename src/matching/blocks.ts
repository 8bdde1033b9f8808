import { mix } from './address.ts';
import { KEY_SPACES } from './keys.ts';
import { NUMBER, type People } from './people.ts';
import { orderBy } from './radix.ts';
import { shared } from './words.ts';

/** A block larger than this is refined: its records are compared only where they also agree in something else. */
export const LARGEST_BLOCK = 120;

/**
 * Room for the keys of all records: those of record r from `r * stride` on, those of each space from its offset on. All keys of a record
 * lie together, since they are looked at together.
 */
export interface Slots {
  readonly keys: Uint32Array;
  readonly stride: number;
}

/**
 * The keys of one space: record r has those from `slots[r * stride + offset]` on, at most `width`, a 0 ends them. `records` lists the
 * records by key, `keys` the key of each; records of one key stand together.
 */
export interface Blocks {
  readonly slots: Uint32Array;
  readonly stride: number;
  readonly offset: number;
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

/** Where the keys of a space go. */
export interface SpacePlace {
  readonly space: number;
  readonly offset: number;
}

/** Room for the keys of those spaces in which any record has one. */
export function roomForKeys(p: People): { readonly slots: Slots; readonly places: readonly SpacePlace[] } {
  const places: SpacePlace[] = [];
  let stride = 0;
  for (const [space, { keys, slots }] of KEY_SPACES.entries()) {
    let isUsed = false;
    const use = () => {
      isUsed = true;
    };
    for (let record = 0; record < p.size && !isUsed; record++) keys(p, record, use);
    if (!isUsed) continue;
    places.push({ space, offset: stride });
    stride += slots;
  }
  return { slots: { keys: new Uint32Array(shared(p.size * stride * 4)), stride }, places };
}

/** Makes, sorts and refines the keys of one space. */
export function makeBlocks(
  p: People,
  { keys: slots, stride }: Slots,
  { space: index, offset }: SpacePlace,
): { readonly blocks: Blocks; readonly report: BlockReport } {
  const space = KEY_SPACES[index];
  if (!space) throw new Error(`no space ${index}`);
  const width = space.slots;
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
    first = record * stride + offset;
    slot = first;
    space.keys(p, record, put);
  }
  const blocks = { slots, stride, offset, width, ...sortByKey(slots, stride, offset, width, entries) };
  return { blocks, report: { space: space.name, ...refineBlocks(p, blocks) } };
}

/** Takes blocks apart that are too large. */
function refineBlocks(p: People, blocks: Blocks): Omit<BlockReport, 'space'> {
  const counts = { blocks: 0, largest: 0, oversized: 0, oversizedRecords: 0, cut: 0 };
  let large: (readonly [start: number, end: number])[] = [];
  forEachBlock(blocks.keys, 0, blocks.keys.length, (start, end) => {
    counts.blocks++;
    counts.largest = Math.max(counts.largest, end - start);
    if (end - start > LARGEST_BLOCK) large.push([start, end]);
  });
  counts.oversized = large.length;
  counts.oversizedRecords = large.reduce((sum, [start, end]) => sum + end - start, 0);
  for (const refine of REFINEMENTS) {
    const still: (readonly [number, number])[] = [];
    for (const [start, end] of large) {
      const key = blocks.keys[start] ?? 0;
      regroup(blocks, start, end, (at) => mix(key, refine(p, blocks.records[at] ?? 0)));
      forEachBlock(blocks.keys, start, end, (from, to) => {
        if (to - from > LARGEST_BLOCK) still.push([from, to]);
      });
    }
    large = still;
  }
  for (const [start, end] of large) cut(p, blocks, start, end);
  counts.cut = large.length;
  return counts;
}

/** Gives the entries from `start` to before `end` other keys, and puts those together that have the same now. */
function regroup(blocks: Blocks, start: number, end: number, keyOf: (at: number) => number): void {
  const { keys, records } = blocks;
  const before = keys[start] ?? 0;
  const renamed = Uint32Array.from({ length: end - start }, (_, at) => keyOf(start + at));
  const order = orderBy([renamed]);
  const moved = records.slice(start, end);
  for (const [place, from] of order.entries()) {
    const [record, key] = [moved[from] ?? 0, renamed[from] ?? 0];
    records[start + place] = record;
    keys[start + place] = key;
    rename(blocks, record, before, key);
  }
}

/** What an oversized block is refined by, one after another while it is too large. */
const REFINEMENTS: readonly ((p: People, r: number) => number)[] = [
  (p, r) => mix(p.division[r] || p.region[r] || p.postcodes.hashes[p.postcode[r] ?? 0] || 1, 0x71),
  (p, r) => mix((p.sex[r] ?? 0) + 1, 0x72),
  (p, r) => mix(Math.floor(dayOf(p, r) / 10000) + 1, 0x73),
];

const dayOf = (p: People, r: number) => p.birth[r] || (((p.numberFacts[r] ?? 0) & NUMBER.own) !== 0 ? (p.numberDay[r] ?? 0) : 0);

function rename({ slots, stride, offset, width }: Blocks, record: number, key: number, renamed: number): void {
  const first = record * stride + offset;
  for (let slot = first; slot < first + width; slot++) if (slots[slot] === key) slots[slot] = renamed;
}

function cut(p: People, blocks: Blocks, start: number, end: number): void {
  const given = (r: number) => p.words.letters[p.given[r] ?? 0] ?? 0;
  const ordered = Array.from(blocks.records.subarray(start, end)).sort(
    (a, b) =>
      dayOf(p, a) - dayOf(p, b) ||
      given(a) - given(b) ||
      (p.mark[a] ?? 0) - (p.mark[b] ?? 0) ||
      (p.mark2[a] ?? 0) - (p.mark2[b] ?? 0),
  );
  const key = blocks.keys[start] ?? 0;
  const places = new Map(ordered.map((record, place) => [record, Math.floor(place / LARGEST_BLOCK)]));
  regroup(blocks, start, end, (at) => mix(key, (places.get(blocks.records[at] ?? 0) ?? 0) + 1));
}

/** Records with a key, by key, those of one key in ascending order. Radix sort, so that millions take a moment. */
function sortByKey(
  slots: Uint32Array,
  stride: number,
  offset: number,
  width: number,
  entries: number,
): { readonly records: Uint32Array; readonly keys: Uint32Array } {
  let from = { records: new Uint32Array(shared(entries * 4)), keys: new Uint32Array(shared(entries * 4)) };
  let to = { records: new Uint32Array(shared(entries * 4)), keys: new Uint32Array(shared(entries * 4)) };
  let at = 0;
  for (let first = offset, record = 0; first < slots.length; first += stride, record++)
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

/** Calls with the range of each block of two records or more, of the entries from `from` to before `to`. */
function forEachBlock(keys: Uint32Array, from: number, to: number, use: (start: number, end: number) => void): void {
  for (let start = from; start < to; ) {
    const key = keys[start];
    let end = start + 1;
    while (end < to && keys[end] === key) end++;
    if (end - start > 1) use(start, end);
    start = end;
  }
}
