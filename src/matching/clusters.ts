import { Comparer } from './compare.ts';
import { F, levelOf, NUMBER_LEVEL } from './fields.ts';
import type { People } from './people.ts';
import { findConflict, isForReview } from './rules.ts';
import type { Scorer } from './scorer.ts';

/** A score is taken for no better and no worse than this when scores are averaged: one pair must not outvote all others. */
const MOST = 25;
/** What a pair counts that a rule speaks against. */
const AGAINST = -20;

/**
 * Puts records into clusters, the surest pair first. Two clusters become one only if no two of their records have different right
 * numbers and if their pairs, taken together, speak for it; so a record without a number cannot make one person of two, and
 * clusters come apart at their weakest edge. What was refused is shown to somebody.
 */
export class Clusters {
  readonly #comparer: Comparer;
  readonly #scorer: Scorer;
  readonly #households: boolean;
  readonly #root: Uint32Array;
  readonly #next: Uint32Array;
  readonly #size: Uint32Array;

  constructor(people: People, scorer: Scorer, households: boolean) {
    this.#comparer = new Comparer(people);
    this.#scorer = scorer;
    this.#households = households;
    this.#root = Uint32Array.from({ length: people.size }, (_, r) => r);
    this.#next = this.#root.slice();
    this.#size = new Uint32Array(people.size).fill(1);
  }

  rootOf(record: number): number {
    let root = record;
    while (this.#root[root] !== root) root = this.#root[root] ?? 0;
    for (let at = record; at !== root; ) {
      const above = this.#root[at] ?? root;
      this.#root[at] = root;
      at = above;
    }
    return root;
  }

  /** Joins the clusters of two records if nothing speaks against it; says whether they are one now. */
  join(a: number, b: number): boolean {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one === other) return true;
    if ((this.#size[one] ?? 0) * (this.#size[other] ?? 0) > 1 && !this.#isOnePerson(one, other)) return false;
    const [large, small] = (this.#size[one] ?? 0) >= (this.#size[other] ?? 0) ? [one, other] : [other, one];
    this.#root[small] = large;
    this.#size[large] = (this.#size[large] ?? 0) + (this.#size[small] ?? 0);
    const [first = 0, second = 0] = [this.#next[large], this.#next[small]];
    this.#next[large] = second;
    this.#next[small] = first;
    return true;
  }

  /** All pairs between two clusters together. Other names count less than they else would where both have the same right number. */
  #isOnePerson(one: number, other: number): boolean {
    let [sum, named] = [0, 0];
    let isNumberShared = false;
    for (const a of this.#members(one))
      for (const b of this.#members(other)) {
        const pattern = this.#comparer.pattern(a, b);
        const number = levelOf(pattern, F.number);
        if (number === NUMBER_LEVEL.conflict) return false;
        const conflict = findConflict(pattern, this.#households);
        if (conflict === 'foreign') sum += AGAINST;
        else if (conflict !== undefined || (this.#households && isForReview(pattern))) named += AGAINST;
        else {
          sum += Math.max(-MOST, Math.min(MOST, this.#scorer.score(a, b, pattern)));
          if (number === NUMBER_LEVEL.same) isNumberShared = true;
        }
      }
    return (isNumberShared ? sum : sum + named) >= 0;
  }

  *#members(record: number): Generator<number> {
    yield record;
    for (let at = this.#next[record] ?? record; at !== record; at = this.#next[at] ?? record) yield at;
  }
}
