import { all, answer, dateAfter, days, has, lives, months, ongoing, years } from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { choices, codes, date, text } from '../../../standards/index.ts';

const SOURCE = '关于推进家庭医生签约服务的指导意见（国医改办发〔2016〕1号）';
const SIGNING = 'family-doctor/signing';

/** Contracts with a family doctor: enrolled by the first one, renewed every year. */
export const familyDoctor = defineProgramme({
  code: 'family-doctor',
  version: '2016',
  valid: { from: '2016-05-25' },
  title: { zh: '家庭医生签约服务', en: 'Family doctor' },
  purpose: {
    zh: '居民与家庭医生团队签订协议，一年一签，按服务包提供服务。',
    en: 'Residents sign with a team of family doctors for a year at a time and are served by packages.',
  },
  source: SOURCE,
  enrolment: {
    kind: 'case',
    closing: [
      { code: 'ended', title: { zh: '解约', en: 'Contract ended' } },
      { code: 'not-renewed', title: { zh: '未续签', en: 'Not renewed' } },
      { code: 'died', title: { zh: '死亡', en: 'Died' } },
      { code: 'moved', title: { zh: '迁出', en: 'Moved away' } },
    ],
  },
  activities: [
    {
      code: 'signing',
      title: { zh: '签约与续签', en: 'Signing and renewal' },
      form: 'contract',
      remindDays: 30,
      remindNamed: true,
      schedule: {
        kind: 'follow-up',
        first: { after: days(0), within: days(7) },
        choices: [],
        // renewed in the last month of the year that was agreed on
        otherwise: { after: months(11), within: months(1) },
      },
    },
    {
      code: 'service',
      title: { zh: '签约服务记录', en: 'Service' },
      form: 'service',
      schedule: { kind: 'on-demand' },
    },
  ],
  elements: [
    text('familyDoctorTeam', '家庭医生团队', 'Team'),
    date('contractFrom', '协议起始日期', 'Contract from'),
    date('contractUntil', '协议终止日期', 'Contract until'),
    codes(
      'contractPackages',
      '服务包',
      'Packages',
      undefined,
      choices(
        ['1', '基础包', 'Basic'],
        ['2', '老年人包', 'Elderly'],
        ['3', '高血压包', 'Hypertension'],
        ['4', '糖尿病包', 'Diabetes'],
        ['5', '孕产妇包', 'Maternal'],
        ['6', '儿童包', 'Child'],
        ['7', '残疾人包', 'Disabled'],
        ['8', '严重精神障碍包', 'Severe mental illness'],
        ['9', '结核病包', 'Tuberculosis'],
        ['10', '个性化包', 'Individual'],
      ),
    ),
    text('contractService', '服务内容', 'What was done'),
  ],
  forms: [
    {
      code: 'contract',
      title: { zh: '家庭医生签约服务协议', en: 'Contract with a family doctor' },
      source: SOURCE,
      sections: [
        {
          code: 'contract',
          title: { zh: '协议', en: 'Contract' },
          category: 'survey',
          fields: [
            { name: 'familyDoctorTeam', required: true, offered: true },
            { name: 'contractPackages', required: true, offered: true },
            { name: 'contractFrom', required: true },
            { name: 'contractUntil', value: dateAfter(dateAfter(answer('contractFrom'), years(1)), days(-1)) },
          ],
        },
      ],
    },
    {
      code: 'service',
      title: { zh: '签约服务记录', en: 'Service under the contract' },
      source: SOURCE,
      sections: [
        {
          code: 'service',
          title: { zh: '服务', en: 'Service' },
          category: 'activity',
          fields: [{ name: 'contactMode' }, { name: 'contractService', required: true }],
        },
      ],
    },
  ],
  classifications: [],
  measures: [
    {
      code: 'family-doctor-coverage',
      title: { zh: '家庭医生签约率', en: 'Family doctor coverage' },
      denominatorTitle: { zh: '辖区内常住居民数', en: 'Residents' },
      numeratorTitle: { zh: '签约在有效期内的人数', en: 'Of them, with a contract in force' },
      source: SOURCE,
      better: 'more',
      institution: { contact: SIGNING },
      denominator: lives,
      numerator: all(ongoing({ enrolled: 'family-doctor' }), has({ contact: SIGNING }, years(1))),
    },
  ],
});
