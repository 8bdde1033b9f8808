import { Problem } from '../../kernel/index.ts';

export interface HealthCardNumberParts {
  /** Division of issue, 6 digits (GB/T 2260). */
  readonly division: string;
  /** 0 to 9,999,999,999. */
  readonly sequence: number;
}

const SHAPE = /^(\d{6})9(\d{10})(\d)$/;

/**
 * Our number of a resident health card: 18 digits as the field has it, whose parts WS/T 543-2017 leaves open. Division of
 * issue, a 9, ten digits in sequence, and a check digit. The 9 stands where an identity number has the century of birth:
 * neither is ever taken for the other.
 */
export function formatHealthCardNumber({ division, sequence }: HealthCardNumberParts): string {
  const digits = `${division}9${String(sequence).padStart(10, '0')}`;
  return digits + checkDigit(digits);
}

export function parseHealthCardNumber(text: string): (HealthCardNumberParts & { number: string }) | Problem {
  const number = text.trim();
  const [, division, sequence, check] = SHAPE.exec(number) ?? [];
  if (!division || !sequence) return malformed('18 digits are expected, the seventh of them 9');
  if (checkDigit(number.slice(0, 17)) !== check) return malformed('the check digit does not match');
  return { number, division, sequence: Number(sequence) };
}

/** ISO/IEC 7812-1 annex B (Luhn): finds every wrong digit and nearly every swap of neighbours. */
function checkDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

const malformed = (detail: string) => new Problem('identifier-malformed', detail, { at: 'Patient.identifier.value' });
