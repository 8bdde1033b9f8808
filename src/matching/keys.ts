import { mix } from './address.ts';
import { NUMBER, type People, type Values } from './people.ts';

/**
 * A way of finding candidates: records that share any of their keys are compared. `put` is called with each key that a record
 * has, at most `slots` times; a key from something unknown is never made, so what is missing never brings two records together.
 */
export interface KeySpace {
  readonly name: string;
  readonly slots: number;
  keys(p: People, r: number, put: (key: number) => void): void;
}

/** What a value hashes to, whatever number it has here; 0 for none. */
const hashOf = ({ hashes }: Values, value: number) => (value === 0 ? 0 : (hashes[value] ?? 0));

const both = (a: number, b: number, put: (key: number) => void) => {
  if (a !== 0 && b !== 0) put(mix(a, b));
};

/** Stated day of birth and that of the record's own number, where they differ. */
function days(p: People, r: number, use: (day: number) => void): void {
  const stated = p.birth[r] ?? 0;
  const numbered = ((p.numberFacts[r] ?? 0) & NUMBER.own) !== 0 ? (p.numberDay[r] ?? 0) : 0;
  if (stated !== 0) use(stated);
  if (numbered !== 0 && numbered !== stated) use(numbered);
}

function contacts(p: People, r: number, use: (contact: number) => void): void {
  const [phone, household = 0, dwelling = 0] = [hashOf(p.phones, p.phone[r] ?? 0), p.household[r], p.dwelling[r]];
  if (phone !== 0) use(mix(phone, 0x70));
  if (household !== 0) use(mix(household, 0x68));
  if (dwelling !== 0) use(mix(dwelling, 0x64));
}

/** The whole name by its sound, whichever part comes first; 0 unless both parts are known. */
function fullSound(p: People, r: number): number {
  const [surname = 0, given = 0] = [p.surname[r], p.given[r]];
  if (surname === 0 || given === 0) return 0;
  return mix((p.words.letters[surname] ?? 0) + (p.words.letters[given] ?? 0), 0x6e);
}

function sounds(p: People, r: number, use: (sound: number) => void): void {
  const [surname = 0, given = 0] = [p.surname[r], p.given[r]];
  if (surname !== 0) use(mix(p.words.letters[surname] ?? 0, 0x73));
  if (given !== 0) use(mix(p.words.letters[given] ?? 0, 0x73));
}

/** Consonants of names in letters; names in characters have none. */
function skeletons(p: People, r: number, use: (skeleton: number) => void): void {
  const surname = p.words.skeleton[p.surname[r] ?? 0] ?? 0;
  const given = p.words.skeleton[p.given[r] ?? 0] ?? 0;
  if (surname !== 0) use(surname);
  if (given !== 0 && given !== surname) use(given);
}

/** In the order in which they are tried: a pair is compared once, under the first space that brings it together. */
export const KEY_SPACES: readonly KeySpace[] = [
  { name: 'number', slots: 1, keys: (p, r, put) => both(hashOf(p.numbers, p.number[r] ?? 0), 1, put) },
  { name: 'second number', slots: 1, keys: (p, r, put) => both(hashOf(p.numbers2, p.number2[r] ?? 0), 2, put) },
  { name: 'email', slots: 1, keys: (p, r, put) => both(hashOf(p.emails, p.email[r] ?? 0), 3, put) },
  {
    name: 'name and year of birth',
    slots: 2,
    keys: (p, r, put) => {
      const name = fullSound(p, r);
      let last = 0;
      days(p, r, (day) => {
        const year = Math.floor(day / 10000);
        if (year !== last) both(name, year, put);
        last = year;
      });
    },
  },
  {
    name: 'name and day of the year',
    slots: 2,
    keys: (p, r, put) => {
      const name = fullSound(p, r);
      let last = 0;
      days(p, r, (day) => {
        if (day % 10000 !== last && day % 10000 !== 101) both(name, (day % 10000) + 5000, put);
        last = day % 10000;
      });
    },
  },
  {
    name: 'name and contact',
    slots: 3,
    keys: (p, r, put) => {
      const name = fullSound(p, r);
      contacts(p, r, (contact) => both(name, contact, put));
    },
  },
  {
    name: 'day of birth and part of name',
    slots: 4,
    keys: (p, r, put) => days(p, r, (day) => sounds(p, r, (sound) => both(day, sound, put))),
  },
  {
    name: 'day of birth and contact',
    slots: 6,
    keys: (p, r, put) => days(p, r, (day) => contacts(p, r, (contact) => both(day, contact, put))),
  },
  {
    name: 'contact and part of name',
    slots: 6,
    keys: (p, r, put) => contacts(p, r, (contact) => sounds(p, r, (sound) => both(contact, sound, put))),
  },
  {
    name: 'consonants of the name',
    slots: 1,
    keys: (p, r, put) => {
      let sum = 0;
      let parts = 0;
      skeletons(p, r, (skeleton) => {
        sum = (sum + skeleton) >>> 0;
        parts++;
      });
      if (parts === 2) both(sum, 4, put);
    },
  },
  {
    name: 'day of birth, name in letters',
    slots: 1,
    keys: (p, r, put) => {
      let latin = 0;
      skeletons(p, r, () => {
        latin = 1;
      });
      both(p.birth[r] ?? 0, latin * 5, put);
    },
  },
  {
    name: 'consonants and place',
    slots: 8,
    keys: (p, r, put) =>
      skeletons(p, r, (skeleton) => {
        both(skeleton, mix(p.streetNumber[r] ?? 0, 0x6e), (key) => p.streetNumber[r] !== 0 && put(key));
        both(skeleton, mix(hashOf(p.postcodes, p.postcode[r] ?? 0), 0x70), (key) => p.postcode[r] !== 0 && put(key));
        both(skeleton, mix(p.words.letters[p.locality[r] ?? 0] ?? 0, 0x6c), (key) => p.locality[r] !== 0 && put(key));
        both(skeleton, mix(p.words.letters[p.street[r] ?? 0] ?? 0, 0x74), (key) => p.street[r] !== 0 && put(key));
      }),
  },
  { name: 'dwelling', slots: 1, keys: (p, r, put) => (p.street[r] !== 0 ? both(p.dwelling[r] ?? 0, 6, put) : undefined) },
  {
    name: 'beginning or end of the number',
    slots: 2,
    keys: (p, r, put) => {
      if (p.numberFacts[r] !== 0 || p.number[r] === 0) return;
      const { bytes, ends } = p.numbers;
      const [start = 0, end = 0] = [ends[(p.number[r] ?? 0) - 1], ends[p.number[r] ?? 0]];
      const half = Math.ceil(((end - start) * 2) / 3);
      put(hashBytes(bytes, start, start + half, 7));
      put(hashBytes(bytes, end - half, end, 8));
    },
  },
];

function hashBytes(bytes: Uint8Array, start: number, end: number, salt: number): number {
  let hash = salt;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 16777619);
  return mix(hash, salt);
}
