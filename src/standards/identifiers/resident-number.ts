import { Problem } from '../../kernel/index.ts';

/** An 18-character citizen identity number whose date and check character have been verified. */
export type ResidentNumber = string & { readonly kind: 'ResidentNumber' };

export interface ResidentNumberParts {
  /** Division of first registration, 6 digits (GB/T 2260). */
  readonly division: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  /** 0 to 999; odd for men, even for women. */
  readonly sequence: number;
}

const SHAPE = /^(\d{6})((?:18|19|20|21)\d{2})(\d{2})(\d{2})(\d{3})([\dX])$/;
const LEGACY = /^(\d{6})(\d{2}\d{2}\d{2}\d{3})$/;
const CHECK_CHARACTERS = '10X98765432';

/** ISO/IEC 7064 MOD 11-2 over the first 17 digits (GB 11643-1999, 4.2.4): position i has the weight 2^(18-i). */
function checkCharacter(digits: string): string {
  let remainder = 0;
  for (const digit of digits) remainder = ((remainder + Number(digit)) * 2) % 11;
  return CHECK_CHARACTERS.charAt(remainder);
}

export function formatResidentNumber({ division, birthDate, sequence }: ResidentNumberParts): ResidentNumber {
  const digits = division + birthDate.replaceAll('-', '') + String(sequence).padStart(3, '0');
  return (digits + checkCharacter(digits)) as ResidentNumber;
}

/**
 * Reads a number as people type it: a final x may be lower case, blanks around it are dropped; one of the 15 digits
 * issued until 1999 becomes one of 18. Returns the problem instead of throwing, since an import meets thousands.
 */
export function parseResidentNumber(
  text: string,
): (ResidentNumberParts & { number: ResidentNumber; sex: 'male' | 'female' }) | Problem {
  const number = modernise(text.trim().toUpperCase());
  const [, division, year, month, day, sequence, check] = SHAPE.exec(number) ?? [];
  if (!division || !sequence) return malformed('18 characters are expected: 17 digits, then a digit or X');
  const birthDate = `${year}-${month}-${day}`;
  if (!isCalendarDate(birthDate)) return malformed('characters 7 to 14 are no calendar date');
  if (checkCharacter(number.slice(0, 17)) !== check) return malformed('the check character does not match');
  const sex = Number(sequence) % 2 === 1 ? 'male' : 'female';
  return { number: number as ResidentNumber, division, birthDate, sequence: Number(sequence), sex };
}

/** 15 digits have two for the year and no check character; all of them are of the twentieth century. */
function modernise(number: string): string {
  const [, division, rest] = LEGACY.exec(number) ?? [];
  if (!division || !rest) return number;
  const digits = `${division}19${rest}`;
  return digits + checkCharacter(digits);
}

function isCalendarDate(date: string): boolean {
  const time = Date.parse(date);
  // Date.parse may roll 02-30 over to March, hence the way back
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

const malformed = (detail: string) => new Problem('identifier-malformed', detail, { at: 'Patient.identifier.value' });
