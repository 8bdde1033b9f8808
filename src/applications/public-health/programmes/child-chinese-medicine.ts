import { age, all, has, lives, months } from '../../../life-course/index.ts';
import { defineProgramme, type Step } from '../../../programmes/index.ts';
import { choices, codes, flag } from '../../../standards/index.ts';

const SOURCE = '中医药健康管理服务规范（2013）0～36个月儿童中医药健康管理服务';
const GUIDANCE = 'child-chinese-medicine/guidance';

const step = (from: number): Step => ({
  code: `m${from}`,
  title: { zh: `${from}月龄`, en: `${from} months` },
  from: months(from),
  by: months(from + 2),
});

const isOf = (from: number, until: number) => all(age('months').atLeast(from), age('months').below(until));

/** Chinese medicine for children to 36 months. */
export const childChineseMedicine = defineProgramme({
  code: 'child-chinese-medicine',
  version: '2013',
  valid: { from: '2013-09-01' },
  title: { zh: '0～36个月儿童中医药健康管理', en: 'Chinese medicine for children to 36 months' },
  purpose: {
    zh: '在 6、12、18、24、30、36 月龄时对家长进行中医饮食调养、起居活动指导，传授摩腹捏脊和穴位按揉方法。',
    en: 'At 6, 12, 18, 24, 30 and 36 months parents are taught food, living and the pressing of points in Chinese medicine.',
  },
  source: SOURCE,
  // two months beyond the last step, so that it can still be done
  enrolment: { kind: 'population', eligible: age('months').below(39) },
  activities: [
    {
      code: 'guidance',
      title: { zh: '中医药健康指导', en: 'Guidance' },
      form: 'guidance',
      schedule: { kind: 'steps', anchor: 'birth', steps: [6, 12, 18, 24, 30, 36].map(step) },
    },
  ],
  elements: [
    codes(
      'childChineseMedicineGuidance',
      '中医药健康管理服务',
      'Guidance given',
      undefined,
      choices(['1', '中医饮食调养指导', 'Food'], ['2', '中医起居活动指导', 'Living and movement'], ['3', '其他', 'Other']),
    ),
    flag('taughtAbdomenSpine', '传授摩腹、捏脊方法', 'Taught rubbing the belly and pinching the spine'),
    flag('taughtYingxiangZusanli', '传授按揉迎香穴、足三里穴方法', 'Taught pressing Yingxiang and Zusanli'),
    flag('taughtSishencong', '传授按揉四神聪穴方法', 'Taught pressing Sishencong'),
  ],
  forms: [
    {
      code: 'guidance',
      title: { zh: '儿童中医药健康管理服务记录表', en: 'Chinese medicine for children' },
      source: SOURCE,
      sections: [
        {
          code: 'guidance',
          title: { zh: '指导', en: 'Guidance' },
          category: 'activity',
          fields: [
            { name: 'childChineseMedicineGuidance', required: true },
            { name: 'taughtAbdomenSpine', when: isOf(6, 18), required: true },
            { name: 'taughtYingxiangZusanli', when: isOf(18, 30), required: true },
            { name: 'taughtSishencong', when: age('months').atLeast(30), required: true },
          ],
        },
      ],
    },
  ],
  classifications: [],
  measures: [
    {
      code: 'child-chinese-medicine',
      title: { zh: '0～36 个月儿童中医药健康管理率', en: 'TCM child rate' },
      denominatorTitle: { zh: '期末 0～36 个月儿童数', en: 'Children of 0–36 months' },
      numeratorTitle: {
        zh: '期内按月龄接受中医药健康管理服务的人数',
        en: 'Of them, given Chinese medicine management in the period',
      },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: GUIDANCE },
      denominator: all(lives, age('months').atMost(36)),
      numerator: has({ contact: GUIDANCE }, 'period'),
    },
  ],
});
