import { type Part, type ValuesName, valuesNames } from './builder.ts';
import { Pool } from './interner.ts';
import type { People, Values } from './people.ts';
import { MOST_SHARED, quiet, quietHashes } from './quiet.ts';
import { orderBy } from './radix.ts';
import { numberedIn, type SourceName, settleDwellings, settleNames, settleNumbers } from './settle.ts';
import { shared, sharedCopy, WordList, type Words } from './words.ts';

/** Records of a part that stand one after another in the file. */
export interface Stretch {
  readonly part: number;
  readonly start: number;
  readonly count: number;
}

/** All that was read, as one. */
export interface ReadRecords {
  readonly people: People;
  /** In the order of the file: record r of it has the id r + 1. */
  readonly ids: Values;
  /** Where each record of the file is among the people. */
  readonly places: Uint32Array;
}

/**
 * Puts parts together.
 * @param stretches the whole file in its order
 * @param order `birth`: people by their day of birth. Most records that are compared agree in it and then lie near to one another in
 *   memory, which makes comparing faster. What comes of it does not depend on the order.
 * @returns undefined if two records have one id
 */
export function joinParts(
  parts: readonly Part[],
  stretches: readonly Stretch[],
  order: 'birth' | 'file',
): ReadRecords | undefined {
  const ids = joinIds(parts, stretches);
  if (!ids) return undefined;
  const joined = joinValues(parts);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const inFile = (name: SourceName): Uint32Array | undefined => {
    if (parts.every(({ columns }) => columns[name] === undefined)) return undefined;
    const numbers = numberedIn(name);
    const remaps = numbers === undefined ? undefined : joined[numbers].remaps;
    const column = new Uint32Array(size);
    let at = 0;
    for (const { part, start, count } of stretches) {
      const [from, remap] = [parts[part]?.columns[name], remaps?.[part]];
      for (let r = start; r < start + count; r++) {
        const value = from?.[r] ?? 0;
        column[at++] = remap ? (remap[value] ?? 0) : value;
      }
    }
    return column;
  };
  const sorted = orderBy([(order === 'birth' ? inFile('birth') : undefined) ?? new Uint32Array(size)]);
  const placed = (column: Uint32Array | undefined) => {
    const target = new Uint32Array(shared(size * 4));
    if (column) for (let at = 0; at < size; at++) target[at] = column[sorted[at] ?? 0] ?? 0;
    return target;
  };
  const places = new Uint32Array(size);
  for (let at = 0; at < size; at++) places[sorted[at] ?? 0] = at;
  const people = toPeople(size, (name) => placed(inFile(name)), joined, {
    mark: placed(stretched(parts, stretches, size, ({ ids }) => ids.hashes.subarray(1))),
    mark2: placed(stretched(parts, stretches, size, ({ idHashes }) => idHashes)),
  });
  return { people, ids, places };
}

function toPeople(
  size: number,
  fill: (name: SourceName) => Uint32Array,
  joined: Joined,
  marks: Pick<People, 'mark' | 'mark2'>,
): People {
  const { words, numbers, numbers2, phones, emails, postcodes } = joined;
  const sex = new Uint8Array(shared(size));
  sex.set(fill('sex'));
  const people: People = {
    size,
    words: words.words,
    surname: fill('surname'),
    given: fill('given'),
    spelt: fill('spelt'),
    birth: fill('birth'),
    numberDay: fill('numberDay'),
    sex,
    number: quiet(fill('number'), numbers.values.ends.length, MOST_SHARED.number),
    numberFacts: new Uint8Array(shared(size)),
    numbers: numbers.values,
    number2: quiet(fill('number2'), numbers2.values.ends.length, MOST_SHARED.number),
    numbers2: numbers2.values,
    phone: quiet(fill('phone'), phones.values.ends.length, MOST_SHARED.phone),
    phones: phones.values,
    email: fill('email'),
    emails: emails.values,
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
    postcodes: postcodes.values,
    occupation: fill('occupation'),
    source: fill('source'),
    ...marks,
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

type Joined = Readonly<Record<ValuesName, { readonly values: Values; readonly remaps: Remaps }>> & {
  readonly words: { readonly words: Words; readonly remaps: Remaps };
};
/** By part: what its numbers are among all. */
type Remaps = readonly Uint32Array[] | undefined;

function joinValues(parts: readonly Part[]): Joined {
  const values = Object.fromEntries(valuesNames.map((name) => [name, joinPools(parts.map((part) => part.values[name]))]));
  return { ...(values as Omit<Joined, 'words'>), words: joinWords(parts) };
}

function joinPools(pools: readonly Values[]): { readonly values: Values; readonly remaps: Remaps } {
  const [only] = pools;
  if (only && pools.length === 1) return { values: only, remaps: undefined };
  const all = new Pool();
  const remaps = pools.map(({ bytes, ends }) => {
    const remap = new Uint32Array(ends.length);
    for (let value = 1; value < ends.length; value++) remap[value] = all.put(bytes, ends[value - 1] ?? 0, ends[value] ?? 0);
    return remap;
  });
  const { bytes, ends, hashes } = all.contents();
  return { values: { bytes: sharedCopy(bytes), ends: sharedCopy(ends), hashes: sharedCopy(hashes) }, remaps };
}

function joinWords(parts: readonly Part[]): Joined['words'] {
  const [only] = parts;
  if (only && parts.length === 1) return { words: only.words, remaps: undefined };
  const all = new WordList();
  const decoder = new TextDecoder('utf-16le');
  const remaps = parts.map(({ words: { text, textEnds }, surnames }) => {
    const remap = new Uint32Array(textEnds.length);
    for (let word = 1; word < textEnds.length; word++)
      remap[word] = all.put(decoder.decode(text.slice(textEnds[word - 1], textEnds[word])), surnames[word] === 1);
    return remap;
  });
  return { words: all.freeze(), remaps };
}

function joinIds(parts: readonly Part[], stretches: readonly Stretch[]): Values | undefined {
  const [only] = parts;
  if (only && parts.length === 1) return only.ids;
  const all = new Pool();
  let known = 1;
  for (const { part, start, count } of stretches) {
    const { bytes, ends } = parts[part]?.ids ?? { bytes: new Uint8Array(), ends: new Uint32Array() };
    for (let r = start; r < start + count; r++) if (all.put(bytes, ends[r] ?? 0, ends[r + 1] ?? 0) !== known++) return undefined;
  }
  return all.contents();
}

function stretched(
  parts: readonly Part[],
  stretches: readonly Stretch[],
  size: number,
  columnOf: (part: Part) => Uint32Array,
): Uint32Array {
  const column = new Uint32Array(size);
  const columns = parts.map(columnOf);
  let at = 0;
  for (const { part, start, count } of stretches) {
    column.set(columns[part]?.subarray(start, start + count) ?? [], at);
    at += count;
  }
  return column;
}
