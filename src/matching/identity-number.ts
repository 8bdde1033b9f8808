const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What the bytes of an identity number say, read without making objects: millions of them are read in bulk. */
export interface NumberFacts {
  /** Shape, date and check character are those of a citizen's number (GB 11643-1999). */
  valid: boolean;
  /** YYYYMMDD of the number; 0 where it says none. */
  date: number;
  /** 1 male, 2 female, 0 unknown. */
  sex: number;
  /** Bytes of the canonical form in `into`. */
  length: number;
}

/**
 * Writes the canonical form of a number into `into`: blanks and hyphens dropped, capitals, the 15 digits issued until 1999 as 18. What
 * is no citizen's number stays as it is spelt otherwise; `facts` says which. Never throws.
 */
export function readNumber(bytes: Uint8Array, start: number, end: number, into: Uint8Array, facts: NumberFacts): void {
  let length = 0;
  let digits = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x20 || byte === 0x2d || length === into.length) continue;
    const capital = byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte;
    into[length++] = capital;
    if (capital < 0x30 || capital > 0x39) digits = digits && length === 18 && capital === 0x58;
  }
  facts.valid = false;
  facts.date = 0;
  facts.sex = 0;
  facts.length = length;
  if (!digits) return;
  if (length === 15) {
    if (!isDate(1900 + number(into, 6, 8), number(into, 8, 10), number(into, 10, 12))) return;
    into.copyWithin(8, 6, 15);
    into[6] = 0x31;
    into[7] = 0x39;
    into[17] = checkCharacter(into);
    facts.length = 18;
  } else if (length !== 18 || into[17] !== checkCharacter(into)) return;
  const date = number(into, 6, 14);
  if (into[0] === 0x30 || date < 18500101 || date > 21001231) return;
  if (!isDate(Math.floor(date / 10000), Math.floor(date / 100) % 100, date % 100)) return;
  facts.valid = true;
  facts.date = date;
  facts.sex = ((into[16] ?? 0) & 1) === 1 ? 1 : 2;
}

function checkCharacter(digits: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += ((digits[at] ?? 0) - 0x30) * (WEIGHTS[at] ?? 0);
  return CHECK.charCodeAt(sum % 11);
}

function number(digits: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (digits[at] ?? 0) - 0x30;
  return value;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}
