import { type BlockReport, type Blocks, makeBlocks, type Slots, type SpacePlace } from './blocks.ts';
import { Comparer } from './compare.ts';
import { countSpaces, forEachPair } from './pairs.ts';
import type { People } from './people.ts';
import { Scorer, type Worths } from './scorer.ts';
import { shared } from './words.ts';

/** Pairs in columns: records a and b, and the pattern of their agreement. */
export interface Pairs {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly patterns: Uint32Array;
}

export type Counts = ReadonlyMap<number, number>;

/** A piece of work that any thread can do alone. All of it may be shared or copied between threads. */
export type Task =
  | { readonly kind: 'blocks'; readonly slots: Slots; readonly place: SpacePlace }
  | { readonly kind: 'random'; readonly order: Uint32Array; readonly offset: number; readonly from: number; readonly to: number }
  | {
      readonly kind: 'pairs';
      readonly spaces: readonly Blocks[];
      readonly index: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'scores'; readonly worths: Worths; readonly pairs: readonly Pairs[] }
  | { readonly kind: 'spaces'; readonly spaces: readonly Blocks[]; readonly a: Uint32Array; readonly b: Uint32Array };

export interface Results {
  readonly blocks: { readonly blocks: Blocks; readonly report: BlockReport };
  readonly random: Counts;
  readonly pairs: { readonly pairs: Pairs; readonly counts: Counts };
  /** Scores in 1024ths of a bit, for each piece of pairs. */
  readonly scores: readonly Int32Array[];
  /** How many of the pairs so many spaces bring together. */
  readonly spaces: Counts;
}

export type Result<T extends Task> = Results[T['kind']];

/** Does tasks for one set of people, one after another. */
export class Performer {
  readonly #people: People;
  readonly #comparer: Comparer;

  constructor(people: People) {
    this.#people = people;
    this.#comparer = new Comparer(people);
  }

  perform(task: Task): Results[Task['kind']] {
    switch (task.kind) {
      case 'blocks':
        return makeBlocks(this.#people, task.slots, task.place);
      case 'random':
        return this.#random(task.order, task.offset, task.from, task.to);
      case 'pairs':
        return this.#pairs(task.spaces, task.index, task.from, task.to);
      case 'scores':
        return this.#scores(task.worths, task.pairs);
      case 'spaces':
        return spacesOf(task.spaces, task.a, task.b);
    }
  }

  #random(order: Uint32Array, offset: number, from: number, to: number): Counts {
    const counts = new Map<number, number>();
    for (let at = from; at < to; at++) {
      const pattern = this.#comparer.pattern(order[at] ?? 0, order[at + offset] ?? 0);
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    }
    return counts;
  }

  #pairs(spaces: readonly Blocks[], index: number, from: number, to: number): Results['pairs'] {
    let capacity = 1 << 14;
    let pairs = roomFor(capacity);
    let count = 0;
    const counts = new Map<number, number>();
    forEachPair(spaces, index, from, to, (a, b) => {
      if (count === capacity) {
        capacity *= 2;
        const larger = roomFor(capacity);
        larger.a.set(pairs.a);
        larger.b.set(pairs.b);
        larger.patterns.set(pairs.patterns);
        pairs = larger;
      }
      const pattern = this.#comparer.pattern(a, b);
      pairs.a[count] = a;
      pairs.b[count] = b;
      pairs.patterns[count++] = pattern;
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    });
    const exact = roomFor(count);
    exact.a.set(pairs.a.subarray(0, count));
    exact.b.set(pairs.b.subarray(0, count));
    exact.patterns.set(pairs.patterns.subarray(0, count));
    return { pairs: exact, counts };
  }

  #scores(worths: Worths, pieces: readonly Pairs[]): readonly Int32Array[] {
    const scorer = new Scorer(this.#people, worths);
    return pieces.map(({ a, b, patterns }) => {
      const scores = new Int32Array(shared(a.length * 4));
      for (let pair = 0; pair < a.length; pair++)
        scores[pair] = scorer.score(a[pair] ?? 0, b[pair] ?? 0, patterns[pair] ?? 0) * 1024;
      return scores;
    });
  }
}

function roomFor(count: number): Pairs {
  return {
    a: new Uint32Array(shared(count * 4)),
    b: new Uint32Array(shared(count * 4)),
    patterns: new Uint32Array(shared(count * 4)),
  };
}

function spacesOf(spaces: readonly Blocks[], a: Uint32Array, b: Uint32Array): Counts {
  const counts = new Map<number, number>();
  for (let pair = 0; pair < a.length; pair++) {
    const found = countSpaces(spaces, a[pair] ?? 0, b[pair] ?? 0);
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return counts;
}
