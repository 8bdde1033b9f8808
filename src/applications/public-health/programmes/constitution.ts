import {
  age,
  all,
  answer,
  any,
  type Condition,
  difference,
  firstOf,
  greatest,
  has,
  lives,
  sum,
  type Term,
} from '../../../life-course/index.ts';
import { type Classification, defineProgramme, type Field } from '../../../programmes/index.ts';
import { choices, code, codes, whole } from '../../../standards/index.ts';
import { bodyFields } from '../forms/sections.ts';
import { advice } from './constitution-advice.ts';
import {
  balancedType,
  biasedTypes,
  type ConstitutionType,
  itemName,
  items,
  judgementName,
  results,
  scoreName,
  types,
} from './constitution-items.ts';

const is65 = age('years').atLeast(65);
const item = (number: number) => answer(itemName(number));
const scoreOf = (type: ConstitutionType) => answer(scoreName(type));

/** Sum of four items; of the balanced type item 1 and six less the others. */
const total = (type: ConstitutionType): Term =>
  type === balancedType
    ? sum(item(1), ...type.items.slice(1).map((number) => difference(6, item(number))))
    : sum(...type.items.map(item));

/** From 11 on yes, 9 and 10 tends to, below no. */
const judgeBiased = (type: ConstitutionType): Term =>
  firstOf([
    [scoreOf(type).atLeast(11), '1'],
    [scoreOf(type).atLeast(9), '3'],
    [scoreOf(type).atMost(8), '0'],
  ]);

const others = (most: number): Condition => all(...biasedTypes.map((type) => scoreOf(type).atMost(most)));
const allKnown = all(...types.map((type) => scoreOf(type).isKnown()));

/** 17 and more, and of all others none above 8: yes; none above 10: mainly; else no. */
const judgeBalanced: Term = firstOf([
  [all(scoreOf(balancedType).atLeast(17), others(8)), '1'],
  [all(scoreOf(balancedType).atLeast(17), others(10)), '2'],
  [allKnown, '0'],
]);

/** By weight for height. */
const item9 = firstOf([
  [answer('bodyMassIndex').below(24), 1],
  [answer('bodyMassIndex').below(25), 2],
  [answer('bodyMassIndex').below(26), 3],
  [answer('bodyMassIndex').below(28), 4],
  [answer('bodyMassIndex').atLeast(28), 5],
]);
/** By the waist; what lies between two whole centimetres belongs to the smaller one. */
const item28 = firstOf([
  [answer('waist').below(80), 1],
  [answer('waist').below(86), 2],
  [answer('waist').below(91), 3],
  [answer('waist').atMost(105), 4],
  [answer('waist').above(105), 5],
]);

const top = answer('constitutionTopScore');
/** The biased type of the highest score from 9 on; else the balanced one, where it is. */
const mainType = (otherwise?: string) =>
  firstOf(
    [
      ...biasedTypes.map((type) => [all(top.atLeast(9), scoreOf(type).equals(top)), type.code] as const),
      [answer(judgementName(balancedType)).oneOf('1', '2'), balancedType.code],
    ],
    otherwise,
  );
const howManyTop = sum(...biasedTypes.map((type) => firstOf([[scoreOf(type).equals(top), 1]], 0)));

const numbers = (from: number, until: number): number[] => Array.from({ length: until - from + 1 }, (_, index) => from + index);
const question = (number: number): Field => {
  const name = itemName(number);
  if (number === 9) return { name, value: item9 };
  return number === 28 ? { name, value: item28 } : { name, required: true };
};

const classOf = (type: ConstitutionType): Classification => ({
  code: judgementName(type),
  title: { zh: type.zh, en: type.en },
  of: ['identification'],
  value: answer(judgementName(type)),
  values: [
    { code: '1', title: { zh: '是', en: 'Yes' }, severity: type === balancedType ? 'good' : 'watch' },
    { code: '2', title: { zh: '基本是', en: 'Mainly' }, severity: 'good' },
    { code: '3', title: { zh: '倾向是', en: 'Tends to' }, severity: 'watch' },
    { code: '0', title: { zh: '否', en: 'No' } },
  ],
});

/** Constitution of residents of 65 and over in Chinese medicine, once a year. */
export const constitution = defineProgramme({
  code: 'constitution',
  version: '2013',
  valid: { from: '2013-09-01' },
  title: { zh: '老年人中医药健康管理', en: 'Chinese medicine for the elderly' },
  purpose: {
    zh: '每年为 65 岁及以上老年人提供 1 次中医体质辨识和中医药保健指导。',
    en: 'Residents of 65 and over have their constitution in Chinese medicine identified once a year, with advice.',
  },
  source: '中医药健康管理服务规范（2013）老年人中医药健康管理服务; 国家基本公共卫生服务规范（第三版）',
  enrolment: { kind: 'population', eligible: is65 },
  activities: [
    {
      code: 'identification',
      title: { zh: '中医体质辨识', en: 'Identification of the constitution' },
      form: 'identification',
      schedule: { kind: 'yearly' },
    },
  ],
  elements: [
    ...items,
    ...results,
    whole('constitutionTopScore', '偏颇体质最高得分', 'Highest score of a biased type', undefined, {
      possible: [4, 20],
      usual: [4, 20],
    }),
    code('constitutionMain', '主要体质', 'Main constitution', undefined, 'CV05.01.005'),
    whole('constitutionTied', '最高得分的体质数', 'Types that share the highest score', undefined, {
      possible: [1, 8],
      usual: [1, 8],
    }),
    codes(
      'constitutionGuidance',
      '中医药保健指导',
      'Guidance given',
      undefined,
      choices(
        ['1', '情志调摄', 'Mood'],
        ['2', '饮食调养', 'Food'],
        ['3', '起居调摄', 'Living'],
        ['4', '运动保健', 'Movement'],
        ['5', '穴位保健', 'Points'],
        ['6', '其他', 'Other'],
      ),
    ),
  ],
  forms: [
    {
      code: 'identification',
      title: { zh: '老年人中医药健康管理服务记录表', en: 'Constitution of the elderly in Chinese medicine' },
      source: '老年人中医药健康管理服务技术规范 附件1',
      sections: [
        {
          code: 'measured',
          title: { zh: '测量', en: 'Measured' },
          category: 'vital-signs',
          fields: [...bodyFields, { name: 'waist', offered: true }],
        },
        {
          code: 'questions-1',
          title: { zh: '近一年的体验和感觉（1～11）', en: 'How it was in the last year (1–11)' },
          category: 'survey',
          fields: numbers(1, 11).map(question),
        },
        {
          code: 'questions-2',
          title: { zh: '近一年的体验和感觉（12～22）', en: 'How it was in the last year (12–22)' },
          category: 'survey',
          fields: numbers(12, 22).map(question),
        },
        {
          code: 'questions-3',
          title: { zh: '近一年的体验和感觉（23～33）', en: 'How it was in the last year (23–33)' },
          category: 'survey',
          fields: numbers(23, 33).map(question),
        },
        {
          code: 'result',
          title: { zh: '体质辨识', en: 'Constitution' },
          category: 'survey',
          fields: [
            ...types.map((type) => ({ name: scoreName(type), value: total(type) })),
            ...biasedTypes.map((type) => ({ name: judgementName(type), value: judgeBiased(type) })),
            { name: judgementName(balancedType), value: judgeBalanced },
            { name: 'constitutionTopScore', value: firstOf([[allKnown, greatest(...biasedTypes.map(scoreOf))]]) },
            { name: 'constitutionMain', value: mainType() },
            {
              name: 'constitutionTied',
              value: howManyTop,
              when: top.atLeast(9),
              hint: {
                zh: '多于 1 种时由中医师判定。',
                en: 'If more than one, a doctor of Chinese medicine decides.',
              },
            },
            { name: 'constitutionGuidance', required: true },
          ],
        },
      ],
    },
  ],
  classifications: [
    {
      code: 'main',
      title: { zh: '主要体质', en: 'Main constitution' },
      of: ['identification'],
      value: firstOf([
        [answer('constitutionMain').isKnown(), answer('constitutionMain')],
        [any(...types.map((type) => answer(judgementName(type)).isKnown())), 'none'],
      ]),
      values: [
        ...types.map((type) => ({
          code: type.code,
          title: { zh: type.zh, en: type.en },
          severity: type === balancedType ? ('good' as const) : ('watch' as const),
          ...(advice[type.code] ? { advice: advice[type.code] } : {}),
        })),
        {
          code: 'none',
          title: { zh: '未能判定', en: 'Not judged' },
          severity: 'watch',
          ...(advice['none'] ? { advice: advice['none'] } : {}),
        },
      ],
    },
    ...types.map(classOf),
  ],
  measures: [
    {
      code: 'elderly-chinese-medicine',
      title: { zh: '老年人中医药健康管理率', en: 'TCM elderly rate' },
      denominatorTitle: { zh: '辖区内 65 岁及以上常住居民数', en: 'Residents of 65 and over' },
      numeratorTitle: { zh: '年内接受中医药健康管理服务的人数', en: 'Of them, given Chinese medicine management in the year' },
      source: '中医药健康管理服务规范（2013）老年人中医药健康管理服务 六',
      better: 'more',
      institution: { contact: 'constitution/identification' },
      denominator: all(lives, is65),
      numerator: has({ contact: 'constitution/identification', constitutionBalanced: ['0', '1', '2'] }, 'period'),
    },
  ],
});
