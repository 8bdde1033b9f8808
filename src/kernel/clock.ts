/** Where the time comes from. An argument everywhere, so that tests hold it still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/** The calendar day in China Standard Time (UTC+8, no summer time), YYYY-MM-DD. */
export function chinaDay(instant: Date): string {
  return new Date(instant.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** The instant at which a day of China Standard Time begins. */
export function startOfChinaDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
