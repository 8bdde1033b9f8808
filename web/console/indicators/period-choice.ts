export type PeriodKind = 'year' | 'quarter' | 'month';
export const periodKinds = ['year', 'quarter', 'month'] as const;

/** Of which kind the code of a period is; days from one to another are none of the three. */
export const kindOf = (period: string): PeriodKind =>
  period.includes('Q') ? 'quarter' : /^\d{4}-\d{2}$/.test(period) ? 'month' : 'year';

const MOST = { year: 5, quarter: 8, month: 24 };

/** The periods of a kind that can be chosen, the present one first. @param today YYYY-MM-DD */
export function periodsOf(kind: PeriodKind, today: string): readonly string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: MOST[kind] }, (_, back) => {
    if (kind === 'year') return String(year - back);
    const length = kind === 'quarter' ? 3 : 1;
    const at = Math.floor((year * 12 + month - 1) / length) - back;
    const inYear = at % (12 / length);
    const of = Math.floor(at / (12 / length));
    return kind === 'quarter' ? `${of}-Q${inYear + 1}` : `${of}-${String(inYear + 1).padStart(2, '0')}`;
  });
}
