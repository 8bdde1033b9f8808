import type { RandomBytes } from '../../../kernel/index.ts';

/** A seeded source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** By weight; weights need not sum to anything. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item;
  /** The earlier an item stands, the likelier it is: rank r with weight 1/(r + 2). */
  skewed<Item>(items: readonly Item[]): Item;
  /** Normal distribution, rounded to `digits` decimals and kept within four deviations. */
  normal(mean: number, deviation: number, digits?: number): number;
  readonly bytes: RandomBytes;
}

/** @param seed any text */
export function seeded(seed: string): Random {
  const next = sfc32(hash(seed));
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const weighted = <Item>(items: readonly (readonly [Item, number])[]): Item => {
    let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return last(items)[0];
  };
  return {
    next,
    int,
    weighted,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)] ?? last(items),
    skewed: (items) => weighted(items.map((item, rank) => [item, 1 / (rank + 2)] as const)),
    normal: (mean, deviation, digits = 0) => {
      const around = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Number((mean + Math.max(-4, Math.min(4, around)) * deviation).toFixed(digits));
    },
    bytes: (length) => Uint8Array.from({ length }, () => int(0, 255)),
  };
}

function last<Item>(items: readonly Item[]): Item {
  const item = items.at(-1);
  if (item === undefined) throw new RangeError('there is nothing to choose from');
  return item;
}

/** Four 32-bit words of a text (xmur3, public domain). */
function hash(text: string): [number, number, number, number] {
  let state = 1779033703 ^ text.length;
  for (const character of text) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 3432918353);
    state = (state << 13) | (state >>> 19);
  }
  const word = () => {
    state = Math.imul(state ^ (state >>> 16), 2246822507);
    state = Math.imul(state ^ (state >>> 13), 3266489909);
    state ^= state >>> 16;
    return state >>> 0;
  };
  return [word(), word(), word(), word()];
}

/** Small fast counter generator of Chris Doty-Humphrey (public domain), 128 bits of state. */
function sfc32([first, second, third, fourth]: [number, number, number, number]): () => number {
  let [a, b, c, counter] = [first, second, third, fourth];
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
}
