import { pinyin } from 'pinyin-pro';
import { isObject, parseDateInterval, type Resource } from '../../fhir/index.ts';
import { canonicalValue } from '../../standards/index.ts';

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

// what an index of the database can hold, with room to spare; longer ones stay in the Patient alone
const MAX_NAME_CHARACTERS = 200;
const MAX_NUMBER_CHARACTERS = 200;

export function toResident(patient: Resource & { readonly id: string }): Resident {
  const name = nameOf(patient).slice(0, MAX_NAME_CHARACTERS).toWellFormed();
  return {
    id: patient.id,
    name,
    ...spellings(name),
    sex: sexOf(patient['gender']),
    birthDate: dayOf(patient['birthDate']),
    deceasedOn: dayOf(patient['deceasedDateTime']),
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

/** Ways in which a name is typed: pinyin without tones and accents, with the readings of surnames, and its initials. */
export function spellings(name: string): { pinyin: string; initials: string } {
  const letters = name.normalize('NFD').replaceAll(/\p{M}/gu, '');
  const syllables = pinyin(letters, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true })
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

/** The day that a date or dateTime names, where it names one. */
function dayOf(value: unknown): string | undefined {
  const text = textOf(value) ?? '';
  return parseDateInterval(text) ? DAY.exec(text)?.[0] : undefined;
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

/** Identity numbers in their one spelling: whoever looks for one finds it, however it was sent. */
function identifiersOf(patient: Resource): { system: string; value: string }[] {
  return listOf(patient['identifier']).flatMap(({ system, value }) => {
    const [namespace, number] = [textOf(system) ?? '', textOf(value) ?? ''];
    const isKept = number !== '' && Math.max(namespace.length, number.length) <= MAX_NUMBER_CHARACTERS;
    return isKept ? [{ system: namespace, value: canonicalValue(namespace, number) }] : [];
  });
}
