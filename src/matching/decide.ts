import { DAY } from './calendar.ts';
import { isAgreeing, standingOf } from './calibrate.ts';
import { F, GIVEN, levelOf, NUMBER_LEVEL } from './fields.ts';
import { type Model, weightsOf } from './model.ts';
import { type Conflict, findConflict, isForReview, saysLittle } from './rules.ts';

/** What is done with two records: made one by themselves, shown to somebody, or left two. */
export type Decision = 'link' | 'review' | 'new';

/** Why a pair is shown to somebody instead of being linked. */
export type Reason = 'doubtful' | 'part-of-name' | 'cluster' | 'numbers';

const NEVER = Number.POSITIVE_INFINITY;

/** What to do with the pairs of one pattern: never anything, or by score in bits. */
interface Rule {
  readonly conflict: Conflict | undefined;
  readonly review: number;
  readonly link: number;
}

/** Decides about pairs by a model. The bulk run and a single registration ask the same one. */
export class Decider {
  readonly #model: Model;
  readonly #conflictWeight: number;
  readonly #rules = new Map<number, Rule>();

  constructor(model: Model) {
    this.#model = model;
    this.#conflictWeight = weightsOf(model)[F.number]?.[NUMBER_LEVEL.conflict] ?? 0;
  }

  /** @param numbersApart asked for the edits between the two numbers where these are both right and differ */
  standing(pattern: number, score: number, numbersApart: () => number): Decision {
    const rule = this.#rules.get(pattern) ?? this.#learn(pattern);
    if (rule.conflict === 'numbers') return this.#isMistyped(pattern, score, numbersApart) ? 'review' : 'new';
    return score >= rule.link ? 'link' : score >= rule.review ? 'review' : 'new';
  }

  /** What speaks against one person whatever the score is. */
  conflict(pattern: number): Conflict | undefined {
    return (this.#rules.get(pattern) ?? this.#learn(pattern)).conflict;
  }

  /** Why a pair that was not made one is shown. */
  reason(pattern: number, isLink: boolean): Reason {
    if (this.conflict(pattern) === 'numbers') return 'numbers';
    return isForReview(pattern) ? 'part-of-name' : isLink ? 'cluster' : 'doubtful';
  }

  #learn(pattern: number): Rule {
    const { households, thresholds } = this.#model;
    const conflict = findConflict(pattern, households);
    const { link, review } = thresholds[standingOf(pattern)];
    const shown = households && (isForReview(pattern) || saysLittle(pattern));
    const rule =
      conflict === undefined ? { conflict, review, link: shown ? NEVER : link } : { conflict, review: NEVER, link: NEVER };
    this.#rules.set(pattern, rule);
    return rule;
  }

  /** Two right numbers, a slip of the keyboard apart, of records that agree in name, birth and contact: worth a look, never a link. */
  #isMistyped(pattern: number, score: number, numbersApart: () => number): boolean {
    return (
      isAgreeing(pattern) &&
      levelOf(pattern, F.given) >= GIVEN.close &&
      levelOf(pattern, F.birthDate) >= DAY.near &&
      score - this.#conflictWeight >= this.#model.thresholds.agreeing.link &&
      numbersApart() <= this.#model.rules.slips
    );
  }
}
