/** Whether a code belongs to a value set, as far as whoever is asked can tell. */
export type Membership = 'yes' | 'no' | 'unknown';

/** What validation asks about codes that its own table of required value sets does not answer. */
export interface Terminology {
  /**
   * @param valueSet canonical address, with or without `|version`
   * @param system undefined where the binding alone says it: of a `code`, a `string`, a `uri`
   */
  validateCode(valueSet: string, system: string | undefined, code: string): Membership;
  /** Whether a code system has a code. */
  knowsCode?(system: string, version: string | undefined, code: string): Membership;
  /** All names of a code in every language; none where they are not known. */
  namesOf?(system: string, version: string | undefined, code: string): readonly string[];
}
