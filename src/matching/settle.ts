import { mix } from './address.ts';
import { compareDays, DAY } from './calendar.ts';
import type { Role } from './columns.ts';
import { NUMBER, type People } from './people.ts';

/** Columns of people that are a part of what a cell means, the numbers of `Meanings` in their order; and some that are needed to settle others. */
export const sourcesOf = {
  surname: ['surname', 0],
  given: ['given', 0],
  nameSurname: ['name', 0],
  nameGiven: ['name', 1],
  pinyinSurname: ['pinyin', 0],
  spelt: ['pinyin', 1],
  birth: ['birthDate', 0],
  number: ['number', 0],
  numberValid: ['number', 1],
  numberDay: ['number', 2],
  numberSex: ['number', 3],
  number2: ['number2', 0],
  sex: ['sex', 0],
  phone: ['phone', 0],
  email: ['email', 0],
  household: ['household', 0],
  dwelling: ['address', 0],
  place: ['address', 1],
  road: ['address', 2],
  division: ['division', 0],
  streetNumber: ['streetNumber', 0],
  street: ['street', 0],
  unit: ['unit', 0],
  locality: ['locality', 0],
  region: ['region', 0],
  postcode: ['postcode', 0],
  occupation: ['occupation', 0],
  source: ['source', 0],
} as const satisfies Readonly<Record<string, readonly [role: Role, part: number]>>;

export type SourceName = keyof typeof sourcesOf;

/** Where the numbers of a column are explained: among the words, or the values of a kind; nowhere where they mean themselves. */
export function numberedIn(name: SourceName): 'words' | 'numbers' | 'numbers2' | 'phones' | 'emails' | 'postcodes' | undefined {
  if (name === 'number') return 'numbers';
  if (name === 'number2') return 'numbers2';
  if (name === 'phone') return 'phones';
  if (name === 'email') return 'emails';
  if (name === 'postcode') return 'postcodes';
  return WORDS.has(name) ? 'words' : undefined;
}

const WORDS: ReadonlySet<SourceName> = new Set([
  'surname',
  'given',
  'nameSurname',
  'nameGiven',
  'pinyinSurname',
  'spelt',
  'street',
  'unit',
  'locality',
  'occupation',
]);

/** Columns that are read only to settle others by. */
export interface Unsettled {
  readonly nameSurname: Uint32Array;
  readonly nameGiven: Uint32Array;
  readonly pinyinSurname: Uint32Array;
  readonly numberValid: Uint32Array;
  readonly numberSex: Uint32Array;
}

/** A street and its number are a dwelling, where there is no whole address. */
export function settleDwellings({ size, dwelling, street, streetNumber, words }: People): void {
  for (let r = 0; r < size; r++) {
    const number = streetNumber[r] ?? 0;
    const word = street[r] ?? 0;
    if (dwelling[r] === 0 && number !== 0 && word !== 0) dwelling[r] = mix(number, words.letters[word] ?? 0);
  }
}

/** Names from the column of whole names, or of pinyin, where there is no other. */
export function settleNames({ size, words, surname, given, spelt }: People, from: Unsettled): void {
  for (let r = 0; r < size; r++) {
    const [nameSurname = 0, nameGiven = 0] = [from.nameSurname[r], from.nameGiven[r]];
    if (surname[r] === 0 && given[r] === 0) {
      const isNamed = nameSurname !== 0 || nameGiven !== 0;
      surname[r] = isNamed ? nameSurname : (from.pinyinSurname[r] ?? 0);
      given[r] = isNamed ? nameGiven : (spelt[r] ?? 0);
    } else if (surname[r] === 0) surname[r] = nameSurname;
    if (words.sound[spelt[r] ?? 0] === words.sound[given[r] ?? 0]) spelt[r] = 0;
  }
}

/** Whose a number is: the record's own, if its day and sex are the record's. */
export function settleNumbers({ size, birth, numberDay, numberFacts, sex }: People, from: Unsettled): void {
  for (let r = 0; r < size; r++) {
    numberFacts[r] = 0;
    if (from.numberValid[r] !== 1) continue;
    const numberSex = from.numberSex[r] ?? 0;
    const agreed = compareDays(birth[r] ?? 0, numberDay[r] ?? 0);
    const sexDiffers = sex[r] !== 0 && sex[r] !== numberSex;
    const own = agreed >= DAY.near || (agreed === DAY.unknown && !sexDiffers);
    numberFacts[r] = NUMBER.valid | (own ? NUMBER.own : 0);
    if (own && sex[r] === 0) sex[r] = numberSex;
  }
}
