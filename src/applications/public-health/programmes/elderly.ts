import { age, all, answer, has, lives } from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { SERVICES } from '../enrolment.ts';
import { EXAMINATIONS, healthExaminationForm } from '../forms/health-examination.ts';

const is65 = age('years').atLeast(65);

/** Health management of residents of 65 and over: National Basic Public Health Services, 3rd edition (2017). */
export const elderly = defineProgramme({
  code: 'elderly',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '老年人健康管理', en: 'Health of the elderly' },
  purpose: {
    zh: '每年为辖区内 65 岁及以上常住居民提供 1 次健康管理：生活方式和健康状况评估、体格检查、辅助检查和健康指导。',
    en: 'Residents of 65 and over are seen once a year: way of life and health, examination, laboratory, guidance.',
  },
  source: `${SERVICES}老年人健康管理服务规范`,
  enrolment: { kind: 'population', eligible: is65 },
  activities: [
    {
      code: 'examination',
      title: { zh: '年度健康管理', en: 'Yearly health management' },
      form: 'examination',
      doneBy: [{ contact: EXAMINATIONS }],
      schedule: { kind: 'yearly' },
      remindDays: 30,
      remindNamed: true,
    },
  ],
  elements: [],
  forms: [healthExaminationForm],
  classifications: [
    {
      code: 'self-care',
      title: { zh: '生活自理能力', en: 'Self-care' },
      of: ['examination'],
      value: answer('selfCare'),
      values: [
        { code: '1', title: { zh: '可自理（0～3 分）', en: 'Independent (0–3)' }, severity: 'good' },
        { code: '2', title: { zh: '轻度依赖（4～8 分）', en: 'Mildly dependent (4–8)' }, severity: 'watch' },
        { code: '3', title: { zh: '中度依赖（9～18 分）', en: 'Moderately dependent (9–18)' }, severity: 'bad' },
        { code: '4', title: { zh: '不能自理（≥19 分）', en: 'Cannot care for oneself (≥19)' }, severity: 'bad' },
      ],
    },
  ],
  measures: [
    {
      code: 'elderly-management',
      title: { zh: '老年人健康管理率', en: 'Elderly management rate' },
      denominatorTitle: { zh: '辖区内 65 岁及以上常住居民数', en: 'Residents of 65 and over' },
      numeratorTitle: { zh: '年内接受健康管理人数', en: 'Of them, managed in the year' },
      source: `${SERVICES}老年人健康管理服务规范 六`,
      better: 'more',
      institution: { contact: EXAMINATIONS },
      denominator: all(lives, is65),
      // an examination of somebody old counts when self-care was assessed as well
      numerator: has({ contact: EXAMINATIONS, selfCare: true }, 'period'),
    },
  ],
});
