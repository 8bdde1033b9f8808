import { CONTACT, FIELDS, levelOf } from './fields.ts';
import type { FieldModel } from './model.ts';
import { findConflict, knowsHouseholds } from './rules.ts';

/** Patterns and how many pairs have them, in ascending order of pattern. */
export type Histogram = readonly (readonly [pattern: number, count: number])[];

export interface Estimate {
  readonly prior: number;
  readonly fields: readonly FieldModel[];
  readonly households: boolean;
  readonly rounds: number;
}

const ROUNDS = 60;

/**
 * Learns from pairs alone, without labels: expectation-maximisation over the patterns of all candidate pairs, for which `candidates` stands,
 * while pairs taken at random tell how often people agree by chance. Pairs that no block brought together are taken for two
 * people's. What a rule forbids is known not to match. Sums run in the order of patterns, so the result is the same every time.
 */
export function estimate(candidates: Histogram, random: Histogram, size: number): Estimate {
  const pairs = (size * (size - 1)) / 2;
  const sample = random.reduce((sum, [, count]) => sum + count, 0);
  let fields = FIELDS.map(({ name, levels }) => ({
    name,
    m: firstGuess(levels.length),
    u: chances(random, levels.length, name, () => 1, sample),
  }));
  let prior = Math.min(0.3, size / 4 / pairs);
  const households = knowsHouseholds(candidates);
  let rounds = 0;
  for (; rounds < ROUNDS; rounds++) {
    const weights = fields.map(({ m, u }) => m.map((chance, level) => (level === 0 ? 0 : Math.log2(chance / (u[level] ?? 1)))));
    const belief = (pattern: number) => {
      if (findConflict(pattern, households)) return 0;
      let score = Math.log2(prior / (1 - prior));
      for (let field = 0; field < FIELDS.length; field++) score += weights[field]?.[levelOf(pattern, field)] ?? 0;
      return 1 / (1 + 2 ** -score);
    };
    const matches = candidates.reduce((sum, [pattern, count]) => sum + count * belief(pattern), 0);
    const next = FIELDS.map(({ name, levels }) => ({
      name,
      m: chances(candidates, levels.length, name, belief, matches),
      u: chances(random, levels.length, name, (pattern) => 1 - belief(pattern), sample),
    }));
    const moved = Math.abs(matches / pairs - prior) / prior;
    fields = next;
    prior = Math.max(1e-15, Math.min(0.5, matches / pairs));
    if (moved < 1e-6 && rounds > 8) break;
  }
  return { prior, fields: households ? fields.map(withoutHousehold) : fields, households, rounds };
}

/** Where people of one household are in the data, sharing it says nothing of two records with different given names. */
function withoutHousehold(field: FieldModel): FieldModel {
  return field.name === 'contact'
    ? { ...field, m: field.m.map((chance, level) => (level === CONTACT.household ? (field.u[level] ?? chance) : chance)) }
    : field;
}

/** Agreement is expected of one person's records until the data say otherwise. */
const firstGuess = (levels: number) =>
  Array.from({ length: levels }, (_, level) => (level === 0 ? 1 : level === levels - 1 ? 0.9 : 0.1 / Math.max(1, levels - 2)));

/** Shares of the levels above 0 in weighted patterns, none of them 0: what was never seen is half a pair. */
function chances(
  histogram: Histogram,
  levels: number,
  name: string,
  weight: (pattern: number) => number,
  total: number,
): number[] {
  const field = FIELDS.findIndex((candidate) => candidate.name === name);
  const sums = new Float64Array(levels);
  for (const [pattern, count] of histogram) {
    const level = levelOf(pattern, field);
    sums[level] = (sums[level] ?? 0) + count * weight(pattern);
  }
  let known = 0;
  for (let level = 1; level < levels; level++) known += sums[level] ?? 0;
  const least = 0.5 / Math.max(1, Math.max(known, Math.min(total, 1000)));
  return Array.from(sums, (sum, level) =>
    level === 0 ? 1 : Math.min(1, Math.max(least, known === 0 ? 1 / levels : sum / known)),
  );
}
