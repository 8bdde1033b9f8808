import type { FieldView } from '../../../forms/contract.ts';
import type { Bilingual } from '../../../kernel/index.ts';
import type { ActivityKind, InstitutionLevel } from './contract.ts';

/**
 * Counts of the service specification on health education. The reference tables hold neither its counts nor its indicators: those of
 * printed and audio-visual materials, consultations and lectures of township institutions are as the task names them; changes of boards
 * and what village institutions have to do are taken from the specification from memory and are to be checked against the paper.
 */
export const SOURCE = '国家基本公共卫生服务规范（第三版）健康教育服务规范';

interface Requirement {
  readonly kind: ActivityKind;
  readonly name: Bilingual;
  readonly counted: Bilingual;
  /** Different topics count, or every time does. */
  readonly by: 'topic' | 'time';
  /** Least number in a year. */
  readonly required: Readonly<Partial<Record<InstitutionLevel, number>>>;
}

const TIMES = { zh: '次', en: 'times' };
const KINDS = { zh: '种', en: 'kinds' };

export const requirements: readonly Requirement[] = [
  {
    ...{ kind: 'print', name: { zh: '印刷资料', en: 'Printed materials' }, counted: KINDS, by: 'topic' },
    required: { township: 12, village: 12 },
  },
  {
    ...{ kind: 'audio-visual', name: { zh: '音像资料', en: 'Audio-visual materials' }, counted: KINDS, by: 'topic' },
    required: { township: 6, village: 6 },
  },
  // each board is changed every two months at least; a township has two boards, a village one
  {
    ...{ kind: 'board', name: { zh: '健康教育宣传栏更换', en: 'Change of a board' }, counted: TIMES, by: 'time' },
    required: { township: 12, village: 6 },
  },
  {
    ...{ kind: 'consultation', name: { zh: '公众健康咨询', en: 'Public consultation' }, counted: TIMES, by: 'time' },
    required: { township: 9 },
  },
  {
    ...{ kind: 'lecture', name: { zh: '健康知识讲座', en: 'Lecture' }, counted: TIMES, by: 'time' },
    required: { township: 12, village: 6 },
  },
  {
    ...{ kind: 'individual', name: { zh: '个体化健康教育', en: 'Individual education' }, counted: TIMES, by: 'time' },
    required: {},
  },
];

export const kinds = requirements.map(({ kind, name }) => ({ code: kind, name }));

export const levels: readonly { readonly code: InstitutionLevel; readonly name: Bilingual }[] = [
  { code: 'township', name: { zh: '乡镇卫生院、社区卫生服务中心', en: 'Township hospital or community health centre' } },
  { code: 'village', name: { zh: '村卫生室、社区卫生服务站', en: 'Village clinic or community station' } },
];

/** What is filed with the record (健康教育活动记录表). */
export const evidence = [
  { code: 'written', name: { zh: '书面材料', en: 'Written material' } },
  { code: 'pictures', name: { zh: '图片材料', en: 'Pictures' } },
  { code: 'printed', name: { zh: '印刷材料', en: 'Printed material' } },
  { code: 'video', name: { zh: '影音材料', en: 'Video or audio' } },
  { code: 'signatures', name: { zh: '签到表', en: 'List of signatures' } },
  { code: 'other', name: { zh: '其他材料', en: 'Other' } },
] as const;

const plan = { zh: '活动', en: 'Activity' };
const held = { zh: '活动记录', en: 'Record' };

export const planFields: readonly FieldView[] = [
  { key: 'kind', type: 'code', required: true, group: plan, name: { zh: '活动形式', en: 'Kind' }, options: kinds },
  {
    ...{
      key: 'topic',
      type: 'text',
      required: true,
      maxLength: 100,
      group: plan,
      name: { zh: '主题（资料名称）', en: 'Topic, or name of the material' },
    },
    hint: { zh: '同名资料只计一种', en: 'Materials of one name count once' },
  },
  { key: 'institution', type: 'text', required: true, maxLength: 100, group: plan, name: { zh: '机构', en: 'Institution' } },
  {
    key: 'level',
    type: 'code',
    required: true,
    group: plan,
    name: { zh: '机构类别', en: 'Type of institution' },
    options: levels,
  },
  { key: 'plannedOn', type: 'date', required: true, group: plan, name: { zh: '计划日期', en: 'Planned for' } },
];

/** 健康教育活动记录表. */
export const recordFields: readonly FieldView[] = [
  { key: 'heldOn', type: 'date', required: true, group: held, name: { zh: '活动时间', en: 'Held on' } },
  { key: 'place', type: 'text', required: true, maxLength: 100, group: held, name: { zh: '活动地点', en: 'Place' } },
  { key: 'organiser', type: 'text', required: false, maxLength: 50, group: held, name: { zh: '组织者', en: 'Organiser' } },
  { key: 'speaker', type: 'text', required: false, maxLength: 50, group: held, name: { zh: '主讲人', en: 'Speaker' } },
  {
    key: 'audience',
    type: 'text',
    required: false,
    maxLength: 100,
    group: held,
    name: { zh: '接受健康教育人员类别', en: 'Audience' },
  },
  { key: 'audienceCount', type: 'whole', required: true, group: held, name: { zh: '接受健康教育人数', en: 'People reached' } },
  {
    ...{ key: 'materials', type: 'text', required: false, maxLength: 300, group: held },
    name: { zh: '健康教育资料发放种类', en: 'Materials handed out' },
  },
  { key: 'copies', type: 'whole', required: false, group: held, name: { zh: '发放数量（份）', en: 'Copies handed out' } },
  { key: 'content', type: 'text', required: true, maxLength: 1000, group: held, name: { zh: '活动内容', en: 'What was done' } },
  {
    key: 'evaluation',
    type: 'text',
    required: false,
    maxLength: 500,
    group: held,
    name: { zh: '活动总结评价', en: 'Evaluation' },
  },
  {
    key: 'evidence',
    type: 'codes',
    required: false,
    group: held,
    name: { zh: '存档材料', en: 'Filed with it' },
    options: evidence,
  },
];

/** Of the least number of a year, what the months that have passed would have. @param today YYYY-MM-DD */
export function requiredByNow(required: number, year: string, today: string): number {
  const now = today.slice(0, 4);
  if (now !== year) return now > year ? required : 0;
  return Math.floor((required * (Number(today.slice(5, 7)) - 1)) / 12);
}
