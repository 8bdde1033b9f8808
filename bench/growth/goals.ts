/** What a work is to reach at every size. */
export interface Goal {
  readonly text: string;
  /** Of the rate or ratio. */
  readonly value?: number;
  /** Milliseconds. */
  readonly time?: number;
}

const search: Goal = { text: 'p95 ≤ 40 ms at 300,000', time: 40 };

const goals: Readonly<Record<string, Goal>> = {
  'transaction bundles': { text: '≥ 5,000 resources/s', value: 5000 },
  'single create, 32 at once': { text: '≥ 1,500/s', value: 1500 },
  'read by id, 32 at once': { text: '≥ 6,000/s, p99 ≤ 15 ms', value: 6000, time: 15 },
  'search: resident, code, date, sort, count': { text: 'p99 ≤ 15 ms', time: 15 },
  'search: code of the population': { text: 'p95 ≤ 50 ms', time: 50 },
  '$everything of 1,000 resources': { text: '≥ 20,000 resources/s', value: 20_000 },
  'storage, indexes included': { text: '≤ 2.5 × the JSON', value: 2.5 },
};

export const goalOf = (work: string): Goal | undefined => goals[work] ?? (work.startsWith('search: ') ? search : undefined);
