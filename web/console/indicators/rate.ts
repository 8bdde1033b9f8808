import type { FigureRow, MeasureView } from '../../../src/indicators/contract.ts';

/** In percent, to one digit; undefined where one of the two counts is not shown, or nobody is concerned. */
export function rateOf({ denominator, numerator }: Pick<FigureRow, 'denominator' | 'numerator'>): number | undefined {
  if (typeof denominator !== 'number' || typeof numerator !== 'number' || denominator <= 0) return undefined;
  return Math.round((1000 * numerator) / denominator) / 10;
}

/** Whether a rate is where the measure wants it; undefined without a target or a rate. */
export function isReached(
  { target, better }: Pick<MeasureView, 'target' | 'better'>,
  rate: number | undefined,
): boolean | undefined {
  if (target === undefined || rate === undefined) return undefined;
  return better === 'more' ? rate >= target * 100 : rate <= target * 100;
}

export interface Ranked extends FigureRow {
  /** From 1; equal rates share one; undefined without a rate. */
  readonly rank: number | undefined;
  readonly rate: number | undefined;
}

/** Rows from the best to the worst; those without a rate last. */
export function ranked(rows: readonly FigureRow[], better: MeasureView['better']): readonly Ranked[] {
  const sign = better === 'more' ? -1 : 1;
  const order = (rate: number | undefined) => (rate === undefined ? Number.POSITIVE_INFINITY : sign * rate);
  const sorted = rows.map((row) => ({ ...row, rate: rateOf(row) })).toSorted((a, b) => compare(order(a.rate), order(b.rate)));
  return sorted.map((row) => ({
    ...row,
    rank: row.rate === undefined ? undefined : sorted.findIndex((one) => one.rate === row.rate) + 1,
  }));
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
