import type { Layout, Role } from './columns.ts';
import { Growing, Interner, Pool } from './interner.ts';
import { isOfBytes, Meanings, widthOf } from './meanings.ts';
import type { Values } from './people.ts';
import { type SourceName, sourcesOf } from './settle.ts';
import { shared, sharedCopy, type Words } from './words.ts';

/**
 * Records as one thread has read them, in columns, in the order in which it read them. Words and values have numbers that hold within the
 * part. All of it may be shared between threads.
 */
export interface Part {
  readonly size: number;
  /** Record r has the id r + 1. */
  readonly ids: Values;
  /** The other halves of the ids' hashes, by record. */
  readonly idHashes: Uint32Array;
  readonly columns: Readonly<Partial<Record<SourceName, Uint32Array>>>;
  readonly words: Words;
  /** 1 for a word that is a surname in Chinese. */
  readonly surnames: Uint8Array;
  readonly values: Readonly<Record<ValuesName, Values>>;
}

export const valuesNames = ['numbers', 'numbers2', 'phones', 'emails', 'postcodes'] as const;
export type ValuesName = (typeof valuesNames)[number];

/** One column while it is read: which value each record has, and what each distinct value means. */
class Column {
  readonly role: Role;
  readonly index: number;
  /** Nearly every record has a number of its own: then to look whether it was there before costs more than to read it. */
  readonly #isDirect: boolean;
  readonly #values = new Interner();
  readonly #records = new Growing(1 << 16);
  readonly #meanings: readonly Growing[];

  constructor(role: Role, index: number) {
    this.role = role;
    this.index = index;
    this.#isDirect = isOfBytes(role);
    this.#meanings = Array.from({ length: widthOf(role) }, () => new Growing());
    if (!this.#isDirect) for (const meaning of this.#meanings) meaning.push(0);
  }

  /** Notes the next record's value; a new one is understood once, however many records will have it. */
  add(bytes: Uint8Array, start: number, end: number, meanings: Meanings): void {
    if (!this.#isDirect) {
      const before = this.#values.size;
      const value = this.#values.put(bytes, start, end);
      this.#records.push(value);
      if (value < before) return;
    }
    const meaning = meanings.of(this.role, bytes, start, end);
    for (let part = 0; part < this.#meanings.length; part++) this.#meanings[part]?.push(meaning[part] ?? 0);
  }

  /** Part `part` of what each record's value means. */
  column(part: number): Uint32Array {
    const meanings = this.#meanings[part]?.view() ?? new Uint32Array();
    if (this.#isDirect) return sharedCopy(meanings);
    const records = this.#records.view();
    const target = new Uint32Array(shared(records.length * 4));
    for (let r = 0; r < records.length; r++) target[r] = meanings[records[r] ?? 0] ?? 0;
    return target;
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

  /** What was read. Nothing can be added after. */
  finish(): Part {
    const names = Object.keys(sourcesOf) as SourceName[];
    return {
      size: this.#size,
      ids: frozen(this.#ids),
      idHashes: sharedCopy(this.#idHashes.view()),
      columns: Object.fromEntries(
        names.flatMap((name) => {
          const [role, part] = sourcesOf[name];
          const column = this.#columns.find((candidate) => candidate.role === role);
          return column ? [[name, column.column(part)]] : [];
        }),
      ),
      words: this.#meanings.words.freeze(),
      surnames: this.#meanings.words.surnames(),
      values: Object.fromEntries(valuesNames.map((name) => [name, frozen(this.#meanings[name])])) as Part['values'],
    };
  }
}

function frozen(pool: Pool): Values {
  const { bytes, ends, hashes } = pool.contents();
  return { bytes: sharedCopy(bytes), ends: sharedCopy(ends), hashes: sharedCopy(hashes) };
}
