import type { Words } from './words.ts';

/** Values of a column that are compared letter by letter, one after another in a pool. */
export interface Values {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  /** A hash of each value, the same in every run. */
  readonly hashes: Uint32Array;
}

/** What is known of a record's number. */
export const NUMBER = {
  /** Shape, date and check character are right. */
  valid: 1,
  /** Its date and sex agree with what the record says: it may be taken for the person's own. */
  own: 2,
} as const;

/**
 * Records in columns: entry r of every column belongs to record r, 0 means unknown. All arrays may be shared between threads.
 * Words are numbers in `words`; other values are numbers that are equal where the values are.
 */
export interface People {
  readonly size: number;
  readonly words: Words;
  readonly surname: Uint32Array;
  readonly given: Uint32Array;
  /** The given name as a column of pinyin spells it, where that is not the sound of the given name. */
  readonly spelt: Uint32Array;
  /** YYYYMMDD as the record says. */
  readonly birth: Uint32Array;
  /** YYYYMMDD as the record's number says. */
  readonly numberDay: Uint32Array;
  /** 1 male, 2 female. */
  readonly sex: Uint8Array;
  readonly number: Uint32Array;
  readonly numberFacts: Uint8Array;
  readonly numbers: Values;
  readonly number2: Uint32Array;
  readonly numbers2: Values;
  readonly phone: Uint32Array;
  readonly phones: Values;
  readonly email: Uint32Array;
  readonly emails: Values;
  readonly household: Uint32Array;
  readonly dwelling: Uint32Array;
  readonly place: Uint32Array;
  readonly road: Uint32Array;
  readonly division: Uint32Array;
  readonly streetNumber: Uint32Array;
  readonly street: Uint32Array;
  readonly unit: Uint32Array;
  readonly locality: Uint32Array;
  readonly region: Uint32Array;
  readonly postcode: Uint32Array;
  readonly postcodes: Values;
  readonly occupation: Uint32Array;
  readonly source: Uint32Array;
  /** Hash of the record's id: an order and a sample that do not depend on where the record stood. */
  readonly mark: Uint32Array;
  /** Another such hash, for the few records whose marks are the same. */
  readonly mark2: Uint32Array;
}
