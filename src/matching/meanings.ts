import { hashText, readAddress } from './address.ts';
import { parseDay } from './calendar.ts';
import type { Role } from './columns.ts';
import { type NumberFacts, readNumber } from './identity-number.ts';
import { firstHash, Pool } from './interner.ts';
import { plain, readFullName, readNamePart } from './person-name.ts';
import { WordList } from './words.ts';

const NAMES: readonly Role[] = ['name', 'pinyin'];
const TEXTS: readonly Role[] = ['street', 'unit', 'locality', 'occupation'];
const NOTHING: readonly number[] = [];
/** Of longer texts only the beginning is read, a longer number is none: comparing takes time with the square of the length. In characters. */
const LONGEST = { text: 300, name: 60, number: 40 } as const;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** How many numbers the meaning of a value is: two words of a name; value, right or not, day and sex of a number; parts of an address. */
export function widthOf(role: Role): number {
  if (NAMES.includes(role)) return 2;
  if (role === 'number' || role === 'number2') return 4;
  return role === 'address' ? 3 : 1;
}

/** Whether a value is read byte by byte: millions of them are different, and no texts are made of them. */
export const isOfBytes = (role: Role): boolean =>
  role === 'number' || role === 'number2' || role === 'phone' || role === 'household';

/** Understands the values of cells. What values of all columns have in common, words and numbers, is collected here. */
export class Meanings {
  readonly words = new WordList();
  readonly numbers = new Pool();
  readonly numbers2 = new Pool();
  readonly phones = new Pool();
  readonly emails = new Pool();
  readonly postcodes = new Pool();
  readonly #scratch = new Uint8Array(64);
  readonly #facts: NumberFacts = { valid: false, date: 0, sex: 0, length: 0 };

  /** Distinct words and values so far. */
  get size(): number {
    const pools = this.numbers.size + this.numbers2.size + this.phones.size + this.emails.size + this.postcodes.size;
    return pools + this.words.size;
  }

  /** What a value means, in as many numbers as `widthOf` says; fewer where the rest are 0. It is `bytes` from `start` to before `end`. */
  of(role: Role, bytes: Uint8Array, start: number, end: number): readonly number[] {
    if (end <= start) return NOTHING;
    if (role === 'number') return this.#number(this.numbers, bytes, start, end);
    if (role === 'number2') return this.#number(this.numbers2, bytes, start, end);
    if (role === 'phone') return [this.#phone(bytes, start, end)];
    if (role === 'household') return [firstHash(bytes, start, end)];
    return this.ofText(role, decoder.decode(bytes.subarray(start, end)));
  }

  /** The same of a value that is there as text; not for those of `isOfBytes`. */
  ofText(role: Role, whole: string): readonly number[] {
    const text = shortened(role, whole);
    if (NAMES.includes(role)) {
      const { surname, given } = readFullName(text);
      return [this.words.put(surname, true), this.words.put(given)];
    }
    if (role === 'surname') return [this.words.put(readNamePart(text), true)];
    if (role === 'given') return [this.words.put(readNamePart(text))];
    if (TEXTS.includes(role)) return [this.words.put(plain(text).replace(/[^\p{L}\p{N}]+/gu, ''))];
    if (role === 'birthDate') return [parseDay(text)];
    if (role === 'sex') return [readSex(text)];
    if (role === 'email') return [put(this.emails, plain(text))];
    if (role === 'postcode') return [put(this.postcodes, plain(text))];
    if (role === 'address') {
      const { dwelling, place, street } = readAddress(text);
      return [dwelling, place, street];
    }
    const value = plain(text);
    return [value === '' ? 0 : hashText(value)];
  }

  #number(numbers: Pool, bytes: Uint8Array, start: number, end: number): readonly number[] {
    readNumber(bytes, start, end, this.#scratch, this.#facts);
    const { length, valid, date, sex } = this.#facts;
    if (length < 4 || length > LONGEST.number || isOneDigit(this.#scratch, length)) return NOTHING;
    return [numbers.put(this.#scratch, 0, length), valid ? 1 : 0, date, sex];
  }

  /** Digits only; of more than eleven the last eleven, so that a country's prefix does not matter. */
  #phone(bytes: Uint8Array, start: number, end: number): number {
    let length = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x30 && byte <= 0x39 && length < this.#scratch.length) this.#scratch[length++] = byte;
    }
    if (length < 5 || isOneDigit(this.#scratch, length)) return 0;
    return this.phones.put(this.#scratch, Math.max(0, length - 11), length);
  }
}

function shortened(role: Role, text: string): string {
  const longest = NAMES.includes(role) || role === 'surname' || role === 'given' ? LONGEST.name : LONGEST.text;
  return text.length > longest ? text.slice(0, longest) : text;
}

function put(values: Pool, text: string): number {
  const bytes = encoder.encode(text);
  return values.put(bytes, 0, bytes.length);
}

function readSex(text: string): number {
  const value = plain(text);
  if (value === '1' || value === 'm' || value === 'male' || value.startsWith('男')) return 1;
  return value === '2' || value === 'f' || value === 'female' || value.startsWith('女') ? 2 : 0;
}

function isOneDigit(bytes: Uint8Array, length: number): boolean {
  for (let at = 1; at < length; at++) if (bytes[at] !== bytes[0]) return false;
  return true;
}
