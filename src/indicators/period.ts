import { dayNumber, dayText } from '../life-course/index.ts';

/** A time about which measures are asked. Days since 1970-01-01, both included. */
export interface Period {
  /** `2026`, `2026-Q3`, `2026-07`, or `2026-03-01..2026-05-31`. */
  readonly code: string;
  readonly from: number;
  readonly until: number;
}

const YEAR = /^\d{4}$/;
const QUARTER = /^(\d{4})-Q([1-4])$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/** Reads the code of a period; undefined where it is none, or ends before it begins. */
export function parsePeriod(code: string): Period | undefined {
  if (YEAR.test(code)) return whole(code, `${code}-01-01`, `${code}-12-31`);
  const [, year = '', quarter] = QUARTER.exec(code) ?? [];
  if (quarter !== undefined) return ofMonths(code, year, Number(quarter) * 3 - 2, 3);
  const [, inYear = '', month] = MONTH.exec(code) ?? [];
  if (month !== undefined) return ofMonths(code, inYear, Number(month), 1);
  const [, from, until] = DAYS.exec(code) ?? [];
  return from !== undefined && until !== undefined ? whole(code, from, until) : undefined;
}

function ofMonths(code: string, year: string, first: number, length: number): Period {
  const from = Date.UTC(Number(year), first - 1, 1) / 86_400_000;
  return { code, from, until: Date.UTC(Number(year), first - 1 + length, 1) / 86_400_000 - 1 };
}

function whole(code: string, from: string, until: string): Period | undefined {
  const period = { code, from: dayNumber(from), until: dayNumber(until) };
  const isReal = dayText(period.from) === from && dayText(period.until) === until;
  return isReal && period.until >= period.from ? period : undefined;
}

/** Periods that are kept without anybody asking: this year and the one before. */
export function standingPeriods(today: number): readonly Period[] {
  const year = Number(dayText(today).slice(0, 4));
  return [year - 1, year].flatMap((one) => parsePeriod(String(one)) ?? []);
}
