import { type FormValues, toView } from '../../../forms/index.ts';
import { type Bilingual, chinaDay } from '../../../kernel/index.ts';
import { documentTypeOf, documentTypes, healthRecord, maskNumber } from '../../../standards/index.ts';
import type { ScopedStore } from '../../../store/index.ts';
import { type Identified, isCurrent, type Part, partsOf, textOf } from '../parts.ts';
import { parsed } from '../stored.ts';
import type { DocumentView, ElementView, LastValue, PastName, ResidentData } from './contract.ts';
import { type DataElement, documentFields, elements, elsewhere } from './elements.ts';

const VERSIONS = 30;

/** The data elements of a resident, with what each was before. @throws Problem resource-unknown, resource-gone */
export async function residentData(store: ScopedStore, id: string, today: string): Promise<ResidentData> {
  const { body, version } = await store.read('Patient', id);
  const patient = parsed(body);
  const versions = (await store.history('Patient', id, VERSIONS)).flatMap((one) =>
    one.body === undefined ? [] : [{ patient: parsed(one.body), on: chinaDay(new Date(one.updatedAt)) }],
  );
  const open = elements.filter(({ secret }) => !secret);
  const recordNumber = textOf(partsOf(patient['identifier']).find(({ system }) => system === healthRecord)?.['value']);
  return {
    version,
    elements: [
      ...elements.map(toElementView),
      ...documentFields.map((field) => ({ ...toView(field), path: 'Patient.identifier', secret: true })),
    ],
    values: valuesOf(open, patient),
    masked: maskedOf(patient),
    last: lastValues(open, versions),
    documents: documentsOf(patient, today),
    pastNames: partsOf(patient['name']).filter(isPast).map(toPast),
    pastAddresses: partsOf(patient['address']).filter(isPast).map(toPast),
    ...(recordNumber ? { recordNumber } : {}),
    elsewhere,
  };
}

const toElementView = (element: DataElement): ElementView => ({
  ...toView(element),
  path: element.path,
  secret: element.secret === true,
});

function valuesOf(some: readonly DataElement[], patient: Identified): FormValues {
  return Object.fromEntries(
    some.flatMap(({ key, read }) => {
      const value = read(patient);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

const maskedOf = (patient: Identified): Record<string, string> =>
  Object.fromEntries(
    elements.flatMap(({ key, secret, read }) => {
      const value = secret ? read(patient) : undefined;
      return value === undefined ? [] : [[key, maskPhone(value)]];
    }),
  );

/** @param versions newest first */
export function lastValues(
  some: readonly DataElement[],
  versions: readonly { readonly patient: Identified; readonly on: string }[],
): Record<string, LastValue> {
  const [now] = versions;
  if (!now) return {};
  return Object.fromEntries(
    some.flatMap((element): [string, LastValue][] => {
      const present = element.read(now.patient);
      const at = versions.findIndex(({ patient }) => element.read(patient) !== present);
      const [before, since] = [versions[at], versions[at - 1]];
      if (!before || !since) return [];
      const value = element.read(before.patient) ?? '';
      const words = wordsOf(element, value);
      return [[element.key, { value, changedOn: since.on, ...(words ? { words } : {}) }]];
    }),
  );
}

const wordsOf = ({ codes }: DataElement, value: string): Bilingual | undefined => codes?.find(value)?.name;

/** Secret elements are telephones: three digits, four stars, four digits. */
const maskPhone = (value: string): string => (value.length < 8 ? '****' : `${value.slice(0, 3)}****${value.slice(-4)}`);

const isPast = (part: Part): boolean => part['use'] === 'old' || !isCurrent(part);

function toPast(part: Part): PastName {
  const until = periodOf(part).end;
  return { text: textOf(part['text']) ?? '', ...(until ? { until } : {}) };
}

const periodOf = ({ period }: Part): { start?: string | undefined; end?: string | undefined } => {
  const found = partsOf([period])[0] ?? {};
  return { start: textOf(found['start']), end: textOf(found['end']) };
};

function documentsOf(patient: Identified, today: string): DocumentView[] {
  return partsOf(patient['identifier']).flatMap((one) => {
    const type = documentTypeOf(textOf(one['system']) ?? '');
    const typeName = type === undefined ? undefined : documentTypes.find(type)?.name;
    const number = textOf(one['value']);
    if (type === undefined || !typeName || !number) return [];
    const { start, end } = periodOf(one);
    const state = one['use'] === 'old' ? 'old' : end !== undefined && end < today ? 'expired' : 'valid';
    return [
      {
        type,
        typeName,
        numberMasked: maskNumber(number),
        state,
        ...(start ? { from: start } : {}),
        ...(end ? { until: end } : {}),
      },
    ];
  });
}
