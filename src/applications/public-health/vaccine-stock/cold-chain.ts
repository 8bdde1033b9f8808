import type { Database, Sql } from '../../../store/index.ts';
import type { Alarm, DeviceReading } from './contract.ts';

/** °C. 疫苗储存和运输管理规范（2017年版）: vaccines are kept at 2 to 8 °C unless their instructions say otherwise. */
export const LIMITS = { from: 2, until: 8 } as const;

export const sideOf = (celsius: number): 'warm' | 'cold' | undefined =>
  celsius > LIMITS.until ? 'warm' : celsius < LIMITS.from ? 'cold' : undefined;

export interface Readings {
  readonly point: string;
  readonly device: string;
  readonly readings: readonly { readonly at: string; readonly celsius: number }[];
  readonly by: string;
}

/**
 * Keeps what a device measured and works out its alarms anew, so that readings may come late, twice and in any order; what
 * was answered stays with the alarm that overlaps.
 * @returns how many readings were new
 */
export async function keepReadings(database: Database, { point, device, readings, by }: Readings): Promise<number> {
  return database.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${point} ${device}`}, 0))`;
    const kept = await tx`
      insert into vaccine_stock.reading (point, device, at, celsius, by_id)
      select ${point}, ${device}, at, celsius, ${by}
        from unnest(${readings.map(({ at }) => at)}::timestamptz[], ${readings.map(({ celsius }) => celsius)}::numeric[]) as told (at, celsius)
          on conflict do nothing returning 1`;
    if (kept.length > 0)
      await remakeAlarms(tx, point, device, readings.map(({ at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? '');
    return kept.length;
  });
}

/** From the last reading within the limits before `from` on. A step to the other side begins another alarm. */
async function remakeAlarms(tx: Sql, point: string, device: string, from: string): Promise<void> {
  const rows = await tx<{ at: Date; celsius: number }[]>`
    select at, celsius::float8 as celsius from vaccine_stock.reading
     where point = ${point} and device = ${device}
       and at >= coalesce((select max(at) from vaccine_stock.reading
                            where point = ${point} and device = ${device} and at < ${from}::timestamptz
                              and celsius between ${LIMITS.from} and ${LIMITS.until}), '-infinity')
     order by vaccine_stock.reading.at`;
  const alarms = alarmsIn(rows.map(({ at, celsius }) => ({ at: at.toISOString(), celsius })));
  const since = rows[0]?.at.toISOString() ?? from;
  const answers = await tx<{ since: Date; answeredAt: Date; by: string; answer: string }[]>`
    select since, answered_at as "answeredAt", answered_by as by, answer from vaccine_stock.alarm
     where point = ${point} and device = ${device} and since >= ${since}::timestamptz and answered_at is not null order by since`;
  await tx`delete from vaccine_stock.alarm where point = ${point} and device = ${device} and since >= ${since}::timestamptz`;
  if (alarms.length === 0) return;
  const answered = alarms.map((alarm) => answers.find(({ since: began }) => isIn(began.toISOString(), alarm)));
  await tx`
    insert into vaccine_stock.alarm (point, device, since, until, kind, worst, answered_at, answered_by, answer)
    select ${point}, ${device}, * from unnest(
      ${alarms.map((one) => one.since)}::timestamptz[], ${alarms.map((one) => one.until ?? null)}::timestamptz[],
      ${alarms.map((one) => one.kind)}::text[], ${alarms.map((one) => one.worst)}::numeric[],
      ${answered.map((one) => one?.answeredAt.toISOString() ?? null)}::timestamptz[], ${answered.map((one) => one?.by ?? null)}::text[],
      ${answered.map((one) => one?.answer ?? null)}::text[])`;
}

const isIn = (instant: string, { since, until }: Pick<Alarm, 'since' | 'until'>): boolean =>
  instant >= since && (until === undefined || instant < until);

/** Times outside of the limits, from readings in their order. */
export function alarmsIn(readings: readonly { readonly at: string; readonly celsius: number }[]): Omit<Alarm, 'device'>[] {
  const found: { since: string; until?: string; kind: 'warm' | 'cold'; worst: number }[] = [];
  for (const { at, celsius } of readings) {
    const side = sideOf(celsius);
    const open = found.at(-1);
    const isOpen = open !== undefined && open.until === undefined;
    if (isOpen && open.kind !== side) open.until = at;
    if (side === undefined) continue;
    if (isOpen && open.kind === side)
      open.worst = side === 'warm' ? Math.max(open.worst, celsius) : Math.min(open.worst, celsius);
    else found.push({ since: at, kind: side, worst: celsius });
  }
  return found;
}

const ALARMS_SHOWN = 100;

/** Those that still last first, then the latest. */
export async function findAlarms(sql: Sql, point: string): Promise<Alarm[]> {
  const rows = await sql<Record<string, unknown>[]>`
    select device, since, until, kind, worst::float8 as worst, answered_at as "answeredAt",
           answered_by as "answeredBy", answer
      from vaccine_stock.alarm where point = ${point} order by (until is null) desc, since desc limit ${ALARMS_SHOWN}`;
  return rows.map((row) => {
    const given = Object.entries(row).filter(([, value]) => value !== null);
    return Object.fromEntries(
      given.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
    ) as unknown as Alarm;
  });
}

/** @returns whether there was such an alarm without an answer */
export async function answerAlarm(
  sql: Sql,
  alarm: {
    readonly point: string;
    readonly device: string;
    readonly since: string;
    readonly by: string;
    readonly at: string;
    readonly answer: string;
  },
): Promise<boolean> {
  const rows = await sql`
    update vaccine_stock.alarm set answered_at = ${alarm.at}::timestamptz, answered_by = ${alarm.by}, answer = ${alarm.answer}
     where point = ${alarm.point} and device = ${alarm.device} and since = ${alarm.since}::timestamptz and answered_at is null returning 1`;
  return rows.length > 0;
}

/** The latest reading of each device. */
export async function latestReadings(sql: Sql, point: string): Promise<DeviceReading[]> {
  const rows = await sql<(Omit<DeviceReading, 'at'> & { at: Date })[]>`
    select distinct on (device) device, at, celsius::float8 as celsius from vaccine_stock.reading
     where point = ${point} order by device, at desc`;
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}
