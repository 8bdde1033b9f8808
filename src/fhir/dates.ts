const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(.+))?)?)?$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.(\d+))?)?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/;

const MINUTE_MS = 60_000;
const CHINA_OFFSET_MS = 8 * 60 * MINUTE_MS;

// instants of four-digit years: what ISO texts and every database can write; 9999-12-31 is a usual "for ever"
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The interval of a date text at its own precision: `2024-03` is the whole of March. A text without a zone is read in
 * China Standard Time; what lies before year 1 or after year 9999 of UTC is drawn to that edge.
 * https://hl7.org/fhir/R4/search.html#date
 * @returns undefined where the text is no date
 */
export function parseDateInterval(text: string): { from: string; to: string } | undefined {
  const range = parseDateRange(text);
  return range && { from: new Date(range.low).toISOString(), to: new Date(range.high).toISOString() };
}

/** The same in milliseconds since 1970; `high` is outside. */
export function parseDateRange(text: string): { low: number; high: number } | undefined {
  const [, year, month, day, time] = DATE.exec(text) ?? [];
  if (!year || year === '0000' || !isDay(Number(year), Number(month ?? 1), Number(day ?? 1))) return undefined;
  const start = utcDay(Number(year), Number(month ?? 1), Number(day ?? 1));
  if (time === undefined) return between(start - CHINA_OFFSET_MS, endOf(Number(year), month, day) - CHINA_OFFSET_MS);
  const within = parseTime(time);
  return within && between(start + within.from, start + within.to);
}

/** Range of any value that a date parameter yields: a text or a Period, which may be open on one side. */
export function toDateRange(value: unknown): { low: number; high: number } | undefined {
  if (typeof value === 'string') return parseDateRange(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { start, end } = value as { start?: unknown; end?: unknown };
  const low = typeof start === 'string' ? parseDateRange(start)?.low : undefined;
  const high = typeof end === 'string' ? parseDateRange(end)?.high : undefined;
  if (low === undefined && high === undefined) return undefined;
  return { low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY };
}

/** Milliseconds from the day's midnight in UTC to both ends of a time; second 60 is a leap second. */
function parseTime(time: string): { from: number; to: number } | undefined {
  const [, hour, minute, second, fraction, zone] = TIME.exec(time) ?? [];
  if (!hour) return undefined;
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const from = (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second ?? 0) * 1000 + milliseconds - offsetMs(zone);
  return { from, to: from + stepMs(second, fraction) };
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined) return CHINA_OFFSET_MS;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}

function stepMs(second: string | undefined, fraction: string | undefined): number {
  if (second === undefined) return MINUTE_MS;
  return fraction === undefined ? 1000 : 10 ** Math.max(0, 3 - fraction.length);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0));
}

function endOf(year: number, month: string | undefined, day: string | undefined): number {
  if (!month) return utcDay(year + 1, 1, 1);
  return day ? utcDay(year, Number(month), Number(day) + 1) : utcDay(year, Number(month) + 1, 1);
}

/** Date.UTC takes years below 100 for those of the twentieth century, hence the way around: 400 years are 146,097 days. */
const utcDay = (year: number, month: number, day: number): number =>
  year >= 100 ? Date.UTC(year, month - 1, day) : Date.UTC(year + 400, month - 1, day) - 146_097 * 86_400_000;

function between(from: number, to: number): { low: number; high: number } {
  return { low: Math.min(LATEST, Math.max(EARLIEST, from)), high: Math.min(LATEST, Math.max(EARLIEST, to)) };
}
