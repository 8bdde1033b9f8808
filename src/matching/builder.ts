import { hashText, mix, readAddress } from './address.ts';
import { compareDays, DAY, parseDay } from './calendar.ts';
import type { Layout, Role } from './columns.ts';
import { type NumberFacts, readNumber } from './identity-number.ts';
import { Growing, Interner } from './interner.ts';
import { NUMBER, type People, type Values } from './people.ts';
import { plain, readFullName, readNamePart } from './person-name.ts';
import { shared, WordList } from './words.ts';

/** A telephone, number or household that more records than this bear is a placeholder or an institution's, and says nothing. */
export const RULES = { phoneShared: 40, numberShared: 40, householdShared: 80, dwellingShared: 400 } as const;

const decoder = new TextDecoder();

/** One column while it is read: what each record has, and what each distinct value means. */
class Column {
  readonly raw = new Interner();
  readonly records = new Growing(1 << 16);
  /** Up to four meanings of each distinct value. */
  readonly meanings = [new Growing(), new Growing(), new Growing(), new Growing()] as const;

  constructor() {
    for (const meaning of this.meanings) meaning.push(0);
  }

  /** Notes a record's value and says whether it is new. */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    const before = this.raw.size;
    this.records.push(this.raw.put(bytes, start, end));
    return this.raw.size > before;
  }

  mean(meaning: readonly number[]): void {
    for (const [index, column] of this.meanings.entries()) column.push(meaning[index] ?? 0);
  }
}

const NAMES: readonly Role[] = ['name', 'pinyin'];
const TEXTS: readonly Role[] = ['street', 'unit', 'locality', 'occupation'];

/**
 * Takes records in, a row of cells at a time, and makes columns of them. A distinct value is understood once, however many
 * records have it: most of the work of reading millions of rows is saved so.
 */
export class PeopleBuilder {
  readonly #columns: (readonly [Role, number, Column])[] = [];
  readonly #words = new WordList();
  readonly #numbers = new Interner();
  readonly #numbers2 = new Interner();
  readonly #phones = new Interner();
  readonly #emails = new Interner();
  readonly #scratch = new Uint8Array(64);
  readonly #facts: NumberFacts = { valid: false, date: 0, sex: 0, length: 0 };
  #size = 0;

  constructor(layout: Layout) {
    for (const [role, index] of layout.columns) this.#columns.push([role, index, new Column()]);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a record. `starts[c]` and `ends[c]` say where column c is in `bytes`; columns from `count` on are empty. */
  add(bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array, count: number): void {
    for (const [role, index, column] of this.#columns) {
      const start = index < count ? (starts[index] ?? 0) : 0;
      const end = index < count ? (ends[index] ?? 0) : 0;
      if (column.add(bytes, start, end)) column.mean(this.#meaning(role, column, bytes.subarray(start, end)));
    }
    this.#size++;
  }

  /** What a distinct value means: up to four numbers. */
  #meaning(role: Role, column: Column, bytes: Uint8Array): readonly number[] {
    if (role === 'number') return this.#number(this.#numbers, bytes);
    if (role === 'number2') return this.#number(this.#numbers2, bytes);
    if (role === 'phone') return [this.#phone(bytes)];
    if (role === 'recordId' || role === 'postcode') return [column.raw.size - 1];
    if (role === 'household') return [column.raw.hash(column.raw.size - 1)];
    return this.#textMeaning(role, decoder.decode(bytes));
  }

  #textMeaning(role: Role, text: string): readonly number[] {
    if (NAMES.includes(role)) {
      const { surname, given } = readFullName(text);
      return [this.#words.put(surname, true), this.#words.put(given)];
    }
    if (role === 'surname') return [this.#words.put(readNamePart(text), true)];
    if (role === 'given') return [this.#words.put(readNamePart(text))];
    if (TEXTS.includes(role)) return [this.#words.put(plain(text).replace(/[^\p{L}\p{N}]+/gu, ''))];
    if (role === 'birthDate') return [parseDay(text)];
    if (role === 'sex') return [readSex(text)];
    if (role === 'email') return [this.#text(this.#emails, plain(text))];
    if (role === 'address') {
      const { dwelling, place, street } = readAddress(text);
      return [dwelling, place, street];
    }
    const value = plain(text);
    return [value === '' ? 0 : hashText(value)];
  }

  #number(numbers: Interner, bytes: Uint8Array): readonly number[] {
    readNumber(bytes, this.#scratch, this.#facts);
    const { length, valid, date, sex } = this.#facts;
    if (length < 4 || isOneDigit(this.#scratch, length)) return [];
    return [numbers.put(this.#scratch, 0, length), valid ? 1 : 0, date, sex];
  }

  /** Digits only; of more than eleven the last eleven, so that a country's prefix does not matter. */
  #phone(bytes: Uint8Array): number {
    let length = 0;
    for (const byte of bytes) if (byte >= 0x30 && byte <= 0x39 && length < this.#scratch.length) this.#scratch[length++] = byte;
    if (length < 5 || isOneDigit(this.#scratch, length)) return 0;
    return this.#phones.put(this.#scratch, Math.max(0, length - 11), length);
  }

  #text(values: Interner, text: string): number {
    const bytes = new TextEncoder().encode(text);
    return values.put(bytes, 0, bytes.length);
  }

  /** The number of record r's id among the distinct ids, from 1 on; 0 where it has none. */
  idOf(record: number): number {
    return this.#recordIds?.records.at(record) ?? 0;
  }

  /** The distinct ids of records, as bytes. */
  get ids(): Interner {
    return this.#recordIds?.raw ?? new Interner();
  }

  get #recordIds(): Column | undefined {
    return this.#columns.find(([role]) => role === 'recordId')?.[2];
  }

  /** The records in columns. Nothing can be added after. */
  finish(): People {
    const find = (role: Role) => this.#columns.find(([name]) => name === role)?.[2];
    const fill = (role: Role, meaning: 0 | 1 | 2 | 3 = 0) => {
      const target = new Uint32Array(shared(this.#size * 4));
      const column = find(role);
      if (column) for (let r = 0; r < this.#size; r++) target[r] = column.meanings[meaning].at(column.records.at(r));
      return target;
    };
    const words = this.#words.freeze();
    const streetNumber = fill('streetNumber');
    const street = fill('street');
    const dwelling = fill('address');
    for (let r = 0; r < this.#size; r++) {
      const [number = 0, word = 0] = [streetNumber[r], street[r]];
      if (dwelling[r] === 0 && number !== 0 && word !== 0) dwelling[r] = mix(number, words.letters[word] ?? 0);
    }
    const recordId = this.#recordIds;
    const mark = new Uint32Array(shared(this.#size * 4));
    for (let r = 0; r < this.#size; r++) mark[r] = recordId ? recordId.raw.hash(recordId.records.at(r)) : mix(r, 1);
    const sex = new Uint8Array(shared(this.#size));
    sex.set(fill('sex'));
    const mark2 = new Uint32Array(shared(this.#size * 4));
    for (let r = 0; r < this.#size; r++) mark2[r] = recordId ? hashBytes(recordId.raw.bytes(recordId.records.at(r))) : mix(r, 2);
    const people: People = {
      size: this.#size,
      words,
      surname: fill(find('surname') ? 'surname' : 'name'),
      given: find('surname') || find('given') ? fill('given') : fill('name', 1),
      spelt: fill('pinyin', 1),
      birth: fill('birthDate'),
      numberDay: fill('number', 2),
      sex,
      number: quiet(fill('number'), this.#numbers.size, RULES.numberShared),
      numberFacts: new Uint8Array(shared(this.#size)),
      numbers: values(this.#numbers),
      number2: quiet(fill('number2'), this.#numbers2.size, RULES.numberShared),
      numbers2: values(this.#numbers2),
      phone: quiet(fill('phone'), this.#phones.size, RULES.phoneShared),
      phones: values(this.#phones),
      email: fill('email'),
      emails: values(this.#emails),
      household: quietHashes(fill('household'), RULES.householdShared),
      dwelling: quietHashes(dwelling, RULES.dwellingShared),
      place: fill('address', 1),
      road: fill('address', 2),
      division: fill('division'),
      streetNumber,
      street,
      unit: fill('unit'),
      locality: fill('locality'),
      region: fill('region'),
      postcode: fill('postcode'),
      postcodes: values(find('postcode')?.raw ?? new Interner()),
      occupation: fill('occupation'),
      source: fill('source'),
      mark,
      mark2,
    };
    this.#settle(people, fill('number', 1), fill('number', 3), fill('name'), fill('name', 1), fill('pinyin'));
    return people;
  }

  /** What one column says of another: names from pinyin where there is no other, and whose a number is. */
  #settle(
    people: People,
    valid: Uint32Array,
    numberSex: Uint32Array,
    ...[nameSurname, nameGiven, pinyinSurname]: readonly Uint32Array[]
  ): void {
    const { words } = people;
    for (let r = 0; r < people.size; r++) {
      if (people.surname[r] === 0 && people.given[r] === 0) {
        people.surname[r] = nameSurname?.[r] || pinyinSurname?.[r] || 0;
        people.given[r] = nameGiven?.[r] || people.spelt[r] || 0;
      }
      if (words.sound[people.spelt[r] ?? 0] === words.sound[people.given[r] ?? 0]) people.spelt[r] = 0;
      if (valid[r] !== 1) continue;
      const agreed = compareDays(people.birth[r] ?? 0, people.numberDay[r] ?? 0);
      const sexDiffers = people.sex[r] !== 0 && people.sex[r] !== numberSex[r];
      const own = agreed >= DAY.near || (agreed === DAY.unknown && !sexDiffers);
      people.numberFacts[r] = NUMBER.valid | (own ? NUMBER.own : 0);
      if (own && people.sex[r] === 0) people.sex[r] = numberSex[r] ?? 0;
    }
  }
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

function values(interner: Interner): Values {
  const { bytes, ends, hashes } = interner.pool();
  return { bytes: share(bytes), ends: share(ends), hashes: share(hashes) };
}

function share<Column extends Uint8Array | Uint32Array>(column: Column): Column;
function share(column: Uint8Array | Uint32Array): Uint8Array | Uint32Array {
  const copy = column instanceof Uint8Array ? new Uint8Array(shared(column.length)) : new Uint32Array(shared(column.length * 4));
  copy.set(column);
  return copy;
}

/** Forgets values that too many records bear. */
function quiet(column: Uint32Array, distinct: number, most: number): Uint32Array {
  const counts = new Uint32Array(distinct + 1);
  for (const value of column) counts[value] = (counts[value] ?? 0) + 1;
  for (let r = 0; r < column.length; r++) if ((counts[column[r] ?? 0] ?? 0) > most) column[r] = 0;
  return column;
}

function quietHashes(column: Uint32Array, most: number): Uint32Array {
  const sorted = Uint32Array.from(column).sort();
  const loud = new Set<number>();
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (end < sorted.length && sorted[end] === sorted[at]) end++;
    if (end - at > most) loud.add(sorted[at] ?? 0);
    at = end;
  }
  loud.delete(0);
  if (loud.size > 0) for (let r = 0; r < column.length; r++) if (loud.has(column[r] ?? 0)) column[r] = 0;
  return column;
}

function hashBytes(bytes: Uint8Array): number {
  let hash = 0x9747b28c;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x5bd1e995) ^ (hash >>> 15);
  return hash >>> 0;
}
