/** The same array, or a longer copy of it where so many are to go in. */
export function withRoom(column: Uint8Array, needed: number): Uint8Array;
export function withRoom(column: Uint16Array, needed: number): Uint16Array;
export function withRoom(column: Uint32Array, needed: number): Uint32Array;
export function withRoom(column: Uint8Array | Uint16Array | Uint32Array, needed: number): Uint8Array | Uint16Array | Uint32Array {
  if (needed <= column.length) return column;
  const length = Math.max(needed, column.length * 2);
  const grown =
    column instanceof Uint8Array
      ? new Uint8Array(length)
      : column instanceof Uint16Array
        ? new Uint16Array(length)
        : new Uint32Array(length);
  grown.set(column);
  return grown;
}

/** A list of whole numbers that grows; cheaper by far than an array of boxed values. */
export class Growing {
  #values: Uint32Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#values = new Uint32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = withRoom(this.#values, this.#length + 1);
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  /** All there is room for, what is in it first; good until the next push. */
  get room(): Uint32Array {
    return this.#values;
  }

  /** What is in it, without a copy; good until the next push. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }
}

/** First half of the hash of some bytes, the same in every run; never 0. */
export function firstHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 16777619);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0 || 1;
}

/** Second half of it. */
export function secondHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x9747b28c;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Numbers in one slot of the table: the value's number, and the two halves of its hash. */
const SLOT = 3;

/**
 * Gives every distinct run of bytes a number: 0 for no bytes at all, then 1, 2, … in the order seen. Values are told apart by a
 * hash of 64 bits, kept beside the number: one look at memory, where comparing the bytes would take three. Among ten million
 * values the chance that any two share a hash is one in 400,000.
 */
export class Interner {
  #slots = new Uint32Array(SLOT * 2048);
  #mask = 2047;
  #size = 1;
  /** First half of the hash of the value last put. */
  lastHash = 0;
  lastHash2 = 0;

  /** Distinct values, the empty one among them. */
  get size(): number {
    return this.#size;
  }

  put(bytes: Uint8Array, start: number, end: number): number {
    if (end <= start) {
      this.lastHash = 0;
      this.lastHash2 = 0;
      return 0;
    }
    let one = 0x811c9dc5;
    let other = 0x9747b28c;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      one = Math.imul(one ^ byte, 16777619);
      other = Math.imul(other ^ byte, 0x5bd1e995);
      other ^= other >>> 15;
    }
    one ^= one >>> 15;
    one = Math.imul(one, 0x2c1b3c6d);
    one = (one ^ (one >>> 13)) >>> 0 || 1;
    other >>>= 0;
    this.lastHash = one;
    this.lastHash2 = other;
    const slots = this.#slots;
    let slot = one & this.#mask;
    for (;;) {
      const found = slots[slot * SLOT] ?? 0;
      if (found === 0) break;
      if (slots[slot * SLOT + 1] === one && slots[slot * SLOT + 2] === other) return found;
      slot = (slot + 1) & this.#mask;
    }
    const id = this.#size++;
    slots[slot * SLOT] = id;
    slots[slot * SLOT + 1] = one;
    slots[slot * SLOT + 2] = other;
    if (id * 2 > this.#mask) this.#spread();
    return id;
  }

  #spread(): void {
    const before = this.#slots;
    const slots = new Uint32Array(before.length * 4);
    const mask = this.#mask * 4 + 3;
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from] === 0) continue;
      let slot = (before[from + 1] ?? 0) & mask;
      while (slots[slot * SLOT] !== 0) slot = (slot + 1) & mask;
      slots[slot * SLOT] = before[from] ?? 0;
      slots[slot * SLOT + 1] = before[from + 1] ?? 0;
      slots[slot * SLOT + 2] = before[from + 2] ?? 0;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** An interner that also keeps the bytes, one value after another in a pool, and each value's hash. */
export class Pool {
  readonly #values = new Interner();
  readonly #ends = new Growing();
  readonly #hashes = new Growing();
  #bytes: Uint8Array = new Uint8Array(1 << 16);
  #used = 0;

  constructor() {
    this.#ends.push(0);
    this.#hashes.push(0);
  }

  get size(): number {
    return this.#values.size;
  }

  /** Second half of the hash of the value last put. */
  get lastHash2(): number {
    return this.#values.lastHash2;
  }

  put(bytes: Uint8Array, start: number, end: number): number {
    const before = this.#values.size;
    const id = this.#values.put(bytes, start, end);
    if (id < before) return id;
    const length = end - start;
    this.#bytes = withRoom(this.#bytes, this.#used + length);
    for (let at = 0; at < length; at++) this.#bytes[this.#used + at] = bytes[start + at] ?? 0;
    this.#used += length;
    this.#ends.push(this.#used);
    this.#hashes.push(this.#values.lastHash);
    return id;
  }

  /** What is in it so far, as columns that are longer than what is in them and are replaced as they grow. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get ends(): Uint32Array {
    return this.#ends.room;
  }

  get hashes(): Uint32Array {
    return this.#hashes.room;
  }

  value(id: number): Uint8Array {
    return id === 0 ? this.#bytes.subarray(0, 0) : this.#bytes.subarray(this.#ends.at(id - 1), this.#ends.at(id));
  }

  /** All bytes, where each value ends in them, and the values' hashes. */
  contents(): { readonly bytes: Uint8Array; readonly ends: Uint32Array; readonly hashes: Uint32Array } {
    return { bytes: this.#bytes.subarray(0, this.#used), ends: this.#ends.view(), hashes: this.#hashes.view() };
  }
}
