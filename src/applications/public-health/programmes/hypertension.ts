import {
  age,
  all,
  answer,
  any,
  type Compared,
  type Condition,
  count,
  firstOf,
  has,
  latest,
  months,
  previously,
  product,
  quotient,
  round,
  weeks,
} from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';

const FOLLOW_UP = 'hypertension/follow-up';
const CHECK = 'hypertension/check';

/** Face to face: at the institution or at home, CV06.00.207. */
const faceToFace = { contact: FOLLOW_UP, contactMode: ['1', '2'] } as const;

/** Below 140/90; from 65 years on below 150/90. */
const isOnTarget = (systolic: Compared, diastolic: Compared): Condition =>
  all(any(systolic.below(140), all(age('years').atLeast(65), systolic.below(150))), diastolic.below(90));

const hadFollowUp = latest('systolic', { among: { contact: FOLLOW_UP }, in: 'period' });
const hadDiastolic = latest('diastolic', { among: { contact: FOLLOW_UP }, in: 'period' });

const isManaged = all(has({ enrolled: 'hypertension' }), has({ contact: [FOLLOW_UP, CHECK] }, 'period'));

const unsatisfactory = answer('followUpResult').oneOf('2', '3', '4');

/** Health management of patients with hypertension: National Basic Public Health Services, 3rd edition (2017). */
export const hypertension = defineProgramme({
  code: 'hypertension',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '高血压患者健康管理', en: 'Hypertension management' },
  purpose: {
    zh: '对辖区内 35 岁及以上原发性高血压患者登记、随访、分类干预和年度体检，使血压得到控制。',
    en: 'Patients of 35 and over with primary hypertension are registered, followed up, treated by class and checked every year, so that their pressure is controlled.',
  },
  source: '国家基本公共卫生服务规范（第三版）高血压患者健康管理服务规范; WS 365-2011 5.2.12',
  enrolment: {
    kind: 'case',
    suggested: all(age('years').atLeast(35), has({ condition: ['I10', 'I10.x00', 'I10.x00x002'] })),
    closing: [
      { code: 'died', title: { zh: '死亡', en: 'Died' } },
      { code: 'moved', title: { zh: '迁出', en: 'Moved away' } },
      { code: 'lost', title: { zh: '失访', en: 'Lost to follow-up' } },
      { code: 'declined', title: { zh: '拒绝管理', en: 'Declined' } },
      { code: 'misdiagnosed', title: { zh: '排除诊断', en: 'Diagnosis excluded' } },
    ],
  },
  activities: [
    {
      code: 'follow-up',
      title: { zh: '随访', en: 'Follow-up' },
      form: 'follow-up',
      remindDays: 7,
      schedule: {
        kind: 'follow-up',
        first: { after: weeks(0), within: weeks(2) },
        choices: [
          {
            when: all(unsatisfactory, previously('followUpResult').oneOf('2', '3', '4')),
            after: weeks(0),
            within: weeks(2),
            refer: true,
            reason: {
              zh: '连续两次不满意：建议转诊，2 周内主动随访',
              en: 'Unsatisfactory twice: refer, follow up within 2 weeks',
            },
          },
          {
            when: any(answer('followUpResult').equals('4'), answer('systolic').atLeast(180), answer('diastolic').atLeast(110)),
            after: weeks(0),
            within: weeks(2),
            refer: true,
            reason: {
              zh: '危急情况或新并发症：转诊，2 周内随访',
              en: 'Danger or a new complication: refer, follow up within 2 weeks',
            },
          },
          {
            when: unsatisfactory,
            after: weeks(0),
            within: weeks(2),
            reason: {
              zh: '血压控制不满意或药物不良反应：调整用药，2 周内随访',
              en: 'Pressure not controlled or adverse reaction: adjust, follow up within 2 weeks',
            },
          },
        ],
        // four times a year, the next one at the latest three months later
        otherwise: { after: months(2), within: months(1) },
      },
    },
    {
      code: 'check',
      title: { zh: '年度健康检查', en: 'Yearly check' },
      form: 'follow-up',
      schedule: { kind: 'yearly' },
    },
  ],
  elements: [],
  forms: [
    {
      code: 'follow-up',
      title: { zh: '高血压患者随访服务记录表', en: 'Follow-up of a patient with hypertension' },
      source: 'WS 365-2011 5.2.12',
      sections: [
        {
          code: 'contact',
          title: { zh: '随访', en: 'Contact' },
          category: 'survey',
          fields: [{ name: 'contactMode', required: true }],
        },
        {
          code: 'signs',
          title: { zh: '体征', en: 'Signs' },
          category: 'vital-signs',
          loinc: '85353-1',
          fields: [
            { name: 'systolic', required: true, offered: true },
            { name: 'diastolic', required: true, offered: true },
            { name: 'weight', offered: true },
            { name: 'targetWeight', offered: true },
            { name: 'height', offered: true },
            {
              name: 'bodyMassIndex',
              value: round(
                quotient(answer('weight'), product(quotient(answer('height'), 100), quotient(answer('height'), 100))),
                1,
              ),
            },
            { name: 'heartRate' },
            { name: 'otherSigns' },
          ],
        },
        {
          code: 'lifestyle',
          title: { zh: '生活方式指导', en: 'Way of life' },
          category: 'social-history',
          fields: [
            { name: 'cigarettesPerDay', offered: true },
            { name: 'targetCigarettesPerDay' },
            { name: 'alcoholPerDay', offered: true },
            { name: 'targetAlcoholPerDay' },
            { name: 'exerciseFrequency', offered: true },
            { name: 'exerciseMinutes', when: answer('exerciseFrequency').differs('4') },
            { name: 'targetExerciseFrequency' },
            { name: 'targetExerciseMinutes' },
            { name: 'psychologicalAdjustment' },
            { name: 'compliance' },
          ],
        },
        {
          code: 'medication',
          title: { zh: '用药', en: 'Medication' },
          category: 'therapy',
          fields: [
            { name: 'medicationAdherence', required: true },
            { name: 'adverseReaction', required: true },
            { name: 'adverseReactionDescription', when: answer('adverseReaction').equals(true), required: true },
          ],
        },
        {
          code: 'result',
          title: { zh: '评价', en: 'Result' },
          category: 'survey',
          fields: [{ name: 'followUpResult', required: true }],
        },
      ],
    },
  ],
  classifications: [
    {
      code: 'control',
      title: { zh: '血压控制', en: 'Control of pressure' },
      of: ['follow-up'],
      value: firstOf([
        [isOnTarget(answer('systolic'), answer('diastolic')), 'controlled'],
        [answer('systolic').isKnown(), 'not-controlled'],
      ]),
      values: [
        { code: 'controlled', title: { zh: '达标', en: 'On target' }, severity: 'good' },
        { code: 'not-controlled', title: { zh: '未达标', en: 'Not on target' }, severity: 'bad' },
      ],
    },
  ],
  measures: [
    {
      code: 'hypertension-standardised-management',
      title: { zh: '高血压患者规范管理率', en: 'Standardised hypertension management' },
      denominatorTitle: { zh: '年内已管理的高血压患者人数', en: 'Patients managed in the year' },
      numeratorTitle: { zh: '按照规范要求进行管理的人数', en: 'Of them, managed to specification' },
      source: '国家基本公共卫生服务规范（第三版）',
      better: 'more',
      institution: { contact: [FOLLOW_UP, CHECK] },
      denominator: isManaged,
      numerator: all(count(faceToFace, 'period').atLeast(4), has({ contact: CHECK }, 'period')),
    },
    {
      code: 'hypertension-control',
      title: { zh: '管理人群血压控制率', en: 'Blood pressure control' },
      denominatorTitle: { zh: '年内已管理的高血压患者人数', en: 'Patients managed in the year' },
      numeratorTitle: { zh: '最近一次随访血压达标人数', en: 'Of them, latest follow-up pressure on target' },
      source: '国家基本公共卫生服务规范（第三版）',
      better: 'more',
      institution: { contact: [FOLLOW_UP, CHECK] },
      denominator: isManaged,
      numerator: isOnTarget(hadFollowUp, hadDiastolic),
    },
  ],
});
