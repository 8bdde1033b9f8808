import type { Role } from './columns.ts';
import { firstHash, secondHash } from './interner.ts';
import { isOfBytes, Meanings } from './meanings.ts';
import type { People } from './people.ts';
import { type SourceName, settleDwellings, settleNames, settleNumbers, sourcesOf, type Unsettled } from './settle.ts';

/**
 * What somebody says of a person. Every field but the id may be missing; texts are as they were written, in any of the forms that the
 * bulk run reads (days as 1982-12-12, 19821212 or 1982年1月2日; sex as 1, 2, 男, female).
 */
export type PersonRecord = { readonly id: string } & { readonly [Field in Exclude<Role, 'recordId'>]?: string | undefined };

/** Distinct values that are kept understood; when there are more, all are forgotten and understood anew. */
const MOST_KNOWN = 100_000;
const NOTHING: readonly number[] = [];
const ROLES = [...new Set(Object.values(sourcesOf).map(([role]) => role))];
const columnsOf = (role: Role) =>
  (Object.entries(sourcesOf) as [SourceName, readonly [Role, number]][]).filter(([, [from]]) => from === role);

type Column = Uint32Array | Uint8Array;
type Changing = { -readonly [Name in keyof People]: People[Name] } & { -readonly [Name in keyof Unsettled]: Unsettled[Name] };

/**
 * A few records in columns, filled anew for every question; what their values mean is remembered between questions. The columns are
 * those that the bulk run has, so what reads them cannot tell the two apart.
 */
export class FewPeople {
  readonly people: People;
  readonly #columns: Changing;
  readonly #targets: readonly { readonly role: Exclude<Role, 'recordId'>; readonly fills: readonly [Column, number][] }[];
  #meanings = new Meanings();
  #known = new Map<Role, Map<string, readonly number[]>>();
  #count = 0;
  #forgotten = 0;
  readonly #bytes = new Uint8Array(256);
  readonly #encoder = new TextEncoder();
  /** Most records that it takes at a time. */
  readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#columns = emptyColumns(capacity, this.#meanings);
    this.people = this.#columns;
    this.#targets = ROLES.map((role) => ({
      role,
      fills: columnsOf(role).map(([name, [, part]]): [Column, number] => [this.#columns[name], part]),
    }));
  }

  /** How often everything was forgotten: words have other numbers since. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get meanings(): Meanings {
    return this.#meanings;
  }

  /** Puts these records in the place of those before; the first is record 0. */
  fill(records: readonly PersonRecord[]): void {
    if (records.length > this.capacity) throw new Error(`at most ${this.capacity} records at a time`);
    if (this.#count > MOST_KNOWN || this.#meanings.size > MOST_KNOWN) this.#forget();
    const columns = this.#columns;
    columns.size = records.length;
    for (let r = 0; r < records.length; r++) {
      const record = records[r];
      if (!record) continue;
      const id = this.#encoded(record.id);
      columns.mark[r] = firstHash(id, 0, id.length);
      columns.mark2[r] = secondHash(id, 0, id.length);
      for (const { role, fills } of this.#targets) {
        const text = record[role];
        const meaning = text ? this.#meaningOf(role, text) : NOTHING;
        for (const [column, part] of fills) column[r] = meaning[part] ?? 0;
      }
    }
    settleDwellings(columns);
    settleNames(columns, columns);
    settleNumbers(columns, columns);
  }

  #meaningOf(role: Role, text: string): readonly number[] {
    if (isOfBytes(role)) {
      const bytes = this.#encoded(text.trim());
      return this.#meanings.of(role, bytes, 0, bytes.length);
    }
    const known = this.#known.get(role) ?? new Map<string, readonly number[]>();
    this.#known.set(role, known);
    const found = known.get(text);
    if (found) return found;
    this.#count++;
    const meaning = this.#meanings.ofText(role, text.trim());
    known.set(text, meaning);
    return meaning;
  }

  /** The bytes of a text; good until the next. */
  #encoded(text: string): Uint8Array {
    if (text.length * 3 > this.#bytes.length) return this.#encoder.encode(text);
    return this.#bytes.subarray(0, this.#encoder.encodeInto(text, this.#bytes).written);
  }

  #forget(): void {
    this.#meanings = new Meanings();
    this.#known = new Map();
    this.#count = 0;
    this.#forgotten++;
    Object.assign(this.#columns, valuesOf(this.#meanings));
  }
}

/** Words and values as they are so far: objects whose arrays are replaced as they grow. */
function valuesOf({ words, numbers, numbers2, phones, emails, postcodes }: Meanings) {
  return { words: words.columns, numbers, numbers2, phones, emails, postcodes };
}

function emptyColumns(capacity: number, meanings: Meanings): Changing {
  const names = [...(Object.keys(sourcesOf) as SourceName[]), 'mark', 'mark2'] as const;
  const columns = Object.fromEntries(names.map((name) => [name, new Uint32Array(capacity)])) as Record<
    (typeof names)[number],
    Uint32Array
  >;
  return {
    ...columns,
    sex: new Uint8Array(capacity),
    numberFacts: new Uint8Array(capacity),
    size: 0,
    ...valuesOf(meanings),
  };
}
