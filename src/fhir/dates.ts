/** A FHIR date, dateTime, instant or Period as the interval of time it stands for; ends are exclusive, ISO instants. */
export interface Interval {
  /** undefined: open on this side. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

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
  const [, year, month, day, time] = DATE.exec(text) ?? [];
  if (!year || year === '0000' || !isDay(year, month, day)) return undefined;
  const start = utcDay(Number(year), Number(month ?? 1), Number(day ?? 1));
  if (time === undefined) return between(start - CHINA_OFFSET_MS, endOf(Number(year), month, day) - CHINA_OFFSET_MS);
  const within = parseTime(time);
  return within && between(start + within.from, start + within.to);
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

function isDay(year: string, month = '01', day = '01'): boolean {
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // Date.parse may roll 02-30 over to March, hence the way back
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${year}-${month}-${day}`);
}

function endOf(year: number, month: string | undefined, day: string | undefined): number {
  if (!month) return utcDay(year + 1, 1, 1);
  return day ? utcDay(year, Number(month), Number(day) + 1) : utcDay(year, Number(month) + 1, 1);
}

/** Date.UTC takes years below 100 for those of the twentieth century, hence the way around. */
const utcDay = (year: number, month: number, day: number): number => new Date(0).setUTCFullYear(year, month - 1, day);

function between(from: number, to: number): { from: string; to: string } {
  const text = (time: number) => new Date(Math.min(LATEST, Math.max(EARLIEST, time))).toISOString();
  return { from: text(from), to: text(to) };
}
