import { compareDays, DAY } from './calendar.ts';
import { CONTACT, F, GIVEN, NUMBER_LEVEL, NUMBER2, PLACES, SURNAME } from './fields.ts';
import { NUMBER, type People, type Values } from './people.ts';
import { edits, jaroWinkler } from './similarity.ts';
import type { Words } from './words.ts';

/** Likeness from which Latin words count as close, and as similar (Jaro-Winkler). */
const CLOSE = 0.92;
const SIMILAR = 0.84;

/** Compares records field by field. One for each thread; it keeps nothing between two comparisons but room to work in. */
export class Comparer {
  readonly #people: People;
  #surname = 0;
  #given = 0;

  constructor(people: People) {
    this.#people = people;
  }

  /** The packed levels of all fields for records a and b. The order of the two does not matter. */
  pattern(a: number, b: number): number {
    const p = this.#people;
    this.#names(a, b);
    const number = numberLevel(p, a, b);
    const birth = birthLevel(p, a, b, number);
    const [sexA = 0, sexB = 0] = [p.sex[a], p.sex[b]];
    const [sourceA = 0, sourceB = 0] = [p.source[a], p.source[b]];
    const [jobA = 0, jobB = 0] = [p.occupation[a], p.occupation[b]];
    return (
      this.#surname * (PLACES[F.surname] ?? 0) +
      this.#given * (PLACES[F.given] ?? 0) +
      birth * (PLACES[F.birthDate] ?? 0) +
      alike(sexA, sexB) * (PLACES[F.sex] ?? 0) +
      number * (PLACES[F.number] ?? 0) +
      valueLevel(p.number2, p.numbers2, a, b) * (PLACES[F.number2] ?? 0) +
      contactLevel(p, a, b, this.#given) * (PLACES[F.contact] ?? 0) +
      emailLevel(p, a, b) * (PLACES[F.email] ?? 0) +
      alike(jobA, jobB) * (PLACES[F.occupation] ?? 0) +
      alike(sourceA, sourceB) * (PLACES[F.source] ?? 0)
    );
  }

  /** Edits between two records' numbers, up to 3. */
  numbersApart(a: number, b: number): number {
    return distance(this.#people.numbers, this.#people.number[a] ?? 0, this.#people.number[b] ?? 0);
  }

  /** A given name's pinyin, where it has a column of its own, is that of the other record's name: a character was mistaken. */
  #isSpeltAlike(a: number, b: number): boolean {
    const { words, given, spelt } = this.#people;
    const [speltA = 0, speltB = 0] = [words.sound[spelt[a] ?? 0], words.sound[spelt[b] ?? 0]];
    const [soundA = 0, soundB = 0] = [words.sound[given[a] ?? 0], words.sound[given[b] ?? 0]];
    return (speltA !== 0 && (speltA === soundB || speltA === speltB)) || (speltB !== 0 && speltB === soundA);
  }

  /** Surname with surname and given with given, or crosswise where that agrees better: names are entered the wrong way round. */
  #names(a: number, b: number): void {
    const { words, surname, given } = this.#people;
    const [surnameA = 0, surnameB = 0, givenA = 0, givenB = 0] = [surname[a], surname[b], given[a], given[b]];
    this.#surname = surnameLevel(words, surnameA, surnameB);
    this.#given = givenLevel(words, givenA, givenB);
    if (this.#given < GIVEN.close && this.#given !== GIVEN.unknown && this.#isSpeltAlike(a, b)) this.#given = GIVEN.close;
    if (this.#surname >= SURNAME.close || this.#given >= GIVEN.close) return;
    if (isTurned(words, surnameA, givenA, surnameB, givenB)) {
      this.#surname = SURNAME.close;
      this.#given = GIVEN.close;
      return;
    }
    const [crossA, crossB] = [givenLevel(words, surnameA, givenB), givenLevel(words, givenA, surnameB)];
    if (crossA < GIVEN.close && crossB < GIVEN.close) return;
    this.#surname = crossA === GIVEN.unknown || crossB === GIVEN.unknown ? SURNAME.unknown : SURNAME.close;
    this.#given = Math.min(
      crossA === GIVEN.unknown ? crossB : crossB === GIVEN.unknown ? crossA : Math.min(crossA, crossB),
      GIVEN.close,
    );
  }
}

/**
 * The characters of one name are those of the other with its end first: 金兰郝 for 郝金兰, wherever it was cut. Of names in letters it is
 * enough that they have the same letters.
 */
function isTurned(
  { han, text, textEnds, letters }: Words,
  surnameA: number,
  givenA: number,
  surnameB: number,
  givenB: number,
): boolean {
  if (surnameA === 0 || givenA === 0 || surnameB === 0 || givenB === 0) return false;
  if (han[surnameA] !== 1 || han[surnameB] !== 1)
    return (
      ((letters[surnameA] ?? 0) + (letters[givenA] ?? 0)) >>> 0 === ((letters[surnameB] ?? 0) + (letters[givenB] ?? 0)) >>> 0
    );
  const lengthOf = (word: number) => (textEnds[word] ?? 0) - (textEnds[word - 1] ?? 0);
  const letterOf = (surname: number, given: number, at: number) => {
    const length = lengthOf(surname);
    return at < length ? text[(textEnds[surname - 1] ?? 0) + at] : text[(textEnds[given - 1] ?? 0) + at - length];
  };
  const length = lengthOf(surnameA) + lengthOf(givenA);
  if (length < 3 || length !== lengthOf(surnameB) + lengthOf(givenB)) return false;
  for (let turn = 1; turn < length; turn++) {
    let at = 0;
    while (at < length && letterOf(surnameA, givenA, at) === letterOf(surnameB, givenB, (at + turn) % length)) at++;
    if (at === length) return true;
  }
  return false;
}

const alike = (a: number, b: number) => (a === 0 || b === 0 ? 0 : a === b ? 2 : 1);

function surnameLevel(words: Words, a: number, b: number): number {
  if (a === 0 || b === 0) return SURNAME.unknown;
  if (a === b) return SURNAME.same;
  if (words.sound[a] === words.sound[b]) return SURNAME.sound;
  if (words.han[a] === 1 && words.han[b] === 1) return SURNAME.different;
  return latinLevel(words, a, b);
}

/** different, similar or close, by the letters. */
function latinLevel(words: Words, a: number, b: number): number {
  const [soundA = 0, soundB = 0] = [words.sound[a], words.sound[b]];
  const [startA = 0, endA = 0] = [words.soundEnds[soundA - 1], words.soundEnds[soundA]];
  const [startB = 0, endB = 0] = [words.soundEnds[soundB - 1], words.soundEnds[soundB]];
  const letters = words.soundLetters;
  const likeness = jaroWinkler(letters, startA, endA, letters, startB, endB);
  if (likeness >= CLOSE) return SURNAME.close;
  if (Math.min(endA - startA, endB - startB) >= 3 && edits(letters, startA, endA, letters, startB, endB) === 1)
    return SURNAME.close;
  return likeness >= SIMILAR ? SURNAME.similar : SURNAME.different;
}

function givenLevel(words: Words, a: number, b: number): number {
  if (a === 0 || b === 0) return GIVEN.unknown;
  if (a === b) return GIVEN.same;
  if (words.sound[a] === words.sound[b]) return GIVEN.sound;
  if (words.han[a] === 1 && words.han[b] === 1) return hanGivenLevel(words, a, b);
  if (isBeginning(words, a, b)) return GIVEN.part;
  const level = latinLevel(words, a, b);
  return level === SURNAME.close ? GIVEN.close : level === SURNAME.similar ? GIVEN.shared : GIVEN.different;
}

/** One begins with all of the other, and has two letters or more besides: a name of which a part was left out. */
function isBeginning({ sound, soundLetters, soundEnds }: Words, a: number, b: number): boolean {
  const [soundA = 0, soundB = 0] = [sound[a], sound[b]];
  const [startA = 0, endA = 0, startB = 0, endB = 0] = [
    soundEnds[soundA - 1],
    soundEnds[soundA],
    soundEnds[soundB - 1],
    soundEnds[soundB],
  ];
  const length = Math.min(endA - startA, endB - startB);
  if (length < 2 || Math.abs(endA - startA - (endB - startB)) < 2) return false;
  for (let at = 0; at < length; at++) if (soundLetters[startA + at] !== soundLetters[startB + at]) return false;
  return true;
}

/** Characters are the units: one left out leaves a part; one in common says little, for brothers and sisters share one. */
function hanGivenLevel({ text, textEnds }: Words, a: number, b: number): number {
  const [startA = 0, endA = 0, startB = 0, endB = 0] = [textEnds[a - 1], textEnds[a], textEnds[b - 1], textEnds[b]];
  let common = 0;
  for (let i = startA; i < endA; i++) {
    // a character that stands twice in one name is in common twice only if it is twice in the other
    let before = 0;
    for (let k = startA; k < i; k++) if (text[k] === text[i]) before++;
    for (let j = startB; j < endB; j++)
      if (text[i] === text[j] && before-- === 0) {
        common++;
        break;
      }
  }
  if (common === 0) return GIVEN.different;
  const [lengthA, lengthB] = [endA - startA, endB - startB];
  return lengthA !== lengthB && common === Math.min(lengthA, lengthB) ? GIVEN.part : GIVEN.shared;
}

function distance({ bytes, ends }: Values, a: number, b: number): number {
  return edits(bytes, ends[a - 1] ?? 0, ends[a] ?? 0, bytes, ends[b - 1] ?? 0, ends[b] ?? 0);
}

/**
 * Two right numbers that differ speak against one person however close they are: twins have neighbouring ones. A number whose
 * date is not the record's is somebody else's, and neither its likeness nor its difference says much.
 */
function numberLevel(p: People, a: number, b: number): number {
  const [numberA = 0, numberB = 0, factsA = 0, factsB = 0] = [p.number[a], p.number[b], p.numberFacts[a], p.numberFacts[b]];
  if (numberA === 0 || numberB === 0) return NUMBER_LEVEL.unknown;
  const isForeign = factsA === NUMBER.valid || factsB === NUMBER.valid;
  if (numberA === numberB) return isForeign ? NUMBER_LEVEL.borrowed : factsA !== 0 ? NUMBER_LEVEL.same : NUMBER_LEVEL.alike;
  if (isForeign) return NUMBER_LEVEL.unknown;
  if (factsA !== 0 && factsB !== 0) return NUMBER_LEVEL.conflict;
  const apart = distance(p.numbers, numberA, numberB);
  return apart === 1 ? NUMBER_LEVEL.near : apart === 2 ? NUMBER_LEVEL.similar : NUMBER_LEVEL.different;
}

function valueLevel(column: Uint32Array, values: Values, a: number, b: number): number {
  const [valueA = 0, valueB = 0] = [column[a], column[b]];
  if (valueA === 0 || valueB === 0) return NUMBER2.unknown;
  if (valueA === valueB) return NUMBER2.same;
  const apart = distance(values, valueA, valueB);
  return apart === 1 ? NUMBER2.near : apart === 2 ? NUMBER2.similar : NUMBER2.different;
}

/** The days as written; where they are not the same, also as the numbers say, unless both have one number. */
function birthLevel(p: People, a: number, b: number, number: number): number {
  const [birthA = 0, birthB = 0] = [p.birth[a], p.birth[b]];
  const numberA = ((p.numberFacts[a] ?? 0) & NUMBER.own) !== 0 ? (p.numberDay[a] ?? 0) : 0;
  const numberB = ((p.numberFacts[b] ?? 0) & NUMBER.own) !== 0 ? (p.numberDay[b] ?? 0) : 0;
  if (number >= NUMBER_LEVEL.borrowed) return compareDays(birthA, birthB);
  const [dayA, dayB] = [birthA || numberA, birthB || numberB];
  let best = compareDays(dayA, dayB);
  if (best === DAY.same || best === DAY.unknown) return best;
  if (numberA !== 0 && numberA !== dayA) best = Math.max(best, compareDays(numberA, dayB));
  if (numberB !== 0 && numberB !== dayB) best = Math.max(best, compareDays(dayA, numberB));
  return best;
}

function emailLevel(p: People, a: number, b: number): number {
  const [valueA = 0, valueB = 0] = [p.email[a], p.email[b]];
  if (valueA === 0 || valueB === 0) return 0;
  if (valueA === valueB) return 3;
  return distance(p.emails, valueA, valueB) <= 2 ? 2 : 1;
}

/**
 * Telephone, dwelling and household as one field: members of a household agree in all three, so three fields would count one thing
 * three times. They speak only for records whose names may be one person's; others are of the same household, and no more.
 */
function contactLevel(p: People, a: number, b: number, given: number): number {
  const phone = valueLevel(p.phone, p.phones, a, b);
  const household = alike(p.household[a] ?? 0, p.household[b] ?? 0);
  const address = addressLevel(p, a, b);
  const agree = (phone === NUMBER2.same ? 1 : 0) + (household === 2 ? 1 : 0) + (address === CONTACT.one ? 1 : 0);
  if (agree > 0) {
    if (given === GIVEN.different || given === GIVEN.shared) return CONTACT.household;
    if (agree > 1) return CONTACT.several;
    const opposed = phone === NUMBER2.different || household === 1 || address === CONTACT.different;
    return opposed ? CONTACT.one : CONTACT.oneUnopposed;
  }
  if (phone === NUMBER2.near || phone === NUMBER2.similar) return CONTACT.close;
  if (address !== CONTACT.unknown) return address;
  return phone !== NUMBER2.unknown || household !== 0 ? CONTACT.different : CONTACT.unknown;
}

/** unknown, different, place, partly, close, or `one` for the same dwelling. */
function addressLevel(p: People, a: number, b: number): number {
  if (
    p.street[a] !== 0 ||
    p.street[b] !== 0 ||
    p.postcode[a] !== 0 ||
    p.postcode[b] !== 0 ||
    p.locality[a] !== 0 ||
    p.locality[b] !== 0
  )
    return partsLevel(p, a, b);
  const [placeA = 0, placeB = 0, dwellingA = 0] = [p.place[a], p.place[b], p.dwelling[a]];
  if (placeA === 0 || placeB === 0) return CONTACT.unknown;
  if (dwellingA !== 0 && dwellingA === p.dwelling[b]) return CONTACT.one;
  if (placeA === placeB || (p.road[a] !== 0 && p.road[a] === p.road[b])) return CONTACT.place;
  return CONTACT.different;
}

/** An address in parts: each part that both have counts by its weight. */
function partsLevel(p: People, a: number, b: number): number {
  let known = 0;
  let agreed = 0;
  const count = (weight: number, level: number) => {
    if (level < 0) return;
    known += weight;
    agreed += weight * level;
  };
  const street = wordLikeness(p.words, p.street[a] ?? 0, p.street[b] ?? 0);
  const number = equality(p.streetNumber[a] ?? 0, p.streetNumber[b] ?? 0);
  count(3, street);
  count(2, number);
  count(2, wordLikeness(p.words, p.locality[a] ?? 0, p.locality[b] ?? 0));
  const [postcodeA = 0, postcodeB = 0] = [p.postcode[a], p.postcode[b]];
  const postcode = valueLevel(p.postcode, p.postcodes, a, b);
  count(2, postcodeA === 0 || postcodeB === 0 ? -1 : postcode === NUMBER2.same ? 1 : postcode === NUMBER2.near ? 0.7 : 0);
  count(1, wordLikeness(p.words, p.unit[a] ?? 0, p.unit[b] ?? 0));
  if (known === 0) return CONTACT.unknown;
  const share = agreed / known;
  if (street === 1 && number === 1 && share >= 0.6) return CONTACT.one;
  return share >= 0.6 ? CONTACT.close : share >= 0.4 ? CONTACT.partly : share >= 0.2 ? CONTACT.place : CONTACT.different;
}

const equality = (a: number, b: number) => (a === 0 || b === 0 ? -1 : a === b ? 1 : 0);

/** 1 the same, 0.8 close, 0.5 similar, 0 neither, -1 where one is missing. */
function wordLikeness(words: Words, a: number, b: number): number {
  if (a === 0 || b === 0) return -1;
  const level = surnameLevel(words, a, b);
  return level >= SURNAME.sound ? 1 : level === SURNAME.close ? 0.8 : level === SURNAME.similar ? 0.5 : 0;
}
