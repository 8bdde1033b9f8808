/** Numbers that a seed decides (mulberry32): the same population every time, on every machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to before 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.roll() * (most - least + 1));
  }

  happens(chance: number): boolean {
    return this.roll() < chance;
  }

  pick(from: string): string {
    return from.charAt(Math.floor(this.roll() * from.length));
  }

  choose<Item>(from: readonly [Item, ...Item[]]): Item {
    return from[Math.floor(this.roll() * from.length)] ?? from[0];
  }
}
