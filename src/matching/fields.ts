/** Levels of agreement of one field, in ascending order; level 0 is always "cannot be compared". */
export interface Field {
  readonly name: string;
  readonly levels: readonly string[];
}

/**
 * What two records are compared in. A pattern is one level of each, packed into one number (mixed radix, the first field lowest):
 * millions of pairs then are counts of some thousand patterns.
 */
export const FIELDS = [
  { name: 'surname', levels: ['unknown', 'different', 'similar', 'close', 'sound', 'same'] },
  { name: 'given', levels: ['unknown', 'different', 'shared', 'part', 'close', 'sound', 'same'] },
  { name: 'birthDate', levels: ['unknown', 'different', 'partly', 'near', 'pattern', 'same'] },
  { name: 'sex', levels: ['unknown', 'different', 'same'] },
  { name: 'number', levels: ['unknown', 'conflict', 'different', 'similar', 'near', 'borrowed', 'alike', 'same'] },
  { name: 'number2', levels: ['unknown', 'different', 'similar', 'near', 'same'] },
  {
    name: 'contact',
    levels: ['unknown', 'household', 'different', 'place', 'partly', 'close', 'one', 'oneUnopposed', 'several'],
  },
  { name: 'email', levels: ['unknown', 'different', 'near', 'same'] },
  { name: 'occupation', levels: ['unknown', 'different', 'same'] },
  { name: 'source', levels: ['unknown', 'different', 'same'] },
] as const satisfies readonly Field[];

export type FieldName = (typeof FIELDS)[number]['name'];

export const F = {
  surname: 0,
  given: 1,
  birthDate: 2,
  sex: 3,
  number: 4,
  number2: 5,
  contact: 6,
  email: 7,
  occupation: 8,
  source: 9,
} as const;

export const SURNAME = { unknown: 0, different: 1, similar: 2, close: 3, sound: 4, same: 5 } as const;
export const GIVEN = { unknown: 0, different: 1, shared: 2, part: 3, close: 4, sound: 5, same: 6 } as const;
export const NUMBER_LEVEL = {
  unknown: 0,
  conflict: 1,
  different: 2,
  similar: 3,
  near: 4,
  borrowed: 5,
  alike: 6,
  same: 7,
} as const;
export const NUMBER2 = { unknown: 0, different: 1, similar: 2, near: 3, same: 4 } as const;
export const CONTACT = {
  unknown: 0,
  household: 1,
  different: 2,
  place: 3,
  partly: 4,
  close: 5,
  one: 6,
  oneUnopposed: 7,
  several: 8,
} as const;

/** How many patterns differ by one level of each field: the place value in the packed number. */
export const PLACES: readonly number[] = FIELDS.map((_, index) =>
  FIELDS.slice(0, index).reduce((product, { levels }) => product * levels.length, 1),
);

/** The level of a field in a pattern. */
export const levelOf = (pattern: number, field: number): number =>
  Math.floor(pattern / (PLACES[field] ?? 1)) % (FIELDS[field]?.levels.length ?? 1);
