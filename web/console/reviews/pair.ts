import type { Registration, ReviewItem } from '../../../src/databases/population/linking/contract.ts';

/** How a pair stands in an address: both ids, which have no comma. */
export const pairKey = ({ a, b }: Pick<ReviewItem, 'a' | 'b'>): string => `${a.patient},${b.patient}`;

export type Mark = 'same' | 'differs' | 'oneOnly' | 'masked' | 'none' | 'free';

export interface ComparedField {
  readonly key: (typeof shownFields)[number];
  readonly mark: Mark;
}

/** Fields of a registration in the order of the comparison. */
export const shownFields = [
  'name',
  'sex',
  'birthDate',
  'identityNumber',
  'cardNumber',
  'phone',
  'address',
  'place',
  'trust',
  'registeredAt',
  'localNumbers',
] as const;

/** Facts about a registration and not about the person: that they differ means nothing. */
const unmarked: ReadonlySet<string> = new Set(['trust', 'registeredAt', 'localNumbers']);

/**
 * Which fields of two registrations agree. Numbers are masked: where the masks agree, the evidence says whether the numbers do,
 * and where it does not tell, nothing more is said.
 */
export function compareFields({ a, b, parts }: Pick<ReviewItem, 'a' | 'b' | 'parts'>): readonly ComparedField[] {
  const levelOf = (field: string) => parts.find((part) => part.field === field)?.level;
  return shownFields.map((key) => {
    if (unmarked.has(key)) return { key, mark: 'free' };
    const [one, two] = [textOf(a, key), textOf(b, key)];
    const field = { identityNumber: 'number', cardNumber: 'number2' }[key as string];
    return { key, mark: markOf(one, two, key === 'phone' || field !== undefined, field && levelOf(field)) };
  });
}

function markOf(one: string, two: string, isMasked: boolean, level: string | undefined): Mark {
  if (one === '' && two === '') return 'none';
  if (one === '' || two === '') return 'oneOnly';
  if (one !== two) return 'differs';
  if (!isMasked) return 'same';
  if (level === undefined || level === 'unknown') return 'masked';
  return sameNumber.has(level) ? 'same' : 'differs';
}

/** Levels of two numbers that are one number, whether it is right or not. */
const sameNumber: ReadonlySet<string> = new Set(['same', 'alike', 'borrowed']);

function textOf(registration: Registration, key: ComparedField['key']): string {
  if (key === 'identityNumber') return registration.identityNumberMasked ?? '';
  if (key === 'cardNumber') return registration.cardNumberMasked ?? '';
  if (key === 'phone') return registration.phoneMasked ?? '';
  return String(registration[key] ?? '');
}

/** The pair that opens when this one is done with, and the one before it. */
export function around(
  items: readonly ReviewItem[],
  key: string,
): { readonly at: number; readonly next?: string; readonly previous?: string } {
  const at = items.findIndex((item) => pairKey(item) === key);
  const [next, previous] = [items[at + 1], at > 0 ? items[at - 1] : undefined];
  return { at, ...(next ? { next: pairKey(next) } : {}), ...(previous ? { previous: pairKey(previous) } : {}) };
}
