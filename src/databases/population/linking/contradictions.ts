import { createHash } from 'node:crypto';
import { isObject, type Resource } from '../../../fhir/index.ts';
import type { Judged, Matcher, PersonRecord } from '../../../matching/index.ts';
import { canonicalValue, identityNumber } from '../../../standards/index.ts';
import type { Contradiction } from './contract.ts';
import { differInBirth } from './person-record.ts';

/** What speaks against two registrations being one person's, with the values that do. */
export interface Contradicting {
  readonly kinds: readonly Contradiction[];
  /** Tells what was asked from what was not: a hash of the kinds and of the values behind them. */
  readonly about: string;
  readonly judged: Judged;
}

type Field = keyof PersonRecord;

/** Whose values stand behind a contradiction. */
const FIELDS_OF: Readonly<Record<Contradiction, readonly Field[]>> = {
  numbers: ['number'],
  foreign: ['number', 'name', 'birthDate'],
  twins: ['name', 'birthDate'],
  births: [],
  sex: ['sex'],
  birthDate: ['birthDate'],
  unlike: ['name', 'sex', 'birthDate', 'number', 'number2', 'phone', 'address'],
};

/**
 * What a registration says against another one of its resident, as it did not before: rules of matching, another sex, a day of birth
 * beyond what slips explain, another birth certificate, or evidence that now speaks against as a whole.
 * @param changed the registration, what it said before, and as it is stored, with its old numbers
 * @param mate the other one, and what it said before the same commit
 * @returns what is new of it; `agrees` where nothing speaks against, old or new
 */
export function findContradictions(
  matcher: Matcher,
  changed: { readonly record: PersonRecord; readonly before: PersonRecord; readonly patient: Resource },
  mate: { readonly record: PersonRecord; readonly before: PersonRecord },
): { readonly contradicting: Contradicting | undefined; readonly agrees: boolean } {
  const [judged] = matcher.judge(changed.record, [mate.record]);
  const [judgedBefore] = matcher.judge(changed.before, [mate.before]);
  if (!judged || !judgedBefore) return { contradicting: undefined, agrees: false };
  const explained = hadNumber(changed.patient, mate.record.number);
  const kinds = contradictionsOf(judged, changed.record, mate.record).filter((kind) => kind !== 'numbers' || !explained);
  const isUnlike = kinds.length === 0 && !explained && sumOf(judged) < 0 && sumOf(judgedBefore) >= 0;
  const all: readonly Contradiction[] = isUnlike ? ['unlike'] : kinds;
  if (all.length === 0) return { contradicting: undefined, agrees: sumOf(judged) >= 0 };
  const known = contradictionsOf(judgedBefore, changed.before, mate.before).map((kind) =>
    hashOf([kind], changed.before, mate.before),
  );
  const isKnown = all.every((kind) => known.includes(hashOf([kind], changed.record, mate.record)));
  const about = hashOf(all, changed.record, mate.record);
  return { contradicting: isKnown ? undefined : { kinds: all, about, judged }, agrees: false };
}

function contradictionsOf({ conflict, parts }: Judged, one: PersonRecord, other: PersonRecord): Contradiction[] {
  const levelOf = (field: string) => parts.find((part) => part.field === field)?.level;
  const birth = levelOf('birthDate');
  return [
    ...(conflict ? [conflict] : []),
    ...(differInBirth(one, other) ? (['births'] as const) : []),
    ...(levelOf('sex') === 'different' ? (['sex'] as const) : []),
    ...(birth === 'different' || birth === 'partly' ? (['birthDate'] as const) : []),
  ];
}

/** What the fields say together, without what is known of any two; in bits. */
const sumOf = ({ score, prior }: Judged): number => score - prior;

/** The number is one that the person gave up: a change of number is no contradiction. */
function hadNumber({ identifier }: Resource, number: string | undefined): boolean {
  if (number === undefined || !Array.isArray(identifier)) return false;
  return identifier.some(
    (one: unknown) =>
      isObject(one) &&
      one['use'] === 'old' &&
      one['system'] === identityNumber &&
      typeof one['value'] === 'string' &&
      canonicalValue(identityNumber, one['value']) === canonicalValue(identityNumber, number),
  );
}

function hashOf(kinds: readonly Contradiction[], one: PersonRecord, other: PersonRecord): string {
  const [a, b] = one.id < other.id ? [one, other] : [other, one];
  const values = kinds.flatMap((kind) => [kind, ...FIELDS_OF[kind].flatMap((field) => [a[field] ?? '', b[field] ?? ''])]);
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
}
