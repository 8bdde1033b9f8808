import type { Layout, Role } from './columns.ts';
import { Growing, Interner, Pool } from './interner.ts';
import { Meanings, widthOf } from './meanings.ts';
import type { People, Values } from './people.ts';
import { type SourceName, settleDwellings, settleNames, settleNumbers, sourcesOf } from './settle.ts';
import { shared, sharedCopy } from './words.ts';

/**
 * A telephone, number, household or dwelling that more records than this bear is a placeholder or an institution's, and says nothing: it
 * is taken for unknown.
 */
export const MOST_SHARED = { phone: 40, number: 40, household: 80, dwelling: 400 } as const;

/** One column while it is read: which value each record has, and what each distinct value means. */
class Column {
  readonly role: Role;
  readonly index: number;
  readonly #values = new Interner();
  readonly #records = new Growing(1 << 16);
  readonly #meanings: readonly Growing[];

  constructor(role: Role, index: number) {
    this.role = role;
    this.index = index;
    this.#meanings = Array.from({ length: widthOf(role) }, () => new Growing());
    for (const meaning of this.#meanings) meaning.push(0);
  }

  /** Notes the next record's value; a new one is understood once, however many records will have it. */
  add(bytes: Uint8Array, start: number, end: number, meanings: Meanings): void {
    const before = this.#values.size;
    const value = this.#values.put(bytes, start, end);
    this.#records.push(value);
    if (value < before) return;
    const meaning = meanings.of(this.role, bytes.subarray(start, end), this.#values.lastHash);
    for (let part = 0; part < this.#meanings.length; part++) this.#meanings[part]?.push(meaning[part] ?? 0);
  }

  /** Part `part` of what each record's value means. */
  fill(target: Uint32Array, part: number): void {
    const [records, meanings] = [this.#records.view(), this.#meanings[part]?.view()];
    if (meanings) for (let r = 0; r < records.length; r++) target[r] = meanings[records[r] ?? 0] ?? 0;
  }
}

/**
 * Takes records in, a row of cells at a time, and makes columns of them. A distinct value is understood once, however many
 * records have it: most of the work of reading millions of rows is saved so.
 */
export class PeopleBuilder {
  readonly #columns: readonly Column[];
  readonly #idColumn: number;
  readonly #meanings = new Meanings();
  readonly #ids = new Pool();
  readonly #idHashes = new Growing(1 << 16);
  #size = 0;

  constructor({ columns }: Layout) {
    this.#idColumn = columns.get('recordId') ?? 0;
    this.#columns = [...columns].filter(([role]) => role !== 'recordId').map(([role, index]) => new Column(role, index));
  }

  /** Records added so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds a record. `starts[c]` and `ends[c]` say where column c is in `bytes`; columns from `count` on are empty.
   * @returns whether it has an id, and one that no record before it has; else it is not added
   */
  add(bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array, count: number): 'added' | 'without-id' | 'known-id' {
    const cell = this.#idColumn;
    const id = cell < count ? this.#ids.put(bytes, starts[cell] ?? 0, ends[cell] ?? 0) : 0;
    if (id === 0) return 'without-id';
    if (id <= this.#size) return 'known-id';
    this.#idHashes.push(this.#ids.lastHash2);
    this.#size++;
    for (const column of this.#columns) {
      const { index } = column;
      if (index < count) column.add(bytes, starts[index] ?? 0, ends[index] ?? 0, this.#meanings);
      else column.add(bytes, 0, 0, this.#meanings);
    }
    return 'added';
  }

  /** The id of a record, as it was written. */
  idOf(record: number): Uint8Array {
    return this.#ids.value(record + 1);
  }

  /** The records in columns. Nothing can be added after. */
  finish(): People {
    const { words: wordList, numbers, numbers2, phones, emails, postcodes } = this.#meanings;
    const fill = (name: SourceName) => {
      const target = new Uint32Array(shared(this.#size * 4));
      const [role, part] = sourcesOf[name];
      this.#columns.find((column) => column.role === role)?.fill(target, part);
      return target;
    };
    const sex = new Uint8Array(shared(this.#size));
    sex.set(fill('sex'));
    const people: People = {
      size: this.#size,
      words: wordList.freeze(),
      surname: fill('surname'),
      given: fill('given'),
      spelt: fill('spelt'),
      birth: fill('birth'),
      numberDay: fill('numberDay'),
      sex,
      number: quiet(fill('number'), numbers.size, MOST_SHARED.number),
      numberFacts: new Uint8Array(shared(this.#size)),
      numbers: values(numbers),
      number2: quiet(fill('number2'), numbers2.size, MOST_SHARED.number),
      numbers2: values(numbers2),
      phone: quiet(fill('phone'), phones.size, MOST_SHARED.phone),
      phones: values(phones),
      email: fill('email'),
      emails: values(emails),
      household: quietHashes(fill('household'), MOST_SHARED.household),
      dwelling: fill('dwelling'),
      place: fill('place'),
      road: fill('road'),
      division: fill('division'),
      streetNumber: fill('streetNumber'),
      street: fill('street'),
      unit: fill('unit'),
      locality: fill('locality'),
      region: fill('region'),
      postcode: fill('postcode'),
      postcodes: values(postcodes),
      occupation: fill('occupation'),
      source: fill('source'),
      mark: sharedCopy(this.#ids.contents().hashes.subarray(1)),
      mark2: sharedCopy(this.#idHashes.view()),
    };
    const unsettled = {
      nameSurname: fill('nameSurname'),
      nameGiven: fill('nameGiven'),
      pinyinSurname: fill('pinyinSurname'),
      numberValid: fill('numberValid'),
      numberSex: fill('numberSex'),
    };
    settleDwellings(people);
    quietHashes(people.dwelling, MOST_SHARED.dwelling);
    settleNames(people, unsettled);
    settleNumbers(people, unsettled);
    return people;
  }
}

function values(pool: Pool): Values {
  const { bytes, ends, hashes } = pool.contents();
  return { bytes: sharedCopy(bytes), ends: sharedCopy(ends), hashes: sharedCopy(hashes) };
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
