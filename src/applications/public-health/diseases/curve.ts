const DAY_MS = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const text = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The Monday of the week of a day, YYYY-MM-DD. */
export function mondayOf(day: string): string {
  // 1970-01-01 was a Thursday
  return text(at(day) - ((at(day) + 3) % 7));
}

interface Amounts {
  readonly cases: number;
  readonly deaths: number;
  readonly late: number;
}

/** Each day or week from one day to another with what was counted, zero where nothing was. */
export function curveOf<Day extends Amounts & { readonly key: string }>(
  days: readonly Day[],
  { from, to, by }: { readonly from: string; readonly to: string; readonly by: 'day' | 'week' },
): readonly (Amounts & { readonly key: string })[] {
  const keyOf = by === 'week' ? mondayOf : (day: string) => day;
  const sums = new Map<string, Amounts>();
  for (let day = at(from); day <= at(to); day++) sums.set(keyOf(text(day)), { cases: 0, deaths: 0, late: 0 });
  for (const { key, cases, deaths, late } of days) {
    const known = sums.get(keyOf(key));
    if (known) sums.set(keyOf(key), { cases: known.cases + cases, deaths: known.deaths + deaths, late: known.late + late });
  }
  return [...sums].map(([key, amounts]) => ({ key, ...amounts }));
}
