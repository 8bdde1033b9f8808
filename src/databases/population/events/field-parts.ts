import type { Field } from '../../../forms/index.ts';
import { documentTypes } from '../../../standards/index.ts';

/** Fields that several forms have. */

export const certificateField = (zh: string, en: string, more: Partial<Field> = {}): Field => ({
  key: 'certificate',
  name: { zh, en },
  type: 'number',
  required: true,
  maxLength: 40,
  element: 'DE01.00.006.00',
  group: evidence,
  ...more,
});

export const evidence = { zh: '证明材料', en: 'Evidence' };
export const happening = { zh: '事件', en: 'The event' };

export const issuer: readonly Field[] = [
  {
    key: 'issuer',
    name: { zh: '签发机构', en: 'Issuing institution' },
    type: 'text',
    required: true,
    maxLength: 70,
    group: evidence,
    element: 'DE08.10.013.00',
  },
  { key: 'issuedOn', name: { zh: '签发日期', en: 'Issued on' }, type: 'date', required: true, group: evidence },
];

/** Somebody who may be a resident here, or is told by name and document. */
export function personFields(key: string, zh: string, en: string): readonly Field[] {
  const group = { zh, en };
  return [
    { key, name: { zh: `${zh}（本平台居民）`, en: `${en}, a resident here` }, type: 'person', group },
    {
      key: `${key}Name`,
      name: { zh: `${zh}姓名`, en: `Name of the ${en.toLowerCase()}` },
      type: 'text',
      maxLength: 50,
      group,
      element: 'DE02.01.039.00',
      hint: { zh: '非本平台居民时填写', en: 'Where not a resident here' },
    },
    {
      key: `${key}DocumentType`,
      name: { zh: `${zh}证件类别`, en: `Document of the ${en.toLowerCase()}` },
      type: 'code',
      codes: documentTypes,
      group,
      element: 'DE02.01.031.00',
    },
    {
      key: `${key}DocumentNumber`,
      name: { zh: `${zh}证件号码`, en: `Document number of the ${en.toLowerCase()}` },
      type: 'number',
      maxLength: 30,
      group,
      element: 'DE02.01.030.00',
    },
  ];
}
