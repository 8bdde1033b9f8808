import { type Calibration, standingOf } from './calibrate.ts';
import type { Model, Standing } from './model.ts';
import { findConflict } from './rules.ts';
import type { Counts, Pairs } from './tasks.ts';

/** What is to be expected of a linkage, told without knowing the truth. */
export interface Expected {
  /** Share of the linked pairs that are right. */
  readonly precision: number;
  /** Share of one person's pairs that are linked; those that no block brought together and those with mistyped numbers count as missed. */
  readonly recall: number;
  /** Share of one person's pairs that were compared at all. */
  readonly blockingRecall: number;
}

export interface Errors {
  readonly agreeing: Calibration['errors'];
  readonly other: Calibration['errors'];
}

/** Adds up the chances of all compared pairs: of those that came into one cluster to be right, of the others to be missed. */
export function expect(
  model: Model,
  errors: Errors,
  slips: number,
  pieces: readonly Pairs[],
  scores: readonly Int32Array[],
  roots: Uint32Array,
  spacesOfLinks: Counts,
): { readonly links: number; readonly expected: Expected } {
  let [links, right, missed, same] = [0, 0, 0, 0];
  const kinds = new Map<number, Standing | 'never'>();
  const tables = { agreeing: new Map(errors.agreeing), other: new Map(errors.other) };
  for (const [index, { a, b, patterns }] of pieces.entries())
    for (let pair = 0; pair < a.length; pair++) {
      const pattern = patterns[pair] ?? 0;
      let kind = kinds.get(pattern);
      if (kind === undefined) {
        kind = findConflict(pattern, model.households) === undefined ? standingOf(pattern) : 'never';
        kinds.set(pattern, kind);
      }
      const score = (scores[index]?.[pair] ?? 0) / 1024;
      const error = kind === 'agreeing' || kind === 'other' ? tables[kind].get(Math.floor(score)) : undefined;
      // by the numbers of others like it where there are enough, else by the model
      const chance = kind === 'never' ? 0 : error === undefined ? 1 / (1 + 2 ** -score) : 1 - error;
      if (roots[a[pair] ?? 0] === roots[b[pair] ?? 0]) {
        links++;
        right += chance;
        if (kind === 'numbered') same++;
      } else missed += chance;
    }
  const blockingRecall = foundShare(spacesOfLinks);
  const mistyped = (same * slips) / (1 - slips);
  const precision = links === 0 ? 1 : right / links;
  const recall = right + missed === 0 ? 1 : (right / (right + missed + mistyped)) * blockingRecall;
  return { links, expected: { precision, recall, blockingRecall } };
}

/**
 * Share of one person's pairs that at least one space brings together, from how many spaces those that were found share: many that
 * hang by one key alone mean that others hang by none (Chao 1987, lower bound of what was never seen).
 */
function foundShare(counts: Counts): number {
  const seen = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [once, twice] = [counts.get(1) ?? 0, counts.get(2) ?? 0];
  const unseen = twice > 0 ? once ** 2 / (2 * twice) : (once * (once - 1)) / 2;
  return seen === 0 ? 1 : seen / (seen + unseen);
}
