import { HEALTH_CARD, IDENTITY_NUMBER } from './systems.ts';
import { isFields } from './types.ts';

const masked = new Set([IDENTITY_NUMBER, HEALTH_CARD]);
const phones = new Set(['phone', 'fax', 'sms', 'pager', 'email']);

/** `350102********1234`: first six and last four; short values keep their last two. */
export function maskNumber(value: string): string {
  if (value.includes('*')) return value;
  if (value.length < 12) return '*'.repeat(Math.max(0, value.length - 2)) + value.slice(-2);
  return value.slice(0, 6) + '*'.repeat(value.length - 10) + value.slice(-4);
}

/** `138****5678`. */
export function maskPhone(value: string): string {
  return value.length < 8 ? maskNumber(value) : value.slice(0, 3) + '*'.repeat(value.length - 7) + value.slice(-4);
}

/** Whether identifiers of a system are shown only when asked for. */
export function isMaskedSystem(system: unknown): boolean {
  return typeof system === 'string' && masked.has(system);
}

export function isPhoneSystem(system: unknown): boolean {
  return typeof system === 'string' && phones.has(system);
}

/** A deep copy in which identity numbers, card numbers and phones are masked, wherever they stand. */
export function masking(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masking);
  if (!isFields(value)) return value;
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, masking(part)]));
  if (typeof value.value === 'string' && isMaskedSystem(value.system)) copy.value = maskNumber(value.value);
  if (typeof value.value === 'string' && isPhoneSystem(value.system)) copy.value = maskPhone(value.value);
  return copy;
}
