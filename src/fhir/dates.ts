/** A FHIR date, dateTime, instant or Period as the interval of time it stands for; ends are exclusive, ISO instants. */
export interface Interval {
  /** undefined: open on this side. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const DEFAULT_ZONE = '+08:00';

/**
 * The interval of a date text at its own precision: `2024-03` is the whole of March. A text without a zone is read in
 * China Standard Time. https://hl7.org/fhir/R4/search.html#date
 * @returns undefined where the text is no date
 */
export function parseDateInterval(text: string): { from: string; to: string } | undefined {
  const [, year, month, day, hour, minute, second, fraction, zone] = PARTIAL.exec(text) ?? [];
  if (!year) return undefined;
  const start = Date.parse(
    `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${(fraction ?? '0').slice(0, 3).padEnd(3, '0')}${zone ?? DEFAULT_ZONE}`,
  );
  if (Number.isNaN(start) || !isDay(year, month, day)) return undefined;
  const end = hour ? start + stepMs(second, fraction) : startOfNext(Number(year), month, day);
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}

/** Interval of any value that the R4 search parameter `date` yields. */
export function toInterval(value: unknown): Interval | undefined {
  if (typeof value === 'string') return parseDateInterval(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { start, end } = value as { start?: unknown; end?: unknown };
  const from = typeof start === 'string' ? parseDateInterval(start)?.from : undefined;
  const to = typeof end === 'string' ? parseDateInterval(end)?.to : undefined;
  return from || to ? { from, to } : undefined;
}

function isDay(year: string, month = '01', day = '01'): boolean {
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // Date.parse may roll 02-30 over to March, hence the way back
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${year}-${month}-${day}`);
}

function stepMs(second: string | undefined, fraction: string | undefined): number {
  if (second === undefined) return 60_000;
  return fraction === undefined ? 1000 : 10 ** Math.max(0, 3 - fraction.length);
}

function startOfNext(year: number, month: string | undefined, day: string | undefined): number {
  const next = new Date(Date.UTC(year, 0, 1));
  next.setUTCFullYear(month ? year : year + 1, month ? Number(month) - (day ? 1 : 0) : 0, day ? Number(day) + 1 : 1);
  return Date.parse(`${next.toISOString().slice(0, 10)}T00:00:00.000${DEFAULT_ZONE}`);
}
