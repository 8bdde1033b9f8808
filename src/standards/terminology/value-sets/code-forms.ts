/** Systems too large to come with the program whose codes carry a check digit: a mistyped one is told all the same. */
const forms: Readonly<Record<string, (code: string) => boolean>> = {
  'http://snomed.info/sct': isSnomed,
  'http://loinc.org': isLoinc,
};

/** Whether a code cannot be one of its system, by its form alone. */
export const isMisformed = (system: string, code: string): boolean => Object.hasOwn(forms, system) && !forms[system]?.(code);

/** The identifier of a concept, or an expression that begins with one: https://confluence.ihtsdotools.org/display/DOCRELFMT/6+SCTID */
function isSnomed(code: string): boolean {
  if (/^\d+$/.test(code)) return /^[1-9]\d{5,17}$/.test(code) && /[01]0\d$/.test(code) && hasVerhoeff(code);
  return /^(?:===|<<<)?\s*\(?\s*[1-9]\d{5,17}[\s|:+)]/.test(code);
}

/** A term (`8480-6`) with its last digit by Luhn (LOINC Users’ Guide, annex C), or a part, answer or list (`LA6568-5`). */
function isLoinc(code: string): boolean {
  return /^\d{1,8}-\d$/.test(code) ? hasLuhn(code.replace('-', '')) : /^[A-Z]{2,4}\d{1,9}-\d$/.test(code);
}

function hasLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, isDoubled = false; at >= 0; at--, isDoubled = !isDoubled) {
    const digit = Number(digits[at]) * (isDoubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** Verhoeff’s check over the dihedral group of ten: how `a` and `b` combine. */
function combined(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5;
}

/** What becomes of a digit one place further left. */
const SHIFT = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;

function hasVerhoeff(digits: string): boolean {
  let check = 0;
  for (let at = digits.length - 1, place = 0; at >= 0; at--, place++) {
    let digit = Number(digits[at]);
    for (let turn = 0; turn < place % 8; turn++) digit = SHIFT[digit] ?? 0;
    check = combined(check, digit);
  }
  return check === 0;
}
