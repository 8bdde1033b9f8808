import { daysIn } from '../fhirpath/temporal.ts';

const [ZERO, NINE, DASH, COLON, DOT, T, Z, PLUS] = [48, 57, 45, 58, 46, 84, 90, 43];
const MAX_LENGTH = 48;

/** `1994`, `1994-06` or `1994-06-04`. https://hl7.org/fhir/R4/datatypes.html#date */
export const isDate = (text: string): boolean => text.length <= 10 && dateEnd(text) === text.length;

/** A date, or a day with time to the second and zone. https://hl7.org/fhir/R4/datatypes.html#dateTime */
export function isDateTime(text: string): boolean {
  const end = dateEnd(text);
  return end === text.length || (end === 10 && text.charCodeAt(10) === T && isZone(text, timeEnd(text, 11)));
}

/** A day with time to the second and zone. https://hl7.org/fhir/R4/datatypes.html#instant */
export const isInstant = (text: string): boolean =>
  dateEnd(text) === 10 && text.charCodeAt(10) === T && isZone(text, timeEnd(text, 11));

/** `14:35:00`, with a fraction or without. https://hl7.org/fhir/R4/datatypes.html#time */
export const isTime = (text: string): boolean => timeEnd(text, 0) === text.length;

/** Two digits as a number; NaN where they are none. */
function pair(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return tens >= ZERO && tens <= NINE && ones >= ZERO && ones <= NINE ? (tens - ZERO) * 10 + (ones - ZERO) : Number.NaN;
}

/** Index behind the date at the start of the text; -1 where there is none. */
function dateEnd(text: string): number {
  if (text.length > MAX_LENGTH) return -1;
  const year = pair(text, 0) * 100 + pair(text, 2);
  if (!(year > 0)) return -1;
  if (text.charCodeAt(4) !== DASH) return 4;
  const month = pair(text, 5);
  if (!(month >= 1 && month <= 12)) return -1;
  if (text.charCodeAt(7) !== DASH) return 7;
  const day = pair(text, 8);
  return day >= 1 && (day <= 28 || day <= daysIn(year, month)) ? 10 : -1;
}

/** Index behind `hh:mm:ss[.fraction]`; -1 where there is none. A leap second is allowed. */
function timeEnd(text: string, at: number): number {
  if (!(pair(text, at) <= 23 && pair(text, at + 3) <= 59 && pair(text, at + 6) <= 60)) return -1;
  if (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON) return -1;
  if (text.charCodeAt(at + 8) !== DOT) return at + 8;
  let end = at + 9;
  while (isDigit(text.charCodeAt(end))) end++;
  return end === at + 9 ? -1 : end;
}

/** `Z`, or an offset up to 14:00, and nothing behind it. */
function isZone(text: string, at: number): boolean {
  if (at < 0) return false;
  const sign = text.charCodeAt(at);
  if (sign === Z) return text.length === at + 1;
  if (sign !== PLUS && sign !== DASH) return false;
  const [hours, minutes] = [pair(text, at + 1), pair(text, at + 4)];
  const isInRange = (hours <= 13 && minutes <= 59) || (hours === 14 && minutes === 0);
  return text.length === at + 6 && text.charCodeAt(at + 3) === COLON && isInRange;
}

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
