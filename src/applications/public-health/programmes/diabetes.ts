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
  previously,
} from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { choices, codes, flag } from '../../../standards/index.ts';
import { chronicDiseaseActivities } from '../chronic-disease.ts';
import { CLOSING, FACE_TO_FACE, SERVICES } from '../enrolment.ts';
import { EXAMINATIONS, healthExaminationForm } from '../forms/health-examination.ts';
import { adherenceFields, bodyFields, habitFields, medicationSection, referralSection } from '../forms/sections.ts';

const FOLLOW_UP = 'diabetes/follow-up';
const CONTACTS = [FOLLOW_UP, ...EXAMINATIONS];

const isManaged = all(has({ enrolled: 'diabetes' }), has({ contact: CONTACTS }, 'period'));

const isUnsatisfactory = (result: Compared, glucose: Compared): Condition => any(result.oneOf('2', '3', '4'), glucose.atLeast(7));
const unsatisfactory = isUnsatisfactory(answer('followUpResult'), answer('fastingGlucose'));
const unsatisfactoryBefore = isUnsatisfactory(previously('followUpResult'), previously('fastingGlucose'));

const danger = any(
  answer('fastingGlucose').atLeast(16.7),
  answer('fastingGlucose').atMost(3.9),
  answer('systolic').atLeast(180),
  answer('diastolic').atLeast(110),
  answer('heartRate').above(100),
  answer('temperature').above(39),
  ...['2', '3', '4', '5', '6', '7', '8'].map((sign) => answer('diabetesDangers').includes(sign)),
  all(answer('diabetesDangers').includes('9'), answer('fastingGlucose').atLeast(7)),
);

/** Health management of patients with type 2 diabetes: National Basic Public Health Services, 3rd edition (2017). */
export const diabetes = defineProgramme({
  code: 'diabetes',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '2型糖尿病患者健康管理', en: 'Type 2 diabetes management' },
  purpose: {
    zh: '对辖区内 35 岁及以上 2 型糖尿病患者登记、每年 4 次免费空腹血糖检测和面对面随访、分类干预、年度体检，使血糖得到控制。',
    en: 'Patients of 35 and over with type 2 diabetes are registered, seen with fasting glucose four times a year, treated by class and checked every year, so that their glucose is controlled.',
  },
  source: `${SERVICES}2型糖尿病患者健康管理服务规范; WS 365-2011 5.2.13`,
  enrolment: {
    kind: 'case',
    suggested: all(
      age('years').atLeast(35),
      any(has({ condition: begins('E11') }), count({ fastingGlucose: fromOn(7) }).atLeast(2)),
    ),
    closing: CLOSING,
  },
  activities: chronicDiseaseActivities({
    ...{ danger, unsatisfactory, unsatisfactoryBefore },
    adjust: {
      zh: '空腹血糖控制不满意或药物不良反应：调整用药，2 周内随访',
      en: 'Glucose not controlled or adverse reaction: adjust, follow up within 2 weeks',
    },
  }),
  elements: [
    codes(
      'diabetesSymptoms',
      '糖尿病随访症状',
      'Symptoms (diabetes)',
      undefined,
      choices(
        ['1', '无症状', 'None'],
        ['2', '多饮', 'Much thirst'],
        ['3', '多食', 'Much hunger'],
        ['4', '多尿', 'Much urine'],
        ['5', '视力模糊', 'Blurred vision'],
        ['6', '感染', 'Infection'],
        ['7', '手脚麻木', 'Numb hands or feet'],
        ['8', '下肢浮肿', 'Oedema of the legs'],
        ['9', '体重明显下降', 'Marked loss of weight'],
        ['10', '其他', 'Other'],
      ),
    ),
    codes(
      'diabetesDangers',
      '糖尿病危急情况',
      'Signs of danger (diabetes)',
      undefined,
      choices(
        ['1', '无', 'None'],
        ['2', '意识或行为改变', 'Altered consciousness or behaviour'],
        ['3', '呼气有烂苹果样丙酮味', 'Breath smells of acetone'],
        ['4', '心悸、出汗', 'Palpitations, sweating'],
        ['5', '食欲减退、恶心呕吐、腹痛', 'Loss of appetite, vomiting, pain of the belly'],
        ['6', '深大呼吸、皮肤潮红', 'Deep breathing, flushed skin'],
        ['7', '视力突然骤降', 'Sudden loss of vision'],
        ['8', '存在不能处理的其他疾病', 'Another disease that cannot be treated here'],
        ['9', '妊娠期或哺乳期', 'Pregnant or breastfeeding'],
      ),
    ),
    flag('footPulsePresent', '足背动脉搏动正常', 'Foot pulses are normal', 'DE04.10.237.00'),
  ],
  forms: [
    {
      code: 'follow-up',
      title: { zh: '2型糖尿病患者随访服务记录表', en: 'Follow-up of a patient with type 2 diabetes' },
      source: 'WS 365-2011 5.2.13',
      sections: [
        {
          code: 'contact',
          title: { zh: '随访', en: 'Contact' },
          category: 'survey',
          fields: [
            { name: 'contactMode', required: true },
            { name: 'diabetesSymptoms', required: true },
            { name: 'otherSymptoms', when: answer('diabetesSymptoms').includes('10'), required: true },
            { name: 'diabetesDangers' },
          ],
        },
        {
          code: 'signs',
          title: { zh: '体征', en: 'Signs' },
          category: 'vital-signs',
          fields: [
            { name: 'systolic', required: true, offered: true },
            { name: 'diastolic', required: true, offered: true },
            ...bodyFields,
            { name: 'targetWeight', offered: true },
            { name: 'targetBodyMassIndex', offered: true },
            { name: 'heartRate' },
            { name: 'temperature' },
            { name: 'footPulsePresent', required: true },
            { name: 'footPulse', when: answer('footPulsePresent').equals(false), required: true },
            { name: 'otherSigns' },
          ],
        },
        {
          code: 'lifestyle',
          title: { zh: '生活方式指导', en: 'Way of life' },
          category: 'social-history',
          fields: [
            ...habitFields,
            { name: 'stapleFoodPerDay', offered: true },
            { name: 'targetStapleFoodPerDay' },
            { name: 'psychologicalAdjustment' },
            { name: 'compliance' },
          ],
        },
        {
          code: 'glucose',
          title: { zh: '血糖', en: 'Glucose' },
          category: 'laboratory',
          fields: [
            { name: 'fastingGlucose', required: true, offered: true },
            { name: 'glucoseAfterMeal' },
            { name: 'glycatedHaemoglobin', offered: true },
          ],
        },
        {
          code: 'investigations',
          title: { zh: '其他辅助检查', en: 'Other investigations' },
          category: 'laboratory',
          repeats: 5,
          fields: [{ name: 'investigationName', required: true }, { name: 'investigationResult' }],
        },
        {
          code: 'adherence',
          title: { zh: '服药', en: 'Taking of drugs' },
          category: 'therapy',
          fields: [...adherenceFields, { name: 'hypoglycaemia', required: true }],
        },
        medicationSection(6),
        {
          code: 'insulin',
          title: { zh: '胰岛素', en: 'Insulin' },
          category: 'medication',
          repeats: 3,
          fields: [{ name: 'insulinKind', required: true }, { name: 'insulinTimesPerDay' }, { name: 'insulinDose' }],
        },
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
      title: { zh: '血糖控制', en: 'Control of glucose' },
      of: ['follow-up'],
      value: firstOf([
        [answer('fastingGlucose').atMost(3.9), 'low'],
        [answer('fastingGlucose').below(7), 'controlled'],
        [answer('fastingGlucose').isKnown(), 'not-controlled'],
      ]),
      values: [
        { code: 'controlled', title: { zh: '达标', en: 'On target' }, severity: 'good' },
        { code: 'not-controlled', title: { zh: '未达标', en: 'Not on target' }, severity: 'bad' },
        { code: 'low', title: { zh: '低血糖', en: 'Too low' }, severity: 'bad' },
      ],
    },
  ],
  measures: [
    {
      code: 'diabetes-standardised-management',
      title: { zh: '2型糖尿病患者规范管理率', en: 'Standardised diabetes management' },
      denominatorTitle: { zh: '年内已管理的2型糖尿病患者人数', en: 'Patients managed in the year' },
      numeratorTitle: { zh: '按照规范要求进行管理的人数', en: 'Of them, managed to specification' },
      source: SERVICES,
      better: 'more',
      institution: { contact: CONTACTS },
      denominator: isManaged,
      numerator: all(
        count({ contact: FOLLOW_UP, contactMode: FACE_TO_FACE, fastingGlucose: true }, 'period').atLeast(4),
        has({ contact: EXAMINATIONS }, 'period'),
      ),
    },
    {
      code: 'diabetes-control',
      title: { zh: '管理人群血糖控制率', en: 'Glucose control' },
      denominatorTitle: { zh: '年内已管理的2型糖尿病患者人数', en: 'Patients managed in the year' },
      numeratorTitle: { zh: '最近一次随访空腹血糖达标人数', en: 'Of them, latest follow-up fasting glucose on target' },
      source: SERVICES,
      better: 'more',
      institution: { contact: CONTACTS },
      denominator: isManaged,
      numerator: latest('fastingGlucose', { among: { contact: FOLLOW_UP }, in: 'period' }).below(7),
    },
  ],
});
