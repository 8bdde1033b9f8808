import { CONTACT, F, levelOf, NUMBER_LEVEL } from './fields.ts';
import { grain, type Rules, type Standing, type Thresholds } from './model.ts';

/** Pairs of one score: how many of them two right numbers say to be one person's, and how many two people's. */
export interface Witness {
  readonly same: number;
  readonly different: number;
}

/** Witnesses by score without the number, in whole bits. */
export type Witnesses = ReadonlyMap<number, Witness>;

const bits = (chance: number) => grain(Math.log2(chance / (1 - chance)));

/** Pairs that have a number in common, or nearly, are their own witnesses: the model alone says what they are worth. */
export const numberedThresholds = ({ numberedChance, reviewChance }: Rules): Thresholds => ({
  link: bits(numberedChance),
  review: bits(reviewChance),
});

export function standingOf(pattern: number): Standing {
  if (levelOf(pattern, F.number) >= NUMBER_LEVEL.near) return 'numbered';
  return isAgreeing(pattern) ? 'agreeing' : 'other';
}

/** Whether telephone, dwelling or household are the same. */
export const isAgreeing = (pattern: number): boolean => levelOf(pattern, F.contact) >= CONTACT.one;

export interface Calibration extends Thresholds {
  /** Chance of error by score without the number, in whole bits, the highest first; empty where there are too few witnesses. */
  readonly errors: readonly (readonly [score: number, error: number])[];
}

/** same, different, or undefined where the numbers of a pair do not tell. */
export function witnessOf(pattern: number): 'same' | 'different' | undefined {
  const number = levelOf(pattern, F.number);
  return number === NUMBER_LEVEL.same ? 'same' : number === NUMBER_LEVEL.conflict ? 'different' : undefined;
}

/**
 * Sets thresholds without labels. Pairs in which both records have a right number are known to be one person's or two people's; what
 * the other fields say of them is compared with that, by score. `slips` is the share of one person's pairs whose numbers differ
 * because one was mistyped and still came out right: it is read off where all else agrees, and taken away.
 */
export function calibrate(witnesses: Witnesses, slips: number, rules: Rules): Calibration {
  const { linkError, reviewError, linkChance, reviewChance } = rules;
  const total = [...witnesses.values()].reduce((sum, { same, different }) => sum + same + different, 0);
  if (total < rules.witnesses) return { link: bits(linkChance), review: bits(reviewChance), errors: [] };
  const errors = fallingErrors(witnesses, slips);
  const lowest = (most: number) => errors.findLast(([, error]) => error <= most)?.[0];
  const link = lowest(linkError) ?? (errors[0]?.[0] ?? bits(linkChance)) + 1;
  return { link, review: Math.min(link, lowest(reviewError) ?? link), errors };
}

/** Error by score, the highest score first, never falling as the score falls (pool adjacent violators). */
function fallingErrors(witnesses: Witnesses, slips: number): [number, number][] {
  const pools: { scores: number[]; same: number; different: number }[] = [];
  for (const [score, { same, different }] of [...witnesses].sort(([a], [b]) => b - a)) {
    pools.push({ scores: [score], same, different });
    for (
      let last = pools.at(-1), before = pools.at(-2);
      last && before && rate(last) <= rate(before);
      last = pools.at(-1), before = pools.at(-2)
    ) {
      pools.splice(-2, 2, {
        scores: [...before.scores, ...last.scores],
        same: before.same + last.same,
        different: before.different + last.different,
      });
    }
  }
  return pools.flatMap((pool) =>
    pool.scores.map((score): [number, number] => [score, Math.max(0, (rate(pool) - slips) / (1 - slips))]),
  );
}

const rate = ({ same, different }: Witness) => different / Math.max(1, same + different);

/** Share of differing numbers among the better half of the pairs that agree in contact. */
export function slipsOf(agreeing: Witnesses): number {
  const total = [...agreeing.values()].reduce((sum, { same }) => sum + same, 0);
  let [same, different] = [0, 0];
  for (const [, witness] of [...agreeing].sort(([a], [b]) => b - a)) {
    if (same > total / 2) break;
    same += witness.same;
    different += witness.different;
  }
  return different / Math.max(1, same + different);
}
