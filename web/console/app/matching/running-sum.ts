import type { Evidence } from '../../../../src/databases/population/linking/contract.ts';

export interface Step {
  /** `prior`, or a field. */
  readonly item: string;
  readonly level?: string;
  readonly weight: number;
  readonly frequency: number;
  /** Sums before and after it, in bits. */
  readonly from: number;
  readonly to: number;
}

/** The score as it comes about, step by step; what cannot be compared and says nothing is left out. */
export function stepsOf({ prior, parts }: Pick<Evidence, 'prior' | 'parts'>): readonly Step[] {
  const steps: Step[] = [{ item: 'prior', weight: prior, frequency: 0, from: 0, to: prior }];
  let sum = prior;
  for (const { field, level, weight, frequency } of parts) {
    const from = sum;
    sum += weight + frequency;
    if (weight !== 0 || frequency !== 0 || level !== 'unknown')
      steps.push({ item: field, level, weight, frequency, from, to: sum });
  }
  return steps;
}

/** Left edge and width of a bar, in per cent of a scale that holds zero and all sums. */
export function placeOf(
  { from, to }: Pick<Step, 'from' | 'to'>,
  [least, most]: readonly [number, number],
): { readonly start: number; readonly width: number } {
  const span = Math.max(1e-9, most - least);
  return { start: (100 * (Math.min(from, to) - least)) / span, width: (100 * Math.abs(to - from)) / span };
}

/** From the least to the greatest sum that is passed, zero among them. */
export const scaleOf = (steps: readonly Step[]): readonly [number, number] => [
  Math.min(0, ...steps.map(({ to }) => to)),
  Math.max(0, ...steps.map(({ to }) => to)),
];
