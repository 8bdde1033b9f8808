import { DAY } from './calendar.ts';
import { F, FIELDS, type FieldName, GIVEN, levelOf, SURNAME } from './fields.ts';
import { soundTextsOf, textsOf } from './frequencies.ts';
import { grain, type Model, type Rules, weightsOf } from './model.ts';
import type { People } from './people.ts';
import { shared } from './words.ts';

/** What a field adds to a score, in bits. */
export interface Part {
  readonly field: FieldName;
  readonly level: string;
  /** log2(m/u) of the level. */
  readonly weight: number;
  /** What the frequency of the very value adds or takes away: agreement in a rare name is worth more. */
  readonly frequency: number;
}

/** What levels and values are worth by a model, for the words of one set of people. Arrays may be shared between threads. */
export interface Worths {
  /** log2 of the odds that two records taken at random are one person's. */
  readonly prior: number;
  readonly weights: readonly Float64Array[];
  /** By word, and by sound. */
  readonly surname: Float64Array;
  readonly surnameSound: Float64Array;
  readonly given: Float64Array;
  readonly givenSound: Float64Array;
  readonly days: ReadonlyMap<number, number>;
}

/** What a model says that names, their sounds and days are worth. */
export interface ValueWorths {
  readonly surname: (text: string) => number;
  readonly surnameSound: (text: string) => number;
  readonly given: (text: string) => number;
  readonly givenSound: (text: string) => number;
  readonly days: ReadonlyMap<number, number>;
}

export function valueWorths({ frequencies: { surname, given, birthDate }, fields, rules }: Model): ValueWorths {
  const usual = fields[F.birthDate]?.u[DAY.same] ?? 1;
  return {
    surname: worthsOfValues(rules, surname.written, surname.rareWritten),
    surnameSound: worthsOfValues(rules, surname.sound, surname.rareSound),
    given: worthsOfValues(rules, given.written, given.rareWritten),
    givenSound: worthsOfValues(rules, given.sound, given.rareSound),
    days: new Map(Object.entries(birthDate).map(([day, share]) => [Number(day), Math.min(0, worth(rules, usual, share))])),
  };
}

export const priorOf = ({ prior }: Model): number => grain(Math.log2(prior / (1 - prior)));

export function worthsOf({ words }: People, model: Model): Worths {
  const worths = valueWorths(model);
  const [texts, sounds] = [textsOf(words), soundTextsOf(words)];
  const each = (values: readonly string[], worthOf: (text: string) => number) => {
    const column = new Float64Array(shared(values.length * 8));
    for (const [id, value] of values.entries()) column[id] = worthOf(value);
    return column;
  };
  return {
    prior: priorOf(model),
    weights: weightsOf(model),
    surname: each(texts, worths.surname),
    surnameSound: each(sounds, worths.surnameSound),
    given: each(texts, worths.given),
    givenSound: each(sounds, worths.givenSound),
    days: worths.days,
  };
}

function worthsOfValues(rules: Rules, shares: Readonly<Record<string, number>>, rare: number): (text: string) => number {
  const expected = meanShare(shares, rare);
  const known = new Map(Object.entries(shares).map(([text, share]) => [text, worth(rules, expected, share)]));
  const ofRare = worth(rules, expected, rare);
  return (text) => known.get(text) ?? ofRare;
}

/** What is the same for all pairs of one pattern. */
interface PatternScore {
  readonly base: number;
  readonly surname: number;
  readonly given: number;
  readonly sameDay: boolean;
}

/** Scores pairs by a model. Sums of weights are exact, so the parts of a score add up to it to the last bit. */
export class Scorer {
  readonly prior: number;
  readonly #people: People;
  readonly #worths: Worths;
  readonly #patterns = new Map<number, PatternScore>();

  constructor(people: People, worths: Worths) {
    this.#people = people;
    this.#worths = worths;
    this.prior = worths.prior;
  }

  score(a: number, b: number, pattern: number): number {
    const known = this.#patterns.get(pattern) ?? this.#learn(pattern);
    let score = known.base;
    if (known.surname >= SURNAME.sound) score += this.#surnameWorth(a, known.surname);
    if (known.given >= GIVEN.sound) score += this.#givenWorth(a, known.given);
    return known.sameDay ? score + this.#dayWorth(a, b) : score;
  }

  #learn(pattern: number): PatternScore {
    let base = this.prior;
    for (let field = 0; field < FIELDS.length; field++) base += this.weight(field, pattern);
    const known = {
      base,
      surname: levelOf(pattern, F.surname),
      given: levelOf(pattern, F.given),
      sameDay: levelOf(pattern, F.birthDate) === DAY.same,
    };
    this.#patterns.set(pattern, known);
    return known;
  }

  /** The weight of one field's level, without frequency. */
  weight(field: number, pattern: number): number {
    return this.#worths.weights[field]?.[levelOf(pattern, field)] ?? 0;
  }

  parts(a: number, b: number, pattern: number): Part[] {
    return FIELDS.map(({ name, levels }, field) => {
      const level = levelOf(pattern, field);
      return {
        field: name,
        level: levels[level] ?? '',
        weight: this.weight(field, pattern),
        frequency: this.#frequency(field, level, a, b),
      };
    });
  }

  #frequency(field: number, level: number, a: number, b: number): number {
    if (field === F.surname) return this.#surnameWorth(a, level);
    if (field === F.given) return this.#givenWorth(a, level);
    return field === F.birthDate && level === DAY.same ? this.#dayWorth(a, b) : 0;
  }

  #surnameWorth(a: number, level: number): number {
    const word = this.#people.surname[a] ?? 0;
    if (level === SURNAME.same) return this.#worths.surname[word] ?? 0;
    return level === SURNAME.sound ? (this.#worths.surnameSound[this.#people.words.sound[word] ?? 0] ?? 0) : 0;
  }

  #givenWorth(a: number, level: number): number {
    const word = this.#people.given[a] ?? 0;
    if (level === GIVEN.same) return this.#worths.given[word] ?? 0;
    return level === GIVEN.sound ? (this.#worths.givenSound[this.#people.words.sound[word] ?? 0] ?? 0) : 0;
  }

  #dayWorth(a: number, b: number): number {
    const { birth } = this.#people;
    const day = birth[a] ?? 0;
    return day === birth[b] ? (this.#worths.days.get(day) ?? 0) : 0;
  }
}

const worth = ({ mostForRare, mostForFrequent }: Rules, expected: number, share: number) =>
  grain(Math.max(-mostForFrequent, Math.min(mostForRare, Math.log2(expected / share))));

/** Chance that two records taken at random agree in the value: the mean share, each value counted as often as it is borne. */
function meanShare(shares: Readonly<Record<string, number>>, rare: number): number {
  let [named, sum] = [0, 0];
  for (const share of Object.values(shares)) {
    named += share;
    sum += share * share;
  }
  return sum + Math.max(0, 1 - named) * rare;
}
