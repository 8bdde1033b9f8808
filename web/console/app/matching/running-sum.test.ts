import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOf, scaleOf, stepsOf } from './running-sum.ts';

/** As of the model: multiples of 1/1024, so that sums are exact. */
const bits = fc.integer({ min: -40 * 1024, max: 40 * 1024 }).map((grains) => grains / 1024);
const evidence = fc.record({
  prior: bits,
  parts: fc.array(
    fc.record({ field: fc.constantFrom('surname', 'given'), level: fc.constant('same'), weight: bits, frequency: bits }),
    { maxLength: 10 },
  ),
});

test('the last sum is the score exactly, and each step begins where the one before ended', () => {
  fc.assert(
    fc.property(evidence, ({ prior, parts }) => {
      const score = parts.reduce((sum, { weight, frequency }) => sum + weight + frequency, prior);

      const steps = stepsOf({ prior, parts });

      expect(steps.at(-1)?.to).toBe(score);
      for (const [at, { from }] of steps.entries()) if (at > 0) expect(from).toBe(steps[at - 1]?.to);
    }),
  );
});

test('every bar lies on the scale', () => {
  fc.assert(
    fc.property(evidence, (given) => {
      const steps = stepsOf(given);

      for (const step of steps) {
        const { start, width } = placeOf(step, scaleOf(steps));
        expect(start).toBeGreaterThanOrEqual(-1e-6);
        expect(start + width).toBeLessThanOrEqual(100 + 1e-6);
      }
    }),
  );
});

test('a field that could not be compared is not among the steps', () => {
  const steps = stepsOf({ prior: -8, parts: [{ field: 'email', level: 'unknown', weight: 0, frequency: 0 }] });

  expect(steps.map(({ item }) => item)).toEqual(['prior']);
});
