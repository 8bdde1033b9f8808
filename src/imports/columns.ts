import type { Field } from '../forms/index.ts';
import type { ImportColumn } from './contract.ts';

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
export function columnOf(columns: readonly Field[], heading: string): Field | undefined {
  const wanted = plain(heading);
  return columns.find(({ key, name }) => [key, name.zh, name.en].some((one) => plain(one) === wanted));
}

/** A cell as the form reads it: of a code its code, where its name in either language was given. */
export function toValue(field: Field, text: string): string {
  const trimmed = text.trim();
  if (field.type === 'date')
    return trimmed.replace(/^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?$/, toIsoDay).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (field.type === 'code') return codeOf(field, trimmed);
  if (field.type === 'codes')
    return trimmed
      .split(/[\s,，、;；]+/)
      .map((one) => codeOf(field, one))
      .join(' ');
  return trimmed;
}

function codeOf({ codes }: Field, text: string): string {
  if (!codes || codes.find(text)) return text;
  const padded = text.padStart(2, '0');
  if (codes.find(padded)) return padded;
  return codes.all.find(({ name }) => name.zh === text || name.en.toLowerCase() === text.toLowerCase())?.code ?? text;
}

const toIsoDay = (_: string, year: string, month: string, day: string) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
