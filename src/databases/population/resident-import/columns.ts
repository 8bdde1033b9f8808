import type { Field } from '../../../forms/index.ts';
import type { Template } from '../../../imports/index.ts';
import { documentFields, elements } from '../resident-data/elements.ts';

/** Columns of a file of residents: the data elements of WS 365 that the Patient keeps, with the identity document first. */
export const columns: readonly Field[] = [...documentFields.slice(0, 2), ...elements, ...documentFields.slice(2)].map((field) =>
  field.key === 'documentType' || field.key === 'documentNumber' ? { ...field, name: nameWithoutAdding(field.key) } : field,
);

function nameWithoutAdding(key: string) {
  return key === 'documentType' ? { zh: '证件类别', en: 'Type of document' } : { zh: '证件号码', en: 'Number of document' };
}

/** The document that is meant where a number has no type beside it. */
export const IDENTITY_CARD = '01';

/** What the workbook holds. */
export const template: Template = { sheet: { zh: '居民', en: 'Residents' }, columns };
