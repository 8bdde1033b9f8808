import {
  age,
  all,
  answer,
  any,
  begins,
  type Compared,
  type Condition,
  count,
  firstOf,
  fromOn,
  has,
  latest,
  lives,
  not,
  previously,
} from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { choices, codes } from '../../../standards/index.ts';
import { chronicDiseaseActivities } from '../chronic-disease.ts';
import { CLOSING, FACE_TO_FACE, SERVICES } from '../enrolment.ts';
import { EXAMINATIONS, healthExaminationForm } from '../forms/health-examination.ts';
import { adherenceFields, bodyFields, habitFields, medicationSection, referralSection } from '../forms/sections.ts';

const FOLLOW_UP = 'hypertension/follow-up';
const CONTACTS = [FOLLOW_UP, ...EXAMINATIONS];

/** Below 140/90; from 65 years on below 150/90. */
const isOnTarget = (systolic: Compared, diastolic: Compared): Condition =>
  all(any(systolic.below(140), all(age('years').atLeast(65), systolic.below(150))), diastolic.below(90));

const measured = (name: string) => latest(name, { among: { contact: FOLLOW_UP }, in: 'period' });

const isManaged = all(has({ enrolled: 'hypertension' }), has({ contact: CONTACTS }, 'period'));

/** By the judgement of the doctor, or by the pressure though the doctor was content. */
const isUnsatisfactory = (result: Compared, systolic: Compared, diastolic: Compared): Condition =>
  any(
    result.oneOf('2', '3', '4'),
    systolic.atLeast(150),
    diastolic.atLeast(90),
    all(age('years').below(65), systolic.atLeast(140)),
  );
const unsatisfactory = isUnsatisfactory(answer('followUpResult'), answer('systolic'), answer('diastolic'));
const unsatisfactoryBefore = isUnsatisfactory(previously('followUpResult'), previously('systolic'), previously('diastolic'));

const danger = any(
  answer('systolic').atLeast(180),
  answer('diastolic').atLeast(110),
  ...['2', '3', '4', '5', '6', '7', '8', '9'].map((sign) => answer('hypertensionDangers').includes(sign)),
  all(answer('hypertensionDangers').includes('10'), any(answer('systolic').atLeast(140), answer('diastolic').atLeast(90))),
);

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
  source: `${SERVICES}高血压患者健康管理服务规范; WS 365-2011 5.2.12`,
  enrolment: {
    kind: 'case',
    // a diagnosis, or high pressure at three contacts, is reason to ask whether somebody belongs here
    suggested: all(
      age('years').atLeast(35),
      any(
        has({ condition: begins('I10', 'I11', 'I12', 'I13') }),
        count({ contact: true, systolic: fromOn(140) }).atLeast(3),
        count({ contact: true, diastolic: fromOn(90) }).atLeast(3),
      ),
    ),
    closing: CLOSING,
  },
  activities: chronicDiseaseActivities({
    ...{ danger, unsatisfactory, unsatisfactoryBefore },
    adjust: {
      zh: '血压控制不满意或药物不良反应：调整用药，2 周内随访',
      en: 'Pressure not controlled or adverse reaction: adjust, follow up within 2 weeks',
    },
  }),
  elements: [
    codes(
      'hypertensionSymptoms',
      '高血压随访症状',
      'Symptoms (hypertension)',
      undefined,
      choices(
        ['1', '无症状', 'None'],
        ['2', '头痛头晕', 'Headache, dizziness'],
        ['3', '恶心呕吐', 'Nausea, vomiting'],
        ['4', '眼花耳鸣', 'Dim eyesight, ringing ears'],
        ['5', '呼吸困难', 'Difficulty in breathing'],
        ['6', '心悸胸闷', 'Palpitations, tight chest'],
        ['7', '鼻衄出血不止', 'Nosebleed that does not stop'],
        ['8', '四肢发麻', 'Numb limbs'],
        ['9', '下肢水肿', 'Oedema of the legs'],
        ['10', '其他', 'Other'],
      ),
    ),
    codes(
      'hypertensionDangers',
      '高血压危急情况',
      'Signs of danger (hypertension)',
      undefined,
      choices(
        ['1', '无', 'None'],
        ['2', '意识改变', 'Altered consciousness'],
        ['3', '剧烈头痛或头晕', 'Violent headache or dizziness'],
        ['4', '恶心呕吐', 'Nausea and vomiting'],
        ['5', '视力模糊', 'Blurred vision'],
        ['6', '眼痛', 'Pain of the eyes'],
        ['7', '心悸、胸闷', 'Palpitations, tight chest'],
        ['8', '喘憋不能平卧', 'Breathless, cannot lie flat'],
        ['9', '存在不能处理的其他疾病', 'Another disease that cannot be treated here'],
        ['10', '妊娠期或哺乳期', 'Pregnant or breastfeeding'],
      ),
    ),
  ],
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
          fields: [
            { name: 'contactMode', required: true },
            { name: 'hypertensionSymptoms', required: true },
            { name: 'otherSymptoms', when: answer('hypertensionSymptoms').includes('10'), required: true },
            { name: 'hypertensionDangers' },
          ],
        },
        {
          code: 'signs',
          title: { zh: '体征', en: 'Signs' },
          category: 'vital-signs',
          loinc: '85353-1',
          fields: [
            { name: 'systolic', required: true, offered: true },
            { name: 'diastolic', required: true, offered: true },
            ...bodyFields,
            { name: 'targetWeight', offered: true },
            { name: 'targetBodyMassIndex', offered: true },
            { name: 'heartRate' },
            { name: 'otherSigns' },
          ],
        },
        {
          code: 'lifestyle',
          title: { zh: '生活方式指导', en: 'Way of life' },
          category: 'social-history',
          fields: [
            ...habitFields,
            { name: 'saltIntake', offered: true },
            { name: 'targetSaltIntake' },
            { name: 'psychologicalAdjustment' },
            { name: 'compliance' },
          ],
        },
        {
          code: 'investigations',
          title: { zh: '辅助检查', en: 'Investigations' },
          category: 'laboratory',
          repeats: 5,
          fields: [{ name: 'investigationName', required: true }, { name: 'investigationResult' }],
        },
        {
          code: 'adherence',
          title: { zh: '服药', en: 'Taking of drugs' },
          category: 'therapy',
          fields: adherenceFields,
        },
        medicationSection(6),
        {
          code: 'result',
          title: { zh: '此次随访分类', en: 'Result' },
          category: 'survey',
          fields: [{ name: 'followUpResult', required: true }],
        },
        referralSection,
      ],
    },
    healthExaminationForm,
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
    {
      code: 'grade',
      title: { zh: '血压水平', en: 'Level of pressure' },
      of: ['follow-up'],
      value: firstOf([
        [any(answer('systolic').atLeast(180), answer('diastolic').atLeast(110)), '3'],
        [any(answer('systolic').atLeast(160), answer('diastolic').atLeast(100)), '2'],
        [any(answer('systolic').atLeast(140), answer('diastolic').atLeast(90)), '1'],
        [answer('systolic').isKnown(), '0'],
      ]),
      values: [
        { code: '0', title: { zh: '低于 140/90', en: 'Below 140/90' }, severity: 'good' },
        { code: '1', title: { zh: '1 级', en: 'Grade 1' }, severity: 'watch' },
        { code: '2', title: { zh: '2 级', en: 'Grade 2' }, severity: 'bad' },
        { code: '3', title: { zh: '3 级', en: 'Grade 3' }, severity: 'bad' },
      ],
    },
  ],
  measures: [
    {
      code: 'hypertension-standardised-management',
      title: { zh: '高血压患者规范管理率', en: 'Standardised hypertension management' },
      denominatorTitle: { zh: '年内已管理的高血压患者人数', en: 'Patients managed in the year' },
      numeratorTitle: { zh: '按照规范要求进行管理的人数', en: 'Of them, managed to specification' },
      source: SERVICES,
      better: 'more',
      institution: { contact: CONTACTS },
      denominator: isManaged,
      numerator: all(
        count({ contact: FOLLOW_UP, contactMode: FACE_TO_FACE }, 'period').atLeast(4),
        has({ contact: EXAMINATIONS }, 'period'),
      ),
    },
    {
      code: 'hypertension-control',
      title: { zh: '管理人群血压控制率', en: 'Blood pressure control' },
      denominatorTitle: { zh: '年内已管理的高血压患者人数', en: 'Patients managed in the year' },
      numeratorTitle: { zh: '最近一次随访血压达标人数', en: 'Of them, latest follow-up pressure on target' },
      source: SERVICES,
      better: 'more',
      institution: { contact: CONTACTS },
      denominator: isManaged,
      numerator: isOnTarget(measured('systolic'), measured('diastolic')),
    },
    {
      code: 'pressure-measured-35',
      title: { zh: '35 岁及以上居民血压测量率', en: 'Pressure measured in residents of 35 and over' },
      denominatorTitle: { zh: '35 岁及以上未登记为高血压的常住居民数', en: 'Residents of 35 and over who are not registered' },
      numeratorTitle: { zh: '年内测量过血压的人数', en: 'Of them, pressure measured in the year' },
      source: `${SERVICES}高血压患者健康管理服务规范 二（一）1`,
      better: 'more',
      denominator: all(lives, age('years').atLeast(35), not(has({ enrolled: 'hypertension' }))),
      numerator: has({ systolic: true }, 'period'),
    },
  ],
});
