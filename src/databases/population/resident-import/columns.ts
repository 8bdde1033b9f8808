import type { Field } from '../../../forms/index.ts';
import { documentFields, elements } from '../resident-data/elements.ts';
import type { ImportColumn } from './contract.ts';

/** Columns of a file of residents: the data elements of WS 365 that the Patient keeps, with the identity document first. */
export const columns: readonly Field[] = [...documentFields.slice(0, 2), ...elements, ...documentFields.slice(2)].map((field) =>
  field.key === 'documentType' || field.key === 'documentNumber' ? { ...field, name: nameWithoutAdding(field.key) } : field,
);

function nameWithoutAdding(key: string) {
  return key === 'documentType' ? { zh: '证件类别', en: 'Type of document' } : { zh: '证件号码', en: 'Number of document' };
}

/** The document that is meant where a number has no type beside it. */
export const IDENTITY_CARD = '01';

export const toColumn = ({ key, name, element, required, codes }: Field): ImportColumn => ({
  key,
  name,
  required: required === true,
  ...(element ? { element } : {}),
  ...(codes ? { options: codes.all.map(({ code, name: meaning }) => ({ code, name: meaning })) } : {}),
});

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s*＊]/g, '')
    .toLowerCase();

/** The column that a heading names: by its name in either language or its key. */
export function columnOf(heading: string): Field | undefined {
  const wanted = plain(heading);
  return columns.find(({ key, name }) => [key, name.zh, name.en].some((one) => plain(one) === wanted));
}

/** A cell as the form reads it: of a code its code, where its name in either language was given. */
export function toValue({ type, codes }: Field, text: string): string {
  const trimmed = text.trim();
  if (type === 'date')
    return trimmed.replace(/^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?$/, toIsoDay).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (type !== 'code' || !codes || codes.find(trimmed)) return trimmed;
  const padded = trimmed.padStart(2, '0');
  if (codes.find(padded)) return padded;
  const named = codes.all.find(({ name }) => name.zh === trimmed || name.en.toLowerCase() === trimmed.toLowerCase());
  return named?.code ?? trimmed;
}

const toIsoDay = (_: string, year: string, month: string, day: string) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** Tables of codes for the second sheet of the template. */
export const codeLists = columns.flatMap(({ name, codes }) => (codes ? [{ name, all: codes.all }] : []));
