import { newId } from '../../../kernel/index.ts';
import { formatHealthCardNumber, formatResidentNumber } from '../../../standards/index.ts';
import { addDays, ageOn } from './calendar.ts';
import { givenName } from './given-names.ts';
import type { Random } from './random.ts';
import { surname } from './surnames.ts';
import type { Township } from './townships.ts';

export type Sex = 'male' | 'female';

/** What to generate: the same plan gives the same people. */
export interface SamplePlan {
  /** County, 6 digits. */
  readonly division: string;
  readonly residents: number;
  readonly seed: string;
  /** YYYY-MM-DD: the last day of all histories. */
  readonly today: string;
}

/** A generated resident, before any record is written. */
export interface Person {
  /** Position in the county, from 0. */
  readonly index: number;
  /** Patient id. */
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly age: number;
  readonly deceasedOn?: string;
  readonly identityNumber: string;
  readonly cardNumber?: string;
  readonly recordNumber: string;
  readonly phone?: string;
  readonly township: Township;
  readonly address: string;
  /** GB/T 4761 relation to the head of the household. */
  readonly relation: string;
  /** GB/T 2261.2. */
  readonly marital: string;
  /** GB/T 3304. */
  readonly ethnicity: string;
  /** GB/T 4658. */
  readonly education: string;
  /** CV02.01.204. */
  readonly insurance: string;
}

/** What the household decides about a member. */
export interface Wanted {
  readonly sex: Sex;
  readonly birthDate: string;
  readonly relation: string;
  readonly marital: string;
  /** A child has the family name of the father. */
  readonly family?: string;
}

/** What is the same for everyone of a household, and what must be unique in the county. */
export interface Surroundings {
  readonly plan: SamplePlan;
  readonly township: Township;
  readonly address: string;
  readonly ethnicity: string;
  /** Identity numbers given out so far. */
  readonly taken: Set<string>;
}

const CARD_FROM_AGE = 1;
/** The family of the example resident is whole. */
const EXAMPLE_MEMBERS = 5;

export function makePerson(random: Random, wanted: Wanted, around: Surroundings, index: number): Person {
  const { plan, township, address, ethnicity } = around;
  const { sex, birthDate, relation, marital } = wanted;
  const age = ageOn(birthDate, plan.today);
  const family = wanted.family ?? surname(random, plan.division);
  const hasDied = age >= 70 && index >= EXAMPLE_MEMBERS && random.chance(0.035);
  return {
    index,
    id: newId(random.bytes),
    name: family + givenName(random, Number(birthDate.slice(0, 4)), sex),
    family,
    sex,
    birthDate,
    age,
    ...(hasDied ? { deceasedOn: addDays(plan.today, -random.int(10, 700)) } : {}),
    identityNumber: identityNumberFor(random, wanted, around),
    ...(age >= CARD_FROM_AGE ? { cardNumber: cardNumberOf(plan, index) } : {}),
    recordNumber: recordNumberOf(township, index),
    ...(age >= 14
      ? {
          phone: `1${random.pick(['38', '39', '35', '59', '86', '77', '80'])}0000${String(random.int(0, 9999)).padStart(4, '0')}`,
        }
      : {}),
    township,
    address,
    relation,
    marital,
    ethnicity,
    education: educationFor(random, age),
    insurance: age >= 18 && random.chance(township.rural ? 0.25 : 0.6) ? '2' : '3',
  };
}

/** Most are registered first where they live, some elsewhere. No number is given twice. */
function identityNumberFor(random: Random, { birthDate, sex }: Wanted, { plan, taken }: Surroundings): string {
  for (;;) {
    const division = random.chance(0.85)
      ? plan.division
      : random.pick(['350104', '350122', '350521', '510105', '510722', '362301', '422801', '500101']);
    const number = formatResidentNumber({ division, birthDate, sequence: random.int(0, 499) * 2 + (sex === 'male' ? 1 : 0) });
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

/** Township, village and a number of five digits: a county of more than 100,000 goes on in the next village. */
function recordNumberOf({ code }: Township, index: number): string {
  const [village, number] = [1 + Math.floor((index + 1) / 100_000), (index + 1) % 100_000];
  return `${code}${String(village).padStart(3, '0')}${String(number).padStart(5, '0')}`;
}

/** Cards of another seed lie in another range, so that two sets of people in one county do not share a number. */
function cardNumberOf({ division, seed }: SamplePlan, index: number): string {
  const offset = [...seed].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9000, 0) * 1_000_000;
  return formatHealthCardNumber({ division, sequence: offset + index + 1 });
}

function educationFor(random: Random, age: number): string {
  if (age < 7) return '90';
  if (age < 13) return '80';
  if (age < 16) return '70';
  if (age < 19) return '60';
  if (age < 40)
    return random.weighted([
      ['20', 35],
      ['30', 25],
      ['60', 20],
      ['70', 18],
      ['10', 2],
    ]);
  if (age < 62)
    return random.weighted([
      ['20', 12],
      ['30', 14],
      ['60', 28],
      ['70', 38],
      ['80', 8],
    ]);
  return random.weighted([
    ['20', 4],
    ['60', 16],
    ['70', 35],
    ['80', 35],
    ['90', 10],
  ]);
}
