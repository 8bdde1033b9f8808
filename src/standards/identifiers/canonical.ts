import { Problem } from '../../kernel/index.ts';
import { parseResidentNumber } from './resident-number.ts';
import { identityNumber } from './systems.ts';

/**
 * The one spelling under which an identifier is filed and looked for, whichever way it came: of an identity number the 18
 * characters with a capital X, also for the 15 digits issued until 1999. What cannot be read, and every other system, stays.
 */
export function canonicalValue(system: string | undefined, value: string): string {
  if (system !== identityNumber) return value;
  const parsed = parseResidentNumber(value);
  return parsed instanceof Problem ? value : parsed.number;
}
