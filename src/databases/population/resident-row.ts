import { pinyin } from 'pinyin-pro';
import { isObject, type Resource } from '../../fhir/index.ts';

/** A resident as a list shows it, taken from a Patient. */
export interface Resident {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** YYYY-MM-DD; undefined where unknown or not known to the day. */
  readonly birthDate: string | undefined;
  readonly deceasedOn: string | undefined;
  readonly address: string | undefined;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
}

const DAY = /^\d{4}-\d{2}-\d{2}/;

export function toResident(patient: Resource & { readonly id: string }): Resident {
  const name = nameOf(patient);
  const birthDate = textOf(patient['birthDate']);
  return {
    id: patient.id,
    name,
    ...spellings(name),
    sex: sexOf(patient['gender']),
    birthDate: birthDate && DAY.test(birthDate) ? birthDate : undefined,
    deceasedOn: DAY.exec(textOf(patient['deceasedDateTime']) ?? '')?.[0],
    address: addressOf(patient),
    identifiers: identifiersOf(patient),
  };
}

/** The official name, else the first: its text, or its parts in the order of the script (family first in Chinese). */
export function nameOf(resource: Resource): string {
  const names = listOf(resource['name']);
  const chosen = names.find((name) => name['use'] === 'official') ?? names[0];
  const text = textOf(chosen?.['text']);
  if (text) return text;
  const family = textOf(chosen?.['family']) ?? '';
  const given = Array.isArray(chosen?.['given']) ? chosen['given'].filter((part) => typeof part === 'string') : [];
  return /\p{Script=Han}/u.test(family) ? family + given.join('') : [...given, family].filter(Boolean).join(' ');
}

/** Ways in which a name is typed: pinyin without tones, with the readings of surnames, and its initials. */
export function spellings(name: string): { pinyin: string; initials: string } {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true })
    .map((syllable) =>
      syllable
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, ' ')
        .trim(),
    )
    .filter(Boolean)
    .flatMap((part) => part.split(' '));
  return { pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable.charAt(0)).join('') };
}

const sexOf = (gender: unknown): Resident['sex'] =>
  gender === 'male' || gender === 'female' || gender === 'other' ? gender : 'unknown';
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);

function addressOf(patient: Resource): string | undefined {
  const addresses = listOf(patient['address']);
  const home = addresses.find(({ use }) => use === 'home') ?? addresses[0];
  if (!home) return undefined;
  const lines = Array.isArray(home['line']) ? home['line'].filter((line) => typeof line === 'string') : [];
  return (
    textOf(home['text']) ??
    (textOf([...lines, textOf(home['city']), textOf(home['state'])].filter(Boolean).join(', ')) || undefined)
  );
}

function identifiersOf(patient: Resource): { system: string; value: string }[] {
  return listOf(patient['identifier']).flatMap(({ system, value }) =>
    typeof value === 'string' ? [{ system: textOf(system) ?? '', value }] : [],
  );
}
