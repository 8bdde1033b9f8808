import { readPattern } from '../../../fhir/fhirpath/index.ts';

const LONGEST_PATTERN = 200;
const LONGEST_CODE = 100;

/**
 * The test of a `regex` filter, which must match the whole text; texts of more than 100 characters match nothing.
 * @returns undefined where the pattern is none: RE2's are read, in a time that grows with the text alone
 */
export function safePattern(pattern: string): ((text: string) => boolean) | undefined {
  const read = pattern.length > LONGEST_PATTERN ? undefined : readPattern(pattern);
  if (read === undefined || typeof read === 'string') return undefined;
  return (text) => text.length <= LONGEST_CODE && read.testWhole(text);
}
