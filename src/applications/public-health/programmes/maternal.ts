import {
  all,
  answer,
  begins,
  type Condition,
  dateAfter,
  days,
  daysFrom,
  fromOn,
  has,
  latest,
  not,
  sexIs,
  under,
  weeks,
  years,
} from '../../../life-course/index.ts';
import { defineProgramme, type Field, type Form, type Section, type Step } from '../../../programmes/index.ts';
import { SERVICES } from '../enrolment.ts';
import { bodyFields, referralSection } from '../forms/sections.ts';
import { maternalElements } from './maternal-elements.ts';

const SOURCE = `${SERVICES}孕产妇健康管理服务规范`;
const DELIVERY = 'maternal/delivery';
const POSTNATAL = 'maternal/postnatal';

const plain = (...names: readonly string[]): readonly Field[] => names.map((name) => ({ name }));
const finding = (name: string): readonly Field[] => [
  { name: `${name}Abnormal` },
  { name: `${name}Description`, when: answer(`${name}Abnormal`).equals(true), required: true },
];

/** Of the pregnancy at hand: its end is later than the last menstrual period. */
const hasEnded: Condition = latest('deliveryDate').above(latest('lastMenstrualPeriod'));
const hasGivenBirth: Condition = all(hasEnded, latest('pregnancyOutcome').oneOf('1', '2'));
const isWithChild: Condition = not(hasEnded);

/** A step from one week to the end of another. */
const antenatal = (code: string, zh: string, en: string, from: number, until: number): Step => ({
  code,
  title: { zh: `${zh}（孕${from}～${until}周）`, en: `${en} (weeks ${from}–${until})` },
  from: weeks(from),
  by: days(until * 7 + 6),
});

const bloodAndUrine: Section = {
  code: 'laboratory',
  title: { zh: '实验室检查', en: 'Laboratory' },
  category: 'laboratory',
  fields: [
    { name: 'haemoglobin', offered: true },
    ...plain(
      'leucocytes',
      'platelets',
      'urineProtein',
      'urineProteinDaily',
      'urineGlucose',
      'urineGlucoseAmount',
      'urineKetones',
      'urineBlood',
    ),
    { name: 'bloodGroup', offered: true },
    { name: 'rhesus', offered: true },
    ...plain('randomGlucose', 'alanineTransaminase', 'aspartateTransaminase', 'albumin', 'totalBilirubin', 'conjugatedBilirubin'),
    ...plain('creatinine', 'ureaNitrogen', 'vaginalSecretion', 'vaginalCleanness'),
    ...plain(
      'hepatitisBSurfaceAntigen',
      'hepatitisBSurfaceAntibody',
      'hepatitisBEAntigen',
      'hepatitisBEAntibody',
      'hepatitisBCoreAntibody',
    ),
    { name: 'syphilis', required: true },
    { name: 'hiv', required: true },
    ...plain('ultrasoundDescription', 'otherInvestigations'),
  ],
};

const assessment: Section = {
  code: 'assessment',
  title: { zh: '评估与指导', en: 'Assessment and guidance' },
  category: 'survey',
  fields: [
    ...plain('pregnancyRiskFactors'),
    { name: 'pregnancyRisk', required: true },
    ...finding('maternalAssessment'),
    { name: 'maternalGuidance', required: true },
  ],
};

const registrationForm: Form = {
  code: 'registration',
  title: { zh: '第1次产前检查服务记录表', en: 'First antenatal visit' },
  source: 'WS 365-2011 5.2.5',
  sections: [
    {
      code: 'pregnancy',
      title: { zh: '本次妊娠', en: 'This pregnancy' },
      category: 'survey',
      fields: [
        { name: 'lastMenstrualPeriod', required: true },
        { name: 'lastMenstrualPeriodCertain' },
        { name: 'expectedDelivery', value: dateAfter(answer('lastMenstrualPeriod'), days(280)) },
        { name: 'gestationalDays', value: daysFrom(answer('lastMenstrualPeriod')) },
        ...plain('husbandName', 'husbandPhone', 'complaint'),
      ],
    },
    {
      code: 'history',
      title: { zh: '既往史', en: 'History' },
      category: 'survey',
      fields: [
        { name: 'gravidity', required: true },
        { name: 'parity', required: true },
        { name: 'vaginalBirths', when: answer('parity').above(0) },
        { name: 'caesareans', when: answer('parity').above(0) },
        ...plain('maternalPastDiseases', 'maternalFamilyHistory', 'harmfulFactors', 'gynaecologicalOperation'),
        { name: 'gynaecologicalOperationName', when: answer('gynaecologicalOperation').equals(true), required: true },
        ...['pregnancyComplications', 'abortions', 'intrapartumDeaths', 'fetalDeaths', 'neonatalDeaths', 'birthDefects'].map(
          (name) => ({
            name,
            when: answer('gravidity').above(1),
          }),
        ),
      ],
    },
    {
      code: 'signs',
      title: { zh: '体格检查', en: 'Examination' },
      category: 'vital-signs',
      fields: [...bodyFields, { name: 'systolic', required: true }, { name: 'diastolic', required: true }],
    },
    {
      code: 'exam',
      title: { zh: '听诊与妇科检查', en: 'Auscultation and gynaecological examination' },
      category: 'exam',
      fields: [...['lungAuscultation', 'heartAuscultation', 'vulva', 'vagina', 'cervix', 'uterus', 'adnexa'].flatMap(finding)],
    },
    bloodAndUrine,
    assessment,
    referralSection,
  ],
};

const antenatalForm: Form = {
  code: 'antenatal',
  title: { zh: '第2～5次产前随访服务记录表', en: 'Antenatal visits 2 to 5' },
  source: 'WS 365-2011 5.2.5',
  sections: [
    {
      code: 'visit',
      title: { zh: '随访', en: 'Visit' },
      category: 'survey',
      fields: [{ name: 'gestationalDays', value: daysFrom(latest('lastMenstrualPeriod')) }, { name: 'complaint' }],
    },
    {
      code: 'signs',
      title: { zh: '体征与产科检查', en: 'Signs and obstetric examination' },
      category: 'vital-signs',
      fields: [
        { name: 'weight', required: true },
        { name: 'systolic', required: true },
        { name: 'diastolic', required: true },
        { name: 'fundalHeight' },
        { name: 'abdominalGirth' },
        { name: 'fetalPosition' },
        { name: 'fetalHeartRate' },
      ],
    },
    {
      code: 'laboratory',
      title: { zh: '实验室检查', en: 'Laboratory' },
      category: 'laboratory',
      fields: [{ name: 'haemoglobin', offered: true }, ...plain('urineProtein', 'otherInvestigations')],
    },
    assessment,
    referralSection,
  ],
};

const deliveryForm: Form = {
  code: 'delivery',
  title: { zh: '分娩信息', en: 'Delivery' },
  source: SOURCE,
  sections: [
    {
      code: 'delivery',
      title: { zh: '分娩', en: 'Delivery' },
      category: 'survey',
      fields: [
        { name: 'deliveryDate', required: true },
        { name: 'pregnancyOutcome', required: true },
        { name: 'deliveryMode', when: answer('pregnancyOutcome').oneOf('1', '2'), required: true },
        { name: 'liveBirths', when: answer('pregnancyOutcome').equals('1'), required: true },
        ...plain('deliveryInstitution', 'deliveryBloodLoss', 'maternalDischargeDate'),
      ],
    },
  ],
};

const recovery: readonly Field[] = [
  ...plain('breastLeft', 'breastRight'),
  ...finding('uterus'),
  ...finding('lochia'),
  { name: 'woundHealing' },
];

const postnatalForm: Form = {
  code: 'postnatal',
  title: { zh: '产后访视记录表', en: 'Postnatal visit' },
  source: 'WS 365-2011 5.2.6',
  sections: [
    {
      code: 'visit',
      title: { zh: '访视', en: 'Visit' },
      category: 'survey',
      fields: [
        { name: 'maternalDischargeDate', offered: true, required: true },
        { name: 'daysAfterDischarge', value: daysFrom(answer('maternalDischargeDate')) },
        ...plain('generalCondition', 'mentalCondition'),
      ],
    },
    {
      code: 'signs',
      title: { zh: '体征', en: 'Signs' },
      category: 'vital-signs',
      fields: [{ name: 'temperature', required: true }, ...plain('systolic', 'diastolic')],
    },
    { code: 'exam', title: { zh: '查体', en: 'Examination' }, category: 'exam', fields: recovery },
    {
      code: 'assessment',
      title: { zh: '评估与指导', en: 'Assessment and guidance' },
      category: 'survey',
      fields: [...finding('maternalAssessment'), { name: 'maternalGuidance', required: true }],
    },
    referralSection,
  ],
};

const closingForm: Form = {
  code: 'forty-two-days',
  title: { zh: '产后42天健康检查记录表', en: 'Check at 42 days' },
  source: 'WS 365-2011 5.2.7',
  sections: [
    {
      code: 'state',
      title: { zh: '一般情况', en: 'Condition' },
      category: 'vital-signs',
      fields: plain('generalCondition', 'mentalCondition', 'systolic', 'diastolic'),
    },
    { code: 'exam', title: { zh: '查体', en: 'Examination' }, category: 'exam', fields: recovery },
    {
      code: 'assessment',
      title: { zh: '评估与指导', en: 'Assessment and guidance' },
      category: 'survey',
      fields: [
        { name: 'motherRecovered', required: true },
        ...finding('maternalAssessment'),
        { name: 'maternalGuidance', required: true },
        { name: 'maternalClosed', required: true },
      ],
    },
    referralSection,
  ],
};

/** Health management of pregnant women and mothers: National Basic Public Health Services, 3rd edition (2017). */
export const maternal = defineProgramme({
  code: 'maternal',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '孕产妇健康管理', en: 'Maternal health' },
  purpose: {
    zh: '孕 13 周前建册，孕期至少 5 次产前检查并评估妊娠风险，产后访视和产后 42 天健康检查。',
    en: 'Women are registered before 13 weeks, seen at least five times before birth with their risk assessed, visited after it and checked at 42 days.',
  },
  source: `${SOURCE}; WS 365-2011 5.2.5～5.2.7; 孕产妇妊娠风险评估与管理工作规范（2017）`,
  enrolment: {
    kind: 'case',
    suggested: all(sexIs('female'), has({ condition: begins('Z34', 'Z35') })),
    closing: [
      { code: 'completed', title: { zh: '产后42天结案', en: 'Completed at 42 days' } },
      { code: 'ended', title: { zh: '终止妊娠', en: 'Pregnancy ended' } },
      { code: 'died', title: { zh: '死亡', en: 'Died' } },
      { code: 'moved', title: { zh: '迁出', en: 'Moved away' } },
      { code: 'lost', title: { zh: '失访', en: 'Lost to follow-up' } },
    ],
  },
  activities: [
    {
      code: 'registration',
      title: { zh: '建册和第1次产前检查', en: 'Registration and first visit' },
      form: 'registration',
      schedule: {
        kind: 'steps',
        anchor: 'enrolment',
        steps: [{ code: 'first', title: { zh: '第1次（孕13周前）', en: 'First (before week 13)' }, from: days(0), by: weeks(1) }],
      },
    },
    {
      code: 'antenatal',
      title: { zh: '产前随访', en: 'Antenatal visit' },
      form: 'antenatal',
      when: isWithChild,
      remindDays: 7,
      schedule: {
        kind: 'steps',
        anchor: { dateOf: 'lastMenstrualPeriod' },
        steps: [
          antenatal('second', '第2次', 'Second', 16, 20),
          antenatal('third', '第3次', 'Third', 21, 24),
          antenatal('fourth', '第4次', 'Fourth', 28, 36),
          antenatal('fifth', '第5次', 'Fifth', 37, 40),
        ],
      },
    },
    {
      code: 'delivery',
      title: { zh: '分娩', en: 'Delivery' },
      form: 'delivery',
      schedule: { kind: 'on-demand' },
    },
    {
      code: 'postnatal',
      title: { zh: '产后访视', en: 'Postnatal visit' },
      form: 'postnatal',
      when: hasGivenBirth,
      schedule: {
        kind: 'steps',
        anchor: { dateOf: 'maternalDischargeDate' },
        steps: [
          { code: 'week', title: { zh: '出院后3～7天', en: '3–7 days after leaving hospital' }, from: days(3), by: days(7) },
        ],
      },
    },
    {
      code: 'forty-two-days',
      title: { zh: '产后42天健康检查', en: 'Check at 42 days' },
      form: 'forty-two-days',
      when: hasGivenBirth,
      schedule: {
        kind: 'steps',
        anchor: { dateOf: 'deliveryDate' },
        steps: [{ code: 'day-42', title: { zh: '产后42天', en: '42 days' }, from: days(42), by: days(56) }],
      },
    },
  ],
  elements: maternalElements,
  forms: [registrationForm, antenatalForm, deliveryForm, postnatalForm, closingForm],
  classifications: [
    {
      code: 'risk',
      title: { zh: '妊娠风险', en: 'Risk of the pregnancy' },
      of: ['registration', 'antenatal'],
      value: answer('pregnancyRisk'),
      values: [
        { code: '1', title: { zh: '绿色', en: 'Green' }, severity: 'good' },
        { code: '2', title: { zh: '黄色', en: 'Yellow' }, severity: 'watch' },
        { code: '3', title: { zh: '橙色', en: 'Orange' }, severity: 'bad' },
        { code: '4', title: { zh: '红色', en: 'Red' }, severity: 'bad' },
        { code: '5', title: { zh: '紫色', en: 'Purple' }, severity: 'bad' },
      ],
    },
  ],
  measures: [
    {
      code: 'early-pregnancy-registration',
      title: { zh: '早孕建册率', en: 'Early pregnancy registration rate' },
      denominatorTitle: { zh: '期内分娩活产的产妇数', en: 'Women with a live birth in the period' },
      numeratorTitle: { zh: '孕 13 周之前建册并进行第一次产前检查的人数', en: 'Of them, registered and seen before week 13' },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: 'maternal/registration' },
      denominator: has({ contact: DELIVERY, liveBirths: fromOn(1) }, 'period'),
      numerator: latest('gestationalDays', { among: { contact: 'maternal/registration' } }).below(91),
    },
    {
      code: 'postnatal-visit',
      title: { zh: '产后访视率', en: 'Postnatal visit rate' },
      denominatorTitle: { zh: '期内分娩活产的产妇数', en: 'Women with a live birth in the period' },
      numeratorTitle: { zh: '产后 28 天内接受过产后访视的人数', en: 'Of them, visited within 28 days of leaving hospital' },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: POSTNATAL },
      denominator: has({ contact: DELIVERY, liveBirths: fromOn(1) }, 'period'),
      numerator: has({ contact: POSTNATAL, daysAfterDischarge: under(29) }, years(1)),
    },
  ],
});
