import { Comparer } from './compare.ts';
import type { Model } from './model.ts';
import type { People } from './people.ts';
import type { Scorer } from './scorer.ts';
import { Together } from './together.ts';

/** Records of a cluster that are compared with another's: all pairs of large ones would take time with the square of their size. */
const MOST_MEMBERS = 100;

/**
 * Puts records into clusters, the surest pair first. Two clusters become one only if no two of their records have different right
 * numbers and if their pairs, taken together, speak for it; so a record without a number cannot make one person of two, and
 * clusters come apart at their weakest edge. What was refused is shown to somebody.
 */
export class Clusters {
  readonly #together: Together;
  readonly #root: Uint32Array;
  readonly #next: Uint32Array;
  readonly #size: Uint32Array;

  constructor(people: People, scorer: Scorer, model: Pick<Model, 'households' | 'rules'>) {
    this.#together = new Together(new Comparer(people), scorer, model);
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
    if ((this.#size[one] ?? 0) * (this.#size[other] ?? 0) > 1 && !this.#areOne(one, other)) return false;
    const [large, small] = (this.#size[one] ?? 0) >= (this.#size[other] ?? 0) ? [one, other] : [other, one];
    this.#root[small] = large;
    this.#size[large] = (this.#size[large] ?? 0) + (this.#size[small] ?? 0);
    const [first = 0, second = 0] = [this.#next[large], this.#next[small]];
    this.#next[large] = second;
    this.#next[small] = first;
    return true;
  }

  #areOne(one: number, other: number): boolean {
    return this.#together.areOne(this.#members(one), Array.from(this.#members(other)));
  }

  /** The records of a cluster; of a very large one some. Their order follows that of joining, which is always the same. */
  *#members(record: number): Generator<number> {
    yield record;
    let left = MOST_MEMBERS;
    for (let at = this.#next[record] ?? record; at !== record && --left > 0; at = this.#next[at] ?? record) yield at;
  }
}
