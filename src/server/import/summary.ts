export interface ImportProblem {
  readonly file: string;
  /** Place: line or entry, and element. */
  readonly at: string;
  readonly code: string;
  readonly detail: string;
  /** How many were refused for the same reason in the same file; place and detail are the first one's. */
  readonly count: number;
}

/** What an import did, as printed by `--json`. */
export interface ImportSummary {
  readonly files: number;
  /** Files that had been imported whole before. */
  readonly skippedFiles: number;
  readonly accepted: number;
  readonly refused: number;
  readonly byType: Readonly<Record<string, { readonly accepted: number; readonly refused: number }>>;
  readonly problems: readonly ImportProblem[];
  readonly seconds: number;
  readonly cancelled: boolean;
}

/** Counts as the import goes. */
export function openTally() {
  const byType = new Map<string, { accepted: number; refused: number }>();
  const problems = new Map<string, ImportProblem>();
  const of = (type: string) => {
    const counts = byType.get(type) ?? { accepted: 0, refused: 0 };
    byType.set(type, counts);
    return counts;
  };
  const sum = (pick: 'accepted' | 'refused') => [...byType.values()].reduce((total, counts) => total + counts[pick], 0);
  return {
    accept: (type: string, count = 1) => {
      of(type).accepted += count;
    },
    refuse: (type: string, problem: Omit<ImportProblem, 'count'>, count = 1) => {
      of(type).refused += count;
      const key = `${problem.file} ${problem.code} ${problem.detail}`;
      const known = problems.get(key);
      problems.set(key, { ...(known ?? problem), count: (known?.count ?? 0) + count });
    },
    done: () => sum('accepted') + sum('refused'),
    close: (rest: Pick<ImportSummary, 'files' | 'skippedFiles' | 'seconds' | 'cancelled'>): ImportSummary => ({
      ...rest,
      accepted: sum('accepted'),
      refused: sum('refused'),
      byType: Object.fromEntries(byType),
      problems: [...problems.values()],
    }),
  };
}
export type Tally = ReturnType<typeof openTally>;
