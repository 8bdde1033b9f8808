import { DAY } from './calendar.ts';
import { CONTACT, F, GIVEN, levelOf, NUMBER_LEVEL } from './fields.ts';

/** Why two records are taken for two people whatever else agrees. */
export const CONFLICTS = {
  numbers: 'two right numbers that differ',
  twins: 'born on one day, with another given name and without a number in common',
  foreign: 'one number, but neither name nor day of birth in common',
} as const;

export type Conflict = keyof typeof CONFLICTS;

/** @param households whether several people of one household are in the data; where none are, nobody has a twin there */
export function findConflict(pattern: number, households: boolean): Conflict | undefined {
  const number = levelOf(pattern, F.number);
  if (number === NUMBER_LEVEL.conflict) return 'numbers';
  const given = levelOf(pattern, F.given);
  const birth = levelOf(pattern, F.birthDate);
  const other = given === GIVEN.different || given === GIVEN.shared;
  if (other && (number === NUMBER_LEVEL.same || number === NUMBER_LEVEL.borrowed))
    return birth < DAY.pattern ? 'foreign' : undefined;
  if (number >= NUMBER_LEVEL.near) return undefined;
  return households && other && birth === DAY.same && levelOf(pattern, F.number2) < 3 ? 'twins' : undefined;
}

/**
 * Agreement that is never linked by itself, only shown to somebody: a given name that is a part of the other's, born on one day,
 * without a number in common. It may be one person with a character left out, or twins, whose parents like such names.
 */
export const isForReview = (pattern: number): boolean =>
  levelOf(pattern, F.given) === GIVEN.part &&
  levelOf(pattern, F.birthDate) >= DAY.near &&
  levelOf(pattern, F.number) < NUMBER_LEVEL.near;

/**
 * Nothing but name, birth and sex is there to be compared. Of millions, some were born on one day and are called the same: that is
 * shown to somebody, however rare the name.
 */
export const saysLittle = (pattern: number): boolean =>
  levelOf(pattern, F.contact) === CONTACT.unknown &&
  levelOf(pattern, F.number) < NUMBER_LEVEL.near &&
  levelOf(pattern, F.number2) === 0 &&
  levelOf(pattern, F.email) === 0;

/** Share of pairs that agree in contact and name above which pairs that agree in contact alone show that there are households. */
const HOUSEHOLD_SHARE = 0.05;

/** Whether the candidate pairs show different people who share a dwelling, telephone or household. */
export function knowsHouseholds(candidates: readonly (readonly [pattern: number, count: number])[]): boolean {
  let [alone, together] = [0, 0];
  for (const [pattern, count] of candidates) {
    const contact = levelOf(pattern, F.contact);
    const unlike = levelOf(pattern, F.birthDate) === DAY.different && levelOf(pattern, F.number) < NUMBER_LEVEL.similar;
    if (contact === CONTACT.household && unlike) alone += count;
    if (contact >= CONTACT.one && levelOf(pattern, F.given) >= GIVEN.close) together += count;
  }
  return alone > together * HOUSEHOLD_SHARE;
}
