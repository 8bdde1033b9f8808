import type { ReportingRow } from '../../../src/applications/public-health/record-quality/contract.ts';

/** By what rows can be ranked. */
export const ratings = ['timely', 'filledRate', 'doneRate'] as const;
export type Rating = (typeof ratings)[number];

export interface RankedReporting extends ReportingRow {
  /** In percent, to one digit; undefined where there is nothing of which it would be a share. */
  readonly rates: Readonly<Record<Rating, number | undefined>>;
  /** From 1; equal rates share one; undefined without a rate. */
  readonly rank: number | undefined;
}

const share = (part: number, of: number): number | undefined => (of > 0 ? Math.round((1000 * part) / of) / 10 : undefined);

/** Rows from the best to the worst by one of the rates; those without it last. */
export function rankReporting(rows: readonly ReportingRow[], by: Rating): readonly RankedReporting[] {
  const rated = rows.map((row) => ({
    ...row,
    rates: {
      timely: share(row.inTime, row.contacts),
      filledRate: share(row.filled, row.required),
      doneRate: share(row.contacts, row.contacts + row.overdue),
    },
  }));
  const sorted = rated.toSorted((a, b) => (b.rates[by] ?? -1) - (a.rates[by] ?? -1));
  return sorted.map((row) => ({
    ...row,
    rank: row.rates[by] === undefined ? undefined : sorted.findIndex((one) => one.rates[by] === row.rates[by]) + 1,
  }));
}
