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
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** What is in it, without a copy; good until the next push. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }
}

/**
 * Gives every distinct run of bytes a number: 0 for no bytes at all, then 1, 2, … in the order seen. The bytes are kept one
 * after another in a pool, so that millions of values cost no objects.
 */
export class Interner {
  #slots = new Uint32Array(2048);
  readonly #hashes = new Growing();
  readonly #ends = new Growing();
  #pool = new Uint8Array(1 << 16);
  #used = 0;

  constructor() {
    this.#hashes.push(0);
    this.#ends.push(0);
  }

  /** Distinct values, the empty one among them. */
  get size(): number {
    return this.#ends.length;
  }

  put(bytes: Uint8Array, start: number, end: number): number {
    if (end <= start) return 0;
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 16777619);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash = (hash ^ (hash >>> 13)) >>> 0 || 1;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0) break;
      if (this.#hashes.at(found) === hash && this.#same(found, bytes, start, end)) return found;
      slot = (slot + 1) & mask;
    }
    return this.#append(bytes, start, end, hash, slot);
  }

  #append(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.size;
    const length = end - start;
    if (this.#used + length > this.#pool.length) {
      const grown = new Uint8Array(Math.max(this.#pool.length * 2, this.#used + length));
      grown.set(this.#pool);
      this.#pool = grown;
    }
    for (let at = 0; at < length; at++) this.#pool[this.#used + at] = bytes[start + at] ?? 0;
    this.#used += length;
    this.#hashes.push(hash);
    this.#ends.push(this.#used);
    this.#slots[slot] = id;
    if (id * 2 > this.#slots.length) this.#spread();
    return id;
  }

  #same(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends.at(id - 1);
    if (this.#ends.at(id) - from !== end - start) return false;
    for (let at = start; at < end; at++) if (this.#pool[from + at - start] !== bytes[at]) return false;
    return true;
  }

  #spread(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 1; id < this.size; id++) {
      let slot = this.#hashes.at(id) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }

  /** A hash of a value's bytes, the same in every run and whatever was seen before. */
  hash(id: number): number {
    return this.#hashes.at(id);
  }

  bytes(id: number): Uint8Array {
    return id === 0 ? this.#pool.subarray(0, 0) : this.#pool.subarray(this.#ends.at(id - 1), this.#ends.at(id));
  }

  /** The pool, where each value ends in it, and the values' hashes. */
  pool(): { readonly bytes: Uint8Array; readonly ends: Uint32Array; readonly hashes: Uint32Array } {
    return { bytes: this.#pool.subarray(0, this.#used), ends: this.#ends.view(), hashes: this.#hashes.view() };
  }
}
