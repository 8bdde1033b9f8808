import { DAY } from './calendar.ts';
import { F, FIELDS, type FieldName, GIVEN, levelOf, SURNAME } from './fields.ts';
import { type NameFrequencies, soundTextOf, textOf } from './frequencies.ts';
import { grain, type Model, weightsOf } from './model.ts';
import type { People } from './people.ts';

/** What a field adds to a score, in bits. */
export interface Part {
  readonly field: FieldName;
  readonly level: string;
  /** log2(m/u) of the level. */
  readonly weight: number;
  /** What the frequency of the very value adds or takes away: agreement in a rare name is worth more. */
  readonly frequency: number;
}

/** However rare or frequent a value is, it adds or takes away no more than this. */
const MOST_FOR_RARE = 5;
const MOST_FOR_FREQUENT = 9;

/** Scores pairs by a model. Sums of weights are exact, so the parts of a score add up to it to the last bit. */
export class Scorer {
  readonly prior: number;
  readonly #people: People;
  readonly #weights: readonly Float64Array[];
  readonly #surname: Float64Array;
  readonly #surnameSound: Float64Array;
  readonly #given: Float64Array;
  readonly #givenSound: Float64Array;
  readonly #days = new Map<number, number>();

  constructor(people: People, model: Model) {
    this.#people = people;
    this.#weights = weightsOf(model);
    this.prior = grain(Math.log2(model.prior / (1 - model.prior)));
    const { words } = people;
    const written = (names: NameFrequencies) => {
      const expected = meanShare(names.written, names.rareWritten);
      return Float64Array.from(words.sound, (_, word) =>
        worth(expected, names.written[textOf(words, word)] ?? names.rareWritten),
      );
    };
    const sounds = (names: NameFrequencies) => {
      const expected = meanShare(names.sound, names.rareSound);
      return Float64Array.from(words.soundEnds, (_, id) =>
        worth(expected, names.sound[soundTextOf(words, id)] ?? names.rareSound),
      );
    };
    const { surname, given, birthDate } = model.frequencies;
    [this.#surname, this.#surnameSound] = [written(surname), sounds(surname)];
    [this.#given, this.#givenSound] = [written(given), sounds(given)];
    const usual = model.fields[F.birthDate]?.u[DAY.same] ?? 1;
    for (const [day, share] of Object.entries(birthDate)) this.#days.set(Number(day), Math.min(0, worth(usual, share)));
  }

  score(a: number, b: number, pattern: number): number {
    let score = this.prior;
    for (let field = 0; field < FIELDS.length; field++) score += this.#weights[field]?.[levelOf(pattern, field)] ?? 0;
    return score + this.#surnameWorth(a, b, pattern) + this.#givenWorth(a, b, pattern) + this.#dayWorth(a, b, pattern);
  }

  /** The weight of one field's level, without frequency. */
  weight(field: number, pattern: number): number {
    return this.#weights[field]?.[levelOf(pattern, field)] ?? 0;
  }

  parts(a: number, b: number, pattern: number): Part[] {
    return FIELDS.map(({ name, levels }, field) => ({
      field: name,
      level: levels[levelOf(pattern, field)] ?? '',
      weight: this.weight(field, pattern),
      frequency:
        field === F.surname
          ? this.#surnameWorth(a, b, pattern)
          : field === F.given
            ? this.#givenWorth(a, b, pattern)
            : field === F.birthDate
              ? this.#dayWorth(a, b, pattern)
              : 0,
    }));
  }

  #surnameWorth(a: number, b: number, pattern: number): number {
    const level = levelOf(pattern, F.surname);
    if (level === SURNAME.same) return this.#surname[this.#people.surname[a] ?? 0] ?? 0;
    return level === SURNAME.sound ? soundWorth(this.#people, this.#surnameSound, this.#people.surname, a, b) : 0;
  }

  #givenWorth(a: number, b: number, pattern: number): number {
    const level = levelOf(pattern, F.given);
    if (level === GIVEN.same) return this.#given[this.#people.given[a] ?? 0] ?? 0;
    return level === GIVEN.sound ? soundWorth(this.#people, this.#givenSound, this.#people.given, a, b) : 0;
  }

  #dayWorth(a: number, b: number, pattern: number): number {
    if (levelOf(pattern, F.birthDate) !== DAY.same) return 0;
    const { birth } = this.#people;
    return birth[a] === birth[b] ? (this.#days.get(birth[a] ?? 0) ?? 0) : 0;
  }
}

const soundWorth = ({ words }: People, worths: Float64Array, column: Uint32Array, a: number, _b: number) =>
  worths[words.sound[column[a] ?? 0] ?? 0] ?? 0;

const worth = (expected: number, share: number) =>
  grain(Math.max(-MOST_FOR_FREQUENT, Math.min(MOST_FOR_RARE, Math.log2(expected / share))));

/** Chance that two records taken at random agree in the value: the mean share, each value counted as often as it is borne. */
function meanShare(shares: Readonly<Record<string, number>>, rare: number): number {
  let [named, sum] = [0, 0];
  for (const share of Object.values(shares)) {
    named += share;
    sum += share * share;
  }
  return sum + Math.max(0, 1 - named) * rare;
}
