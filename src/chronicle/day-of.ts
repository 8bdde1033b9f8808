import { chinaDay } from '../kernel/index.ts';
import { dayNumber } from '../life-course/index.ts';

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** The day in China of a FHIR date or dateTime; the first one of a month or year. Undefined where it is none. */
export function dayOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, year, month = '01', date = '01'] = PARTIAL.exec(text) ?? [];
  const day = year === undefined ? instantDay(text) : dayNumber(`${year}-${month}-${date}`);
  return Number.isNaN(day) ? undefined : day;
}

function instantDay(text: string): number {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? Number.NaN : dayNumber(chinaDay(instant));
}
