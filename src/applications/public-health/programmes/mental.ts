import {
  all,
  answer,
  any,
  begins,
  type Compared,
  type Condition,
  count,
  days,
  firstOf,
  has,
  lives,
  months,
  not,
  ongoing,
  previously,
  weeks,
} from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { CLOSING, SERVICES } from '../enrolment.ts';
import { EXAMINATIONS, healthExaminationForm } from '../forms/health-examination.ts';
import { adherenceFields, medicationSection, referralSection } from '../forms/sections.ts';
import { HARM_FIELDS, mentalElements } from './mental-elements.ts';

const FOLLOW_UP = 'mental/follow-up';
const FUNCTIONS = ['functionSelfCare', 'functionHousework', 'functionWork', 'functionLearning', 'functionContact'] as const;

/** By the answer of a contact: of this one, or of the one before. */
type Told = (name: string) => Compared;

/** Levels 3 to 5, which CV05.10.013 codes as 4 to 6; no insight; a severe reaction or bodily disease; or so judged. */
const isUnstable = (of: Told): Condition =>
  any(
    of('riskLevel').oneOf('4', '5', '6'),
    of('insight').equals('3'),
    of('severeAdverseReaction').equals(true),
    of('severeSomaticDisease').equals(true),
    of('mentalStability').equals('1'),
  );

/** Levels 1 and 2; insight or functioning poor; or so judged. */
const isBasicallyStable = (of: Told): Condition =>
  all(
    not(isUnstable(of)),
    any(of('riskLevel').oneOf('2', '3'), of('mentalStability').equals('2'), ...FUNCTIONS.map((name) => of(name).equals('3'))),
  );

/** Management of patients with severe mental illness: National Basic Public Health Services, 3rd edition (2017). */
export const mental = defineProgramme({
  code: 'mental',
  version: '2017',
  valid: { from: '2017-02-28' },
  restricted: true,
  title: { zh: '严重精神障碍患者管理', en: 'Severe mental illness management' },
  purpose: {
    zh: '为诊断明确、在家居住的六类严重精神障碍患者登记、评估危险性、分类干预和年度健康检查。',
    en: 'Patients with one of the six severe mental illnesses who live at home are registered, their risk assessed, followed up by class and checked every year.',
  },
  source: `${SERVICES}严重精神障碍患者管理服务规范; WS 365-2011 5.2.14`,
  enrolment: {
    kind: 'case',
    // the other two of the six, with epilepsy and with mental retardation, have no code of their own: they are enrolled by hand
    suggested: has({ condition: begins('F20', 'F22', 'F25', 'F31') }),
    closing: CLOSING,
  },
  activities: [
    {
      code: 'supplement',
      title: { zh: '个人信息补充表', en: 'Supplementary information' },
      form: 'supplement',
      schedule: {
        kind: 'steps',
        anchor: 'enrolment',
        steps: [{ code: 'opening', title: { zh: '建档', en: 'Opening' }, from: days(0), by: weeks(2) }],
      },
    },
    {
      code: 'follow-up',
      title: { zh: '随访', en: 'Follow-up' },
      form: 'follow-up',
      remindDays: 3,
      schedule: {
        kind: 'follow-up',
        first: { after: days(0), within: weeks(2) },
        choices: [
          {
            when: answer('mentalVisited').equals(false),
            after: days(0),
            within: weeks(2),
            reason: { zh: '未访到：2 周内再次随访', en: 'Not met: try again within 2 weeks' },
          },
          {
            when: isUnstable(answer),
            after: days(0),
            within: weeks(2),
            refer: true,
            reason: { zh: '病情不稳定：立即转诊，2 周内随访', en: 'Unstable: refer at once, follow up within 2 weeks' },
          },
          {
            when: all(isBasicallyStable(answer), isBasicallyStable(previously)),
            after: weeks(2),
            within: weeks(2),
            reason: {
              zh: '基本稳定且处理后无好转：请精神专科医师技术指导，1 个月时随访',
              en: 'Basically stable and no better: ask the specialist, follow up at 1 month',
            },
          },
          {
            when: isBasicallyStable(answer),
            after: weeks(1),
            within: weeks(1),
            reason: { zh: '基本稳定：调整治疗，2 周时随访', en: 'Basically stable: adjust, follow up at 2 weeks' },
          },
        ],
        otherwise: { after: months(2), within: months(1) },
      },
    },
    {
      code: 'check',
      title: { zh: '年度健康检查', en: 'Yearly check' },
      form: 'examination',
      doneBy: [{ contact: EXAMINATIONS }],
      schedule: { kind: 'yearly' },
    },
  ],
  elements: mentalElements,
  forms: [
    {
      code: 'supplement',
      title: { zh: '严重精神障碍患者个人信息补充表', en: 'Severe mental illness: supplementary information' },
      source: 'WS 365-2011 5.2.14',
      sections: [
        {
          code: 'guardian',
          title: { zh: '监护与联系', en: 'Guardian and contacts' },
          category: 'survey',
          fields: [
            { name: 'guardianName', required: true },
            { name: 'guardianRelation', required: true },
            { name: 'guardianAddress' },
            { name: 'guardianPhone' },
            { name: 'committeeContact' },
            { name: 'economicCondition' },
          ],
        },
        {
          code: 'consent',
          title: { zh: '知情同意', en: 'Consent' },
          category: 'survey',
          fields: [
            { name: 'mentalConsent', required: true },
            { name: 'mentalConsentBy', required: true },
            { name: 'mentalConsentDate', required: true },
          ],
        },
        {
          code: 'history',
          title: { zh: '病史', en: 'History' },
          category: 'survey',
          fields: [
            { name: 'mentalOnsetAge' },
            { name: 'pastMentalSymptoms' },
            { name: 'outpatientTreatment' },
            { name: 'firstAntipsychoticDate', when: answer('outpatientTreatment').oneOf('2', '3') },
            { name: 'psychiatricStays' },
            { name: 'mentalDiagnosis', required: true },
            { name: 'mentalDiagnosedAt' },
            { name: 'mentalDiagnosedOn', required: true },
            { name: 'lastTreatmentResult' },
            { name: 'mentalImpact' },
            ...HARM_FIELDS.map((field, index) => ({ ...field, when: answer('mentalImpact').includes(String(index + 2)) })),
            { name: 'confinement' },
            { name: 'specialistOpinion' },
          ],
        },
      ],
    },
    {
      code: 'follow-up',
      title: { zh: '严重精神障碍患者随访服务记录表', en: 'Follow-up of a patient with severe mental illness' },
      source: 'WS 365-2011 5.2.14',
      sections: [
        {
          code: 'contact',
          title: { zh: '随访', en: 'Contact' },
          category: 'survey',
          fields: [
            { name: 'contactMode', required: true },
            { name: 'mentalVisited', required: true },
            { name: 'mentalLossReason', when: answer('mentalVisited').equals(false), required: true },
          ],
        },
        {
          code: 'state',
          title: { zh: '病情', en: 'State' },
          category: 'exam',
          when: answer('mentalVisited').equals(true),
          fields: [
            {
              name: 'riskLevel',
              required: true,
              hint: {
                zh: '0 级：无以下行为。1 级：口头威胁喊叫，无打砸。2 级：打砸，限家中、对财物，能劝止。3 级：明显打砸，不分场合，不能劝止。4 级：持续打砸，包括伤人、自伤、自杀。5 级：持械暴力、纵火、爆炸等。',
                en: '0: none of these. 1: verbal threats. 2: damage at home to things, stops when asked. 3: damage anywhere, does not stop. 4: continuous, against people or oneself. 5: with weapons, arson, explosion.',
              },
            },
            { name: 'mentalSymptoms' },
            { name: 'insight', required: true },
            { name: 'sleep' },
            { name: 'eating' },
            ...FUNCTIONS.map((name) => ({ name })),
            { name: 'confinement' },
            { name: 'hospitalState' },
            { name: 'lastPsychiatricDischarge', when: answer('hospitalState').equals('3') },
          ],
        },
        {
          code: 'impact',
          title: { zh: '两次随访间的危险行为', en: 'Dangerous behaviour since the last follow-up' },
          category: 'survey',
          when: answer('mentalVisited').equals(true),
          fields: HARM_FIELDS,
        },
        {
          code: 'investigations',
          title: { zh: '实验室检查', en: 'Investigations' },
          category: 'laboratory',
          repeats: 5,
          fields: [{ name: 'investigationName', required: true }, { name: 'investigationResult' }],
        },
        {
          code: 'adherence',
          title: { zh: '服药', en: 'Taking of drugs' },
          category: 'therapy',
          when: answer('mentalVisited').equals(true),
          fields: [...adherenceFields, { name: 'severeAdverseReaction' }, { name: 'severeSomaticDisease' }],
        },
        medicationSection(6),
        {
          code: 'rehabilitation',
          title: { zh: '康复', en: 'Rehabilitation' },
          category: 'therapy',
          fields: [{ name: 'rehabilitation' }, { name: 'rehabilitationGuidance' }],
        },
        {
          code: 'result',
          title: { zh: '本次随访分类', en: 'Class' },
          category: 'survey',
          fields: [{ name: 'mentalStability', when: answer('mentalVisited').equals(true), required: true }],
        },
        referralSection,
      ],
    },
    healthExaminationForm,
  ],
  classifications: [
    {
      code: 'stability',
      title: { zh: '病情', en: 'Stability' },
      of: ['follow-up'],
      value: firstOf([
        [isUnstable(answer), 'unstable'],
        [isBasicallyStable(answer), 'basically-stable'],
        [answer('riskLevel').isKnown(), 'stable'],
      ]),
      values: [
        { code: 'stable', title: { zh: '稳定', en: 'Stable' }, severity: 'good' },
        { code: 'basically-stable', title: { zh: '基本稳定', en: 'Basically stable' }, severity: 'watch' },
        { code: 'unstable', title: { zh: '不稳定', en: 'Unstable' }, severity: 'bad' },
      ],
    },
    {
      code: 'risk',
      title: { zh: '危险性', en: 'Risk' },
      of: ['follow-up'],
      value: answer('riskLevel'),
      values: [0, 1, 2, 3, 4, 5].map((level) => ({
        code: String(level + 1),
        title: { zh: `${level} 级`, en: `Level ${level}` },
        severity: level === 0 ? 'good' : level < 3 ? 'watch' : 'bad',
      })),
    },
  ],
  measures: [
    {
      code: 'mental-standardised-management',
      title: { zh: '严重精神障碍患者规范管理率', en: 'Standardised mental disorder management' },
      denominatorTitle: { zh: '年内登记在册的确诊严重精神障碍患者人数', en: 'Confirmed registered patients' },
      numeratorTitle: { zh: '按照规范要求进行管理的人数', en: 'Of them, managed to specification' },
      source: `${SERVICES}严重精神障碍患者管理服务规范 六`,
      better: 'more',
      institution: { contact: FOLLOW_UP },
      denominator: all(lives, ongoing({ enrolled: 'mental' })),
      numerator: count({ contact: FOLLOW_UP, mentalVisited: true }, 'period').atLeast(4),
    },
  ],
});
