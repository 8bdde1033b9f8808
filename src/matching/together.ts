import type { Comparer } from './compare.ts';
import { F, levelOf, NUMBER_LEVEL } from './fields.ts';
import type { Model } from './model.ts';
import { findConflict, isForReview } from './rules.ts';
import type { Scorer } from './scorer.ts';

/** What all pairs between two groups of records say, added up; `conflict` where two of their right numbers differ. */
export class Together {
  readonly #comparer: Comparer;
  readonly #scorer: Scorer;
  readonly #households: boolean;
  /** No pair counts more than this, for or against: one must not outvote all others. */
  readonly #most: number;
  /** What a pair counts that a rule speaks against. */
  readonly #against: number;
  #sum = 0;
  #named = 0;
  #isNumberShared = false;

  constructor(comparer: Comparer, scorer: Scorer, { households, rules }: Pick<Model, 'households' | 'rules'>) {
    this.#comparer = comparer;
    this.#scorer = scorer;
    this.#households = households;
    this.#most = rules.mostOfPair;
    this.#against = -rules.againstPair;
  }

  /** Whether the records of two groups may be one person's. */
  areOne(group: Iterable<number>, other: Iterable<number>): boolean {
    this.#sum = 0;
    this.#named = 0;
    this.#isNumberShared = false;
    for (const a of group) for (const b of other) if (!this.#add(a, b)) return false;
    // other names count less than they else would where both have the same right number
    return (this.#isNumberShared ? this.#sum : this.#sum + this.#named) >= 0;
  }

  /** Adds a pair; false where nothing else can make them one. */
  #add(a: number, b: number): boolean {
    const pattern = this.#comparer.pattern(a, b);
    const number = levelOf(pattern, F.number);
    if (number === NUMBER_LEVEL.conflict) return false;
    const conflict = findConflict(pattern, this.#households);
    if (conflict === 'foreign') this.#sum += this.#against;
    else if (conflict !== undefined || (this.#households && isForReview(pattern))) this.#named += this.#against;
    else {
      this.#sum += Math.max(-this.#most, Math.min(this.#most, this.#scorer.score(a, b, pattern)));
      if (number === NUMBER_LEVEL.same) this.#isNumberShared = true;
    }
    return true;
  }
}
