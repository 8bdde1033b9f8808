import type { FieldView } from '../../../forms/contract.ts';

/** What basic public health services look out for (service specification on supervision, 2). */
export const topics = [
  { code: 'food', name: { zh: '食源性疾病及相关信息', en: 'Food-borne disease' } },
  { code: 'water', name: { zh: '饮用水卫生安全', en: 'Drinking water' } },
  { code: 'school', name: { zh: '学校卫生', en: 'School hygiene' } },
  { code: 'practice', name: { zh: '非法行医和非法采供血', en: 'Unlicensed practice and blood collection' } },
  { code: 'family-planning', name: { zh: '计划生育', en: 'Family planning' } },
  { code: 'occupation', name: { zh: '职业卫生', en: 'Occupational health' } },
] as const;

const group = { zh: '协管记录', en: 'Note' };

/** Fields of a note. */
export const noteFields: readonly FieldView[] = [
  {
    ...{ key: 'kind', type: 'code', required: true, group, name: { zh: '类别', en: 'Kind' } },
    options: [
      { code: 'lead', name: { zh: '发现线索（应报告）', en: 'Lead (to be reported)' } },
      { code: 'inspection', name: { zh: '巡查', en: 'Inspection' } },
    ],
  },
  { key: 'topic', type: 'code', required: true, group, name: { zh: '内容', en: 'Topic' }, options: topics },
  { key: 'unit', type: 'text', required: true, maxLength: 100, group, name: { zh: '单位或场所', en: 'Unit or place' } },
  { key: 'foundOn', type: 'date', required: true, group, name: { zh: '发现（巡查）日期', en: 'Day' } },
  { key: 'found', type: 'text', required: true, maxLength: 500, group, name: { zh: '发现的问题', en: 'What was found' } },
];

/** Fields of its report. */
export const reportFields: readonly FieldView[] = [
  { key: 'on', type: 'date', required: true, group, name: { zh: '报告日期', en: 'Reported on' } },
  { key: 'to', type: 'text', required: true, maxLength: 100, group, name: { zh: '报告给', en: 'Reported to' } },
];
