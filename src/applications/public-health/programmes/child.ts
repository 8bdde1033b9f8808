import {
  age,
  all,
  answer,
  bornIn,
  type Condition,
  days,
  firstOf,
  has,
  latest,
  lives,
  months,
  under,
  years,
} from '../../../life-course/index.ts';
import { defineProgramme, type Field, type Form, type Step } from '../../../programmes/index.ts';
import { SERVICES } from '../enrolment.ts';
import { bodyDevelopment, gradeByAge } from '../forms/growth-terms.ts';
import { bodyFields, referralSection } from '../forms/sections.ts';
import { childElements, WARNING_AGES, warningName } from './child-elements.ts';

const CHECK = 'child/check';
const isUnder7 = age('years').below(7);

const fromMonth = (from: number): Condition => age('months').atLeast(from);
const toMonth = (until: number): Condition => age('months').below(until);
const between = (from: number, until: number): Condition => all(fromMonth(from), toMonth(until));

const plain = (...names: readonly string[]): readonly Field[] => names.map((name) => ({ name }));
const finding = (name: string): readonly Field[] => [
  { name: `${name}Abnormal`, required: true },
  { name: `${name}Description`, when: answer(`${name}Abnormal`).equals(true), required: true },
];

const SOURCE = `${SERVICES}0～6岁儿童健康管理服务规范`;

/** Checks by age; each is due for some weeks, and can be made up for until the next one begins. */
const step = (code: string, zh: string, en: string, from: Step['from'], by: Step['by']): Step => ({
  code,
  title: { zh, en },
  from,
  by,
});
const CHECKS: readonly Step[] = [
  // within a week of leaving hospital, which is mostly within a week of birth
  { ...step('newborn', '新生儿家庭访视', 'Newborn home visit', days(0), days(14)), form: 'newborn' },
  step('month', '满月', 'Full month', days(28), days(30)),
  step('m3', '3月龄', '3 months', months(3), months(4)),
  step('m6', '6月龄', '6 months', months(6), months(7)),
  step('m8', '8月龄', '8 months', months(8), months(9)),
  step('m12', '12月龄', '12 months', months(12), months(14)),
  step('m18', '18月龄', '18 months', months(18), months(20)),
  step('m24', '24月龄', '24 months', months(24), months(26)),
  step('m30', '30月龄', '30 months', months(30), months(32)),
  step('m36', '36月龄', '36 months', months(36), months(38)),
  step('y4', '4岁', '4 years', years(4), months(54)),
  step('y5', '5岁', '5 years', years(5), months(66)),
  step('y6', '6岁', '6 years', years(6), months(78)),
];

const newbornForm: Form = {
  code: 'newborn',
  title: { zh: '新生儿家庭访视记录表', en: 'Newborn home visit' },
  source: 'WS 365-2011 5.2.3',
  sections: [
    {
      code: 'birth',
      title: { zh: '出生情况', en: 'Birth' },
      category: 'survey',
      fields: [
        { name: 'visitAgeDays', value: age('days') },
        ...plain('birthGestation', 'motherPregnancyComplications', 'birthInstitution', 'birthMode', 'newbornDischargeDate'),
        ...plain('multipleBirth', 'asphyxia'),
        { name: 'apgar', when: answer('asphyxia').equals(true) },
        { name: 'malformation' },
        { name: 'malformationDescription', when: answer('malformation').equals(true), required: true },
        { name: 'hearingScreened', required: true },
        { name: 'hearingScreen', when: answer('hearingScreened').equals('1') },
        { name: 'newbornScreening' },
        { name: 'birthWeight', required: true, offered: true },
        { name: 'birthLength', required: true, offered: true },
      ],
    },
    {
      code: 'feeding',
      title: { zh: '喂养', en: 'Feeding' },
      category: 'survey',
      fields: [{ name: 'feeding', required: true }, ...plain('milkPerDay', 'feedsPerDay', 'vomits', 'stool', 'stoolsPerDay')],
    },
    {
      code: 'signs',
      title: { zh: '体征', en: 'Signs' },
      category: 'vital-signs',
      fields: [
        { name: 'weight', required: true },
        { name: 'temperature', required: true },
        ...plain('heartRate', 'pulse', 'respiration'),
      ],
    },
    {
      code: 'body',
      title: { zh: '查体', en: 'Examination' },
      category: 'exam',
      fields: [
        ...plain('complexion', 'jaundice', 'fontanelleWidth', 'fontanelleLength', 'fontanelleTension'),
        ...['eyes', 'ears', 'nose', 'mouth', 'lungAuscultation', 'heartAuscultation', 'abdomen', 'limbs'].flatMap(finding),
        { name: 'neckMass' },
        { name: 'neckMassDescription', when: answer('neckMass').equals(true), required: true },
        { name: 'skin' },
        ...['anus', 'genitals', 'spine'].flatMap(finding),
        { name: 'cord', required: true },
      ],
    },
    referralSection,
    {
      code: 'guidance',
      title: { zh: '指导', en: 'Guidance' },
      category: 'activity',
      fields: [{ name: 'newbornGuidance', required: true }],
    },
  ],
};

const checkForm: Form = {
  code: 'check',
  title: { zh: '儿童健康检查记录表', en: 'Child health check' },
  source: 'WS 365-2011 5.2.4',
  sections: [
    {
      code: 'growth',
      title: { zh: '体格发育', en: 'Growth' },
      category: 'vital-signs',
      fields: [
        { name: 'visitAgeDays', value: age('days') },
        ...bodyFields.map((field): Field => (field.value ? field : { name: field.name, required: true })),
        { name: 'headCircumference', when: toMonth(36) },
        { name: 'weightForAge', value: gradeByAge('weightForAge', 'weight') },
        { name: 'heightForAge', value: gradeByAge('heightForAge', 'height') },
        { name: 'bodyDevelopment', value: bodyDevelopment },
      ],
    },
    {
      code: 'body',
      title: { zh: '查体', en: 'Examination' },
      category: 'exam',
      fields: [
        { name: 'complexion' },
        { name: 'skinAbnormal' },
        { name: 'fontanelleClosed', when: toMonth(30) },
        { name: 'fontanelleWidth', when: all(toMonth(30), answer('fontanelleClosed').equals(false)) },
        { name: 'fontanelleLength', when: all(toMonth(30), answer('fontanelleClosed').equals(false)) },
        { name: 'neckMass', when: toMonth(12) },
        { name: 'eyesAbnormal' },
        ...['visionLeft', 'visionRight', 'correctedVisionLeft', 'correctedVisionRight'].map((name) => ({
          name,
          when: fromMonth(48),
        })),
        { name: 'earsAbnormal' },
        { name: 'hearingScreen', when: between(6, 48) },
        { name: 'mouthAbnormal', when: toMonth(12) },
        { name: 'teeth', when: fromMonth(6) },
        { name: 'decayedTeeth', when: fromMonth(12) },
        ...plain('lungAuscultationAbnormal', 'heartAuscultationAbnormal', 'abdomenAbnormal'),
        { name: 'cordFallen', when: toMonth(3) },
        { name: 'cord', when: toMonth(3) },
        { name: 'umbilicalHernia', when: toMonth(12) },
        { name: 'limbsAbnormal' },
        { name: 'gaitAbnormal', when: fromMonth(12) },
        { name: 'ricketsSymptoms', when: between(3, 12) },
        { name: 'ricketsSigns', when: between(3, 36) },
        { name: 'anusAbnormal', when: toMonth(3) },
        { name: 'genitalsAbnormal', when: toMonth(12) },
      ],
    },
    {
      code: 'laboratory',
      title: { zh: '血常规', en: 'Blood' },
      category: 'laboratory',
      when: fromMonth(6),
      fields: [{ name: 'haemoglobin', offered: true }],
    },
    {
      code: 'habits',
      title: { zh: '生活', en: 'Habits' },
      category: 'social-history',
      fields: [
        { name: 'feeding', when: toMonth(12) },
        { name: 'outdoorHours', when: toMonth(36) },
        { name: 'vitaminDName', when: toMonth(36) },
        { name: 'vitaminDDose', when: toMonth(36) },
      ],
    },
    {
      code: 'development',
      title: { zh: '发育评估', en: 'Development' },
      category: 'survey',
      when: fromMonth(3),
      fields: [
        ...WARNING_AGES.map((from, index) => ({
          name: warningName(from),
          when: between(from, WARNING_AGES[index + 1] ?? 84),
          required: true,
        })),
        { name: 'developmentPassed', required: true },
      ],
    },
    {
      code: 'illness',
      title: { zh: '两次随访间患病情况', en: 'Illness since the last visit' },
      category: 'survey',
      fields: [
        { name: 'illSinceLast', required: true },
        ...['pneumoniaStays', 'diarrhoeaStays', 'injuryStays', 'otherIllness'].map((name) => ({
          name,
          when: answer('illSinceLast').equals(true),
        })),
      ],
    },
    referralSection,
    {
      code: 'guidance',
      title: { zh: '指导', en: 'Guidance' },
      category: 'activity',
      fields: [{ name: 'childGuidance', required: true }],
    },
  ],
};

const haemoglobin = latest('haemoglobin');

/** Health management of children to six years: National Basic Public Health Services, 3rd edition (2017). */
export const child = defineProgramme({
  code: 'child',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '0～6岁儿童健康管理', en: 'Child health, 0–6 years' },
  purpose: {
    zh: '新生儿家庭访视、满月和按龄健康检查，生长发育和心理行为发育评估，血常规和听力筛查，及早发现问题并转诊。',
    en: 'Newborns are visited at home, children checked at a month and by age: growth, development, blood and hearing, so that what is wrong is found and referred early.',
  },
  source: `${SOURCE}; WS 365-2011 5.2.3, 5.2.4`,
  enrolment: { kind: 'population', eligible: isUnder7 },
  activities: [
    {
      code: 'check',
      title: { zh: '健康检查', en: 'Health check' },
      form: 'check',
      remindDays: 7,
      remindNamed: true,
      schedule: { kind: 'steps', anchor: 'birth', steps: CHECKS },
    },
    {
      code: 'haemoglobin',
      title: { zh: '血常规（血红蛋白）', en: 'Haemoglobin' },
      form: 'check',
      doneBy: [{ haemoglobin: true }],
      schedule: {
        kind: 'steps',
        anchor: 'birth',
        steps: [
          step('m6', '6～8月龄', '6–8 months', months(6), months(9)),
          step('m18', '18月龄', '18 months', months(18), months(20)),
          step('m30', '30月龄', '30 months', months(30), months(32)),
          step('y4', '4岁', '4 years', years(4), months(54)),
          step('y5', '5岁', '5 years', years(5), months(66)),
          step('y6', '6岁', '6 years', years(6), months(78)),
        ],
      },
    },
    {
      code: 'hearing',
      title: { zh: '听力筛查', en: 'Hearing screen' },
      form: 'check',
      doneBy: [{ hearingScreen: true }],
      schedule: {
        kind: 'steps',
        anchor: 'birth',
        steps: [
          step('m6', '6月龄', '6 months', months(6), months(7)),
          step('m12', '12月龄', '12 months', months(12), months(14)),
          step('m24', '24月龄', '24 months', months(24), months(26)),
          step('m36', '36月龄', '36 months', months(36), months(38)),
        ],
      },
    },
  ],
  elements: childElements,
  forms: [newbornForm, checkForm],
  classifications: [
    {
      code: 'anaemia',
      title: { zh: '贫血', en: 'Anaemia' },
      of: ['check'],
      // of children of six months to six years: mild below 110, moderate below 90, severe below 60 g/L
      value: firstOf([
        [haemoglobin.below(60), 'severe'],
        [haemoglobin.below(90), 'moderate'],
        [haemoglobin.below(110), 'mild'],
        [haemoglobin.isKnown(), 'none'],
      ]),
      values: [
        { code: 'none', title: { zh: '无', en: 'None' }, severity: 'good' },
        { code: 'mild', title: { zh: '轻度', en: 'Mild' }, severity: 'watch' },
        { code: 'moderate', title: { zh: '中度', en: 'Moderate' }, severity: 'bad' },
        { code: 'severe', title: { zh: '重度', en: 'Severe' }, severity: 'bad' },
      ],
    },
    {
      code: 'growth',
      title: { zh: '体格发育', en: 'Growth' },
      of: ['check'],
      value: answer('bodyDevelopment'),
      values: [
        { code: '1', title: { zh: '正常', en: 'Normal' }, severity: 'good' },
        { code: '2', title: { zh: '低体重', en: 'Underweight' }, severity: 'bad' },
        { code: '3', title: { zh: '消瘦', en: 'Wasted' }, severity: 'bad' },
        { code: '4', title: { zh: '发育迟缓', en: 'Stunted' }, severity: 'bad' },
        { code: '5', title: { zh: '超重', en: 'Overweight' }, severity: 'watch' },
      ],
    },
    {
      code: 'development',
      title: { zh: '发育评估', en: 'Development' },
      of: ['check'],
      value: firstOf([
        [answer('developmentPassed').equals(true), 'passed'],
        [answer('developmentPassed').equals(false), 'not-passed'],
      ]),
      values: [
        { code: 'passed', title: { zh: '通过', en: 'As expected' }, severity: 'good' },
        { code: 'not-passed', title: { zh: '未通过', en: 'To be looked into' }, severity: 'bad' },
      ],
    },
  ],
  measures: [
    {
      code: 'newborn-visit',
      title: { zh: '新生儿访视率', en: 'Newborn visit rate' },
      denominatorTitle: { zh: '期内活产数', en: 'Live births' },
      numeratorTitle: { zh: '按规范接受 1 次及以上访视的新生儿人数', en: 'Of them, visited at least once as newborns' },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: CHECK },
      denominator: bornIn('period'),
      numerator: has({ contact: CHECK, visitAgeDays: under(29) }),
    },
    {
      code: 'child-management',
      title: { zh: '0～6 岁儿童健康管理率', en: 'Child management rate' },
      denominatorTitle: { zh: '期末 0～6 岁儿童数', en: 'Children of 0–6 years' },
      numeratorTitle: { zh: '期内接受 1 次及以上随访的人数', en: 'Of them, followed up at least once in the period' },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: CHECK },
      denominator: all(lives, isUnder7),
      numerator: has({ contact: CHECK }, 'period'),
    },
  ],
});
