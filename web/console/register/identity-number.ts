import type { FormValues } from '../../../src/forms/contract.ts';

const CHECKS = '10X98765432';

/** Birth date and sex of a whole identity number that is right (GB 11643-1999); of 15 digits, of the twentieth century. */
export function factsOfNumber(typed: string): { readonly birthDate: string; readonly sex: 'male' | 'female' } | undefined {
  const text = typed.replaceAll(/\s/g, '').toUpperCase();
  const digits = /^\d{15}$/.test(text) ? `${text.slice(0, 6)}19${text.slice(6)}` : text.slice(0, 17);
  if (!/^\d{17}$/.test(digits) || (text.length !== 15 && !/^\d{17}[\dX]$/.test(text))) return undefined;
  if (text.length === 18 && checkOf(digits) !== text[17]) return undefined;
  const birthDate = `${digits.slice(6, 10)}-${digits.slice(10, 12)}-${digits.slice(12, 14)}`;
  const time = Date.parse(birthDate);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(birthDate)) return undefined;
  return { birthDate, sex: Number(digits[16]) % 2 === 1 ? 'male' : 'female' };
}

/** ISO/IEC 7064 MOD 11-2. */
function checkOf(digits: string): string {
  let remainder = 0;
  for (const digit of digits) remainder = ((remainder + Number(digit)) * 2) % 11;
  return CHECKS.charAt(remainder);
}

/** What can be asked about somebody while it is typed; numbers once they are whole. Undefined where it is too little. */
export function askedOf(draft: FormValues): Readonly<Record<string, string>> | undefined {
  const text = (key: string) => (typeof draft[key] === 'string' ? draft[key].trim() : '');
  const isWhole = (number: string) => /^(?:\d{15}|\d{17}[\dXx])$/.test(number);
  const number = text('documentType') === '01' ? text('documentNumber').replaceAll(/\s/g, '') : '';
  const asked = {
    name: text('name').length >= 2 ? text('name') : '',
    sex: ['male', 'female'].includes(text('sex')) ? text('sex') : '',
    birthDate: /^(?:18|19|20)\d{2}-\d{2}-\d{2}$/.test(text('birthDate')) ? text('birthDate') : '',
    identityNumber: isWhole(number) ? number.toUpperCase() : '',
    cardNumber: isWhole(text('cardNumber')) ? text('cardNumber') : '',
    phone: /^[0-9+() -]{7,20}$/.test(text('phone')) ? text('phone') : '',
    address: text('homeAddress'),
  };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
  const isEnough = asked.identityNumber || asked.cardNumber || (asked.name && (asked.birthDate || asked.phone));
  return isEnough ? given : undefined;
}
