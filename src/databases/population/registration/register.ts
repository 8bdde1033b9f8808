import { type Field, impossible, improbable, refuseFaults, toView } from '../../../forms/index.ts';
import { type Bilingual, type Fault, Problem } from '../../../kernel/index.ts';
import { healthCard, parseHealthCardNumber } from '../../../standards/index.ts';
import type { ScopedStore, Sql, Written } from '../../../store/index.ts';
import { readResidentLinks } from '../linking/resident-links.ts';
import { countOpenReviews } from '../linking/review-rows.ts';
import { type Identified, textOf } from '../parts.ts';
import { withDivision, withIdentifier } from '../resident-data/changes.ts';
import { documentFields, elements } from '../resident-data/elements.ts';
import { withData } from '../resident-data/write.ts';
import type { Registered, RegistrationForm } from './contract.ts';

const ASKED = [
  'name',
  'sex',
  'birthDate',
  'phone',
  'homeDivision',
  'homeAddress',
  'residence',
  'ethnicity',
  'contactName',
  'contactPhone',
];
const OLDEST_YEARS = 110;

const documentNames: Readonly<Record<string, Bilingual>> = {
  documentType: { zh: '证件类别', en: 'Type of document' },
  documentNumber: { zh: '证件号码', en: 'Number of the document' },
  documentUntil: { zh: '证件有效期至', en: 'Valid until' },
};

const cardField: Field = {
  key: 'cardNumber',
  name: { zh: '居民健康卡号', en: 'Health card number' },
  type: 'number',
  maxLength: 18,
  group: { zh: '身份信息', en: 'Identity' },
  hint: { zh: '可刷卡录入', en: 'It can be scanned' },
  element: 'DE01.00.021.00',
};

/** What can be read off a document comes first: most of the rest follows from it. */
const fields: readonly Field[] = [
  ...documentFields.map((field) => ({ ...field, name: documentNames[field.key] ?? field.name })),
  cardField,
  ...elements
    .filter(({ key }) => ASKED.includes(key))
    .toSorted((one, other) => ASKED.indexOf(one.key) - ASKED.indexOf(other.key)),
];

/** @param place division code of whoever registers */
export const registrationForm = (place: string): RegistrationForm => ({
  fields: fields.map(toView),
  initial: { documentType: '01', homeDivision: place },
});

export interface Registering {
  /** Made once for a form: it becomes the Patient's id, so that sending the form twice registers once. */
  readonly form: string;
  readonly given: Readonly<Record<string, unknown>>;
  /** Keys of improbable values that are so. */
  readonly confirmed: readonly string[];
  readonly now: Date;
  /** Where a resident belongs of whom no division is given. */
  readonly place: string;
}

/**
 * Writes a Patient from the form of the registration desk; whose it is, is found in the same transaction.
 * @throws Problem data-invalid and data-improbable with their fields
 */
export async function register(
  sql: Sql,
  store: ScopedStore,
  registering: Registering,
  within: (tx: Sql, written: readonly Written[]) => Promise<void>,
): Promise<Registered> {
  const { form } = registering;
  const isRepeat = await isThere(store, form);
  if (!isRepeat) {
    const { patient, faults } = toPatient(registering);
    refuseFaults(faults, registering.confirmed);
    await store.put(patient, undefined, within);
  }
  const [{ registrations }, reviews] = await Promise.all([readResidentLinks(sql, form), countOpenReviews(sql, form)]);
  return {
    patient: form,
    resident: registrations[0]?.patient ?? form,
    outcome: registrations.length > 1 ? 'linked' : reviews > 0 ? 'review' : 'new',
    ...{ registrations, reviews, isRepeat },
  };
}

async function isThere(store: ScopedStore, id: string): Promise<boolean> {
  try {
    await store.read('Patient', id);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'resource-unknown') return false;
    throw error;
  }
}

/** The Patient of a form, with what is wrong with it. Pure. */
export function toPatient({ form, given, now, place }: Omit<Registering, 'confirmed'>): {
  readonly patient: Identified;
  readonly faults: readonly Fault[];
} {
  const { cardNumber, ...rest } = given;
  const asked = Object.fromEntries(ASKED.map((key) => [key, rest[key] ?? null]));
  const number = textOf(rest['documentNumber']);
  const base = withDivision({ resourceType: 'Patient', id: form, active: true }, place);
  const document = number === undefined ? { documentType: null } : {};
  const { patient, faults } = withData(base, { ...rest, ...asked, ...document }, now);
  const card = textOf(cardNumber)?.replaceAll(/\s+/g, '');
  const parsed = card === undefined ? undefined : parseHealthCardNumber(card);
  return {
    patient:
      parsed === undefined || parsed instanceof Problem
        ? patient
        : withIdentifier(patient, { system: healthCard, value: parsed.number }),
    faults: [
      ...faults,
      ...(parsed instanceof Problem
        ? [
            impossible(
              'cardNumber',
              '卡号应为 18 位且校验位正确',
              'A card number has 18 digits, the last of which checks the others',
            ),
          ]
        : []),
      ...unusual(asked, now),
    ],
  };
}

/** What may be so, and mostly is a slip. */
function unusual(asked: Readonly<Record<string, unknown>>, now: Date): Fault[] {
  const [name = '', birthDate = ''] = [textOf(asked['name']), textOf(asked['birthDate'])];
  const years = now.getUTCFullYear() - Number(birthDate.slice(0, 4));
  return [
    ...(birthDate !== '' && years > OLDEST_YEARS
      ? [improbable('birthDate', `年龄超过 ${OLDEST_YEARS} 岁，请确认`, `Older than ${OLDEST_YEARS} years; please confirm`)]
      : []),
    ...(/\d/.test(name) ? [improbable('name', '姓名中有数字，请确认', 'The name has a digit; please confirm')] : []),
    ...(name.length === 1 ? [improbable('name', '姓名只有一个字，请确认', 'The name has one character; please confirm')] : []),
  ];
}
