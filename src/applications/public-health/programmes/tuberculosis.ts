import {
  all,
  answer,
  any,
  begins,
  count,
  days,
  firstOf,
  has,
  latest,
  not,
  product,
  quotient,
  round,
  weeks,
} from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { choices, code, codes, date, decimal, flag, text, whole } from '../../../standards/index.ts';
import { SERVICES } from '../enrolment.ts';
import { medicationSection, referralSection } from '../forms/sections.ts';

const TAUGHT = choices(['1', '掌握', 'Understood'], ['2', '未掌握', 'Not understood']);
const LESSONS = [
  ['Pickup', '取药地点、时间', 'Where and when to fetch drugs'],
  ['Card', '服药记录卡的填写', 'Filling in the record card'],
  ['Taking', '服药方法及药品存放', 'Taking and keeping drugs'],
  ['Course', '肺结核治疗疗程', 'Length of the treatment'],
  ['Irregular', '不规律服药危害', 'Harm of irregular taking'],
  ['Reactions', '服药后不良反应及处理', 'Adverse reactions and what to do'],
  ['Reviews', '治疗期间复诊查痰', 'Visits and sputum tests during treatment'],
  ['Away', '外出期间如何坚持服药', 'How to go on when travelling'],
  ['Habits', '生活习惯及注意事项', 'Habits'],
  ['Contacts', '密切接触者检查', 'Examination of close contacts'],
] as const;
const lessonName = (lesson: string) => `tuberculosisLesson${lesson}`;

const ATTEMPT = 'tuberculosis/attempt';

const supervisor = answer('tuberculosisSupervisor');
const trouble = any(answer('adverseReaction').equals(true), answer('tuberculosisComplication').equals(true));
const doses = { unit: { code: '{doses}', text: '次' }, possible: [0, 2000], usual: [0, 400] } as const;
const visits = { unit: { code: '{visits}', text: '次' }, possible: [0, 500], usual: [0, 60] } as const;

/** Management of patients with tuberculosis: National Basic Public Health Services, 3rd edition (2017). */
export const tuberculosis = defineProgramme({
  code: 'tuberculosis',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '肺结核患者健康管理', en: 'Tuberculosis management' },
  purpose: {
    zh: '对确诊并居家治疗的肺结核患者在 72 小时内入户访视、督导服药、按期随访并结案评估。',
    en: 'Patients with tuberculosis who are treated at home are visited within 72 hours, their drugs supervised, followed up and assessed at the end.',
  },
  source: `${SERVICES}肺结核患者健康管理服务规范`,
  enrolment: {
    kind: 'case',
    suggested: has({ condition: begins('A15', 'A16', 'A19') }),
    closing: [
      { code: 'completed', title: { zh: '完成疗程', en: 'Treatment completed' } },
      { code: 'died', title: { zh: '死亡', en: 'Died' } },
      { code: 'lost', title: { zh: '丢失', en: 'Lost' } },
      { code: 'resistant', title: { zh: '转入耐多药治疗', en: 'Went on to treatment of resistant disease' } },
      { code: 'moved', title: { zh: '迁出', en: 'Moved away' } },
      { code: 'misdiagnosed', title: { zh: '排除诊断', en: 'Diagnosis excluded' } },
    ],
  },
  activities: [
    {
      code: 'first-visit',
      title: { zh: '第一次入户访视', en: 'First home visit' },
      form: 'first-visit',
      remindDays: 1,
      schedule: {
        kind: 'steps',
        // enrolment is the day of the notice
        anchor: 'enrolment',
        steps: [{ code: 'within-72-hours', title: { zh: '72 小时内', en: 'Within 72 hours' }, from: days(0), by: days(3) }],
      },
    },
    {
      code: 'attempt',
      title: { zh: '访视未见到患者', en: 'Visit in vain' },
      form: 'attempt',
      schedule: { kind: 'on-demand' },
    },
    {
      // not met at two visits: told to the institution that sent the notice
      code: 'report',
      title: { zh: '向上级专业机构报告', en: 'Report to the specialised institution' },
      form: 'attempt',
      when: all(count({ contact: ATTEMPT }).atLeast(2), not(has({ contact: 'tuberculosis/first-visit' }))),
      schedule: {
        kind: 'steps',
        anchor: { event: { contact: ATTEMPT } },
        steps: [{ code: 'not-met', title: { zh: '两次访视未见', en: 'Not met twice' }, from: days(0), by: days(1) }],
      },
    },
    {
      code: 'follow-up',
      title: { zh: '随访', en: 'Follow-up' },
      form: 'follow-up',
      remindDays: 2,
      schedule: {
        kind: 'follow-up',
        first: { after: days(3), within: days(10) },
        choices: [
          {
            when: trouble,
            after: days(0),
            within: weeks(2),
            refer: true,
            reason: {
              zh: '药物不良反应、并发症或合并症：转诊，2 周内随访',
              en: 'Adverse reaction or complication: refer, follow up within 2 weeks',
            },
          },
          {
            when: all(supervisor.oneOf('2', '3', '4'), answer('tuberculosisPhase').equals('1')),
            after: days(7),
            within: days(3),
            reason: { zh: '强化期、非医务人员督导：每 10 天随访', en: 'Intensive phase, not supervised by staff: every 10 days' },
          },
        ],
        // by staff, and in the continuation phase: once a month
        otherwise: { after: days(20), within: days(10) },
      },
    },
    {
      code: 'closing',
      title: { zh: '结案评估', en: 'Assessment at the end' },
      form: 'closing',
      schedule: { kind: 'on-demand' },
    },
  ],
  elements: [
    code(
      'tuberculosisPatient',
      '患者类型',
      'Kind of patient',
      'DE06.00.056.00',
      choices(['1', '初治', 'New'], ['2', '复治', 'Retreatment']),
    ),
    code(
      'sputum',
      '痰菌情况',
      'Sputum',
      undefined,
      choices(['1', '阳性', 'Positive'], ['2', '阴性', 'Negative'], ['3', '未查痰', 'Not examined']),
    ),
    code(
      'drugResistance',
      '耐药情况',
      'Resistance',
      undefined,
      choices(['1', '耐药', 'Resistant'], ['2', '非耐药', 'Not resistant'], ['3', '未检测', 'Not tested']),
    ),
    codes(
      'tuberculosisSymptoms',
      '症状及体征',
      'Symptoms and signs (tuberculosis)',
      undefined,
      choices(
        ['0', '没有症状', 'None'],
        ['1', '咳嗽咳痰', 'Cough, sputum'],
        ['2', '低热盗汗', 'Low fever, night sweats'],
        ['3', '咯血或血痰', 'Blood in sputum'],
        ['4', '胸痛消瘦', 'Chest pain, wasting'],
        ['5', '恶心纳差', 'Nausea, poor appetite'],
        ['6', '头痛失眠', 'Headache, sleeplessness'],
        ['7', '视物模糊', 'Blurred vision'],
        ['8', '皮肤瘙痒、皮疹', 'Itching, rash'],
        ['9', '耳鸣、听力下降', 'Ringing ears, loss of hearing'],
        ['10', '关节疼痛', 'Painful joints'],
        ['99', '其他', 'Other'],
      ),
    ),
    text('tuberculosisRegimen', '化疗方案', 'Regimen'),
    code('tuberculosisUse', '用法', 'Use', undefined, choices(['1', '每日', 'Daily'], ['2', '间歇', 'Intermittent'])),
    codes(
      'tuberculosisDrugForms',
      '药品剂型',
      'Form of the drugs',
      undefined,
      choices(
        ['1', '固定剂量复合制剂', 'Fixed-dose combination'],
        ['2', '散装药', 'Loose'],
        ['3', '板式组合药', 'Blister packs'],
        ['4', '注射剂', 'Injections'],
      ),
    ),
    code(
      'tuberculosisSupervisor',
      '督导人员',
      'Supervised by',
      undefined,
      choices(['1', '医生', 'Staff'], ['2', '家属', 'Family'], ['3', '自服药', 'Nobody'], ['4', '其他', 'Other']),
    ),
    code(
      'tuberculosisPhase',
      '治疗阶段',
      'Phase',
      undefined,
      choices(['1', '强化期（注射期）', 'Intensive (injections)'], ['2', '继续期（非注射期）', 'Continuation']),
    ),
    whole('tuberculosisMonth', '治疗月序', 'Month of treatment', undefined, {
      unit: { code: 'mo', text: '月' },
      possible: [1, 60],
      usual: [1, 24],
    }),
    flag('ownRoom', '单独居室', 'Room of one’s own'),
    code(
      'ventilation',
      '通风情况',
      'Ventilation',
      undefined,
      choices(['1', '良好', 'Good'], ['2', '一般', 'Fair'], ['3', '差', 'Poor']),
    ),
    ...LESSONS.map(([lesson, zh, en]) => code(lessonName(lesson), zh, en, undefined, TAUGHT)),
    text('tuberculosisAttempt', '未见到原因及处理', 'Why not met, and what was done'),
    whole('missedDoses', '漏服药次数', 'Doses missed', undefined, doses),
    flag('tuberculosisComplication', '并发症或合并症', 'Complication'),
    text('tuberculosisComplicationDescription', '并发症或合并症描述', 'Description of the complication'),
    text('tuberculosisHandling', '处理意见', 'What was done'),
    date('treatmentStopDate', '停止治疗日期', 'Treatment stopped on'),
    code(
      'treatmentStopReason',
      '停止治疗原因',
      'Reason for stopping',
      undefined,
      choices(
        ['1', '完成疗程', 'Completed'],
        ['2', '死亡', 'Died'],
        ['3', '丢失', 'Lost'],
        ['4', '转入耐多药治疗', 'Went on to treatment of resistant disease'],
      ),
    ),
    whole('visitsDue', '应访视次数', 'Visits due', undefined, visits),
    whole('visitsMade', '实际访视次数', 'Visits made', undefined, visits),
    whole('dosesDue', '应服药次数', 'Doses due', undefined, doses),
    whole('dosesTaken', '实际服药次数', 'Doses taken', undefined, doses),
    decimal('doseRate', '服药率', 'Share of doses taken', undefined, {
      unit: { code: '%', text: '%' },
      possible: [0, 100],
      usual: [50, 100],
      digits: 1,
    }),
  ],
  forms: [
    {
      code: 'first-visit',
      title: { zh: '肺结核患者第一次入户随访记录表', en: 'First home visit of a patient with tuberculosis' },
      source: `${SERVICES}肺结核患者健康管理服务规范 附件1`,
      sections: [
        {
          code: 'disease',
          title: { zh: '病情', en: 'Disease' },
          category: 'survey',
          fields: [
            { name: 'contactMode', required: true },
            { name: 'tuberculosisPatient', required: true },
            { name: 'sputum', required: true },
            { name: 'drugResistance', required: true },
            { name: 'tuberculosisSymptoms', required: true },
            { name: 'otherSymptoms', when: answer('tuberculosisSymptoms').includes('99'), required: true },
          ],
        },
        {
          code: 'treatment',
          title: { zh: '用药与督导', en: 'Drugs and supervision' },
          category: 'therapy',
          fields: [
            { name: 'tuberculosisRegimen', required: true },
            { name: 'tuberculosisUse', required: true },
            { name: 'tuberculosisDrugForms' },
            { name: 'tuberculosisSupervisor', required: true },
          ],
        },
        {
          code: 'home',
          title: { zh: '居住环境与生活方式', en: 'Home and habits' },
          category: 'social-history',
          fields: [
            { name: 'ownRoom', required: true },
            { name: 'ventilation', required: true },
            { name: 'cigarettesPerDay', offered: true },
            { name: 'targetCigarettesPerDay' },
            { name: 'alcoholPerDay', offered: true },
            { name: 'targetAlcoholPerDay' },
          ],
        },
        {
          code: 'lessons',
          title: { zh: '健康教育及培训', en: 'Education' },
          category: 'activity',
          fields: LESSONS.map(([lesson]) => ({ name: lessonName(lesson) })),
        },
      ],
    },
    {
      code: 'attempt',
      title: { zh: '访视未见记录', en: 'Visit in vain' },
      source: `${SERVICES}肺结核患者健康管理服务规范 二（二）`,
      sections: [
        {
          code: 'attempt',
          title: { zh: '访视', en: 'Visit' },
          category: 'activity',
          fields: [{ name: 'contactMode' }, { name: 'tuberculosisAttempt', required: true }],
        },
      ],
    },
    {
      code: 'follow-up',
      title: { zh: '肺结核患者随访服务记录表', en: 'Follow-up of a patient with tuberculosis' },
      source: `${SERVICES}肺结核患者健康管理服务规范 附件2`,
      sections: [
        {
          code: 'contact',
          title: { zh: '随访', en: 'Contact' },
          category: 'survey',
          fields: [
            { name: 'contactMode', required: true },
            { name: 'tuberculosisMonth', required: true },
            { name: 'tuberculosisPhase', required: true },
            { name: 'tuberculosisSupervisor', required: true, offered: true },
            { name: 'tuberculosisSymptoms', required: true },
            { name: 'otherSymptoms', when: answer('tuberculosisSymptoms').includes('99'), required: true },
          ],
        },
        {
          code: 'habits',
          title: { zh: '生活方式', en: 'Habits' },
          category: 'social-history',
          fields: [
            { name: 'cigarettesPerDay', offered: true },
            { name: 'targetCigarettesPerDay' },
            { name: 'alcoholPerDay', offered: true },
            { name: 'targetAlcoholPerDay' },
          ],
        },
        {
          code: 'treatment',
          title: { zh: '用药', en: 'Drugs' },
          category: 'therapy',
          fields: [
            { name: 'tuberculosisRegimen', required: true, offered: true },
            { name: 'tuberculosisUse', offered: true },
            { name: 'tuberculosisDrugForms', offered: true },
            { name: 'missedDoses', required: true },
            { name: 'adverseReaction', required: true },
            { name: 'adverseReactionDescription', when: answer('adverseReaction').equals(true), required: true },
            { name: 'tuberculosisComplication', required: true },
            {
              name: 'tuberculosisComplicationDescription',
              when: answer('tuberculosisComplication').equals(true),
              required: true,
            },
            { name: 'tuberculosisHandling' },
          ],
        },
        medicationSection(6),
        referralSection,
      ],
    },
    {
      code: 'closing',
      title: { zh: '肺结核患者结案评估', en: 'Assessment at the end of treatment' },
      source: `${SERVICES}肺结核患者健康管理服务规范 二（四）`,
      sections: [
        {
          code: 'end',
          title: { zh: '停止治疗及全程管理情况', en: 'End of treatment' },
          category: 'survey',
          fields: [
            { name: 'treatmentStopDate', required: true },
            { name: 'treatmentStopReason', required: true },
            { name: 'visitsDue' },
            { name: 'visitsMade' },
            { name: 'dosesDue', required: true },
            { name: 'dosesTaken', required: true },
            { name: 'doseRate', value: round(product(quotient(answer('dosesTaken'), answer('dosesDue')), 100), 1) },
          ],
        },
      ],
    },
  ],
  classifications: [
    {
      code: 'treatment',
      title: { zh: '治疗', en: 'Treatment' },
      of: ['follow-up'],
      value: firstOf([
        [trouble, 'trouble'],
        [answer('missedDoses').above(0), 'missed'],
        [answer('missedDoses').equals(0), 'regular'],
      ]),
      values: [
        { code: 'regular', title: { zh: '无漏服', en: 'No dose missed' }, severity: 'good' },
        { code: 'missed', title: { zh: '有漏服', en: 'Doses missed' }, severity: 'watch' },
        { code: 'trouble', title: { zh: '不良反应或并发症', en: 'Adverse reaction or complication' }, severity: 'bad' },
      ],
    },
  ],
  measures: [
    {
      code: 'tuberculosis-management',
      title: { zh: '肺结核患者管理率', en: 'TB management rate' },
      denominatorTitle: {
        zh: '期内确诊并通知基层管理的肺结核患者人数',
        en: 'Patients confirmed and notified to the primary institution in the period',
      },
      numeratorTitle: { zh: '已管理的人数', en: 'Of them, managed' },
      source: `${SERVICES}肺结核患者健康管理服务规范 六`,
      better: 'more',
      institution: { contact: ['tuberculosis/first-visit', 'tuberculosis/follow-up'] },
      denominator: has({ enrolled: 'tuberculosis' }, 'period'),
      numerator: has({ contact: ['tuberculosis/first-visit', 'tuberculosis/follow-up'] }, 'period'),
    },
    {
      code: 'tuberculosis-regular-medication',
      title: { zh: '肺结核患者规则服药率', en: 'Regular TB medication' },
      denominatorTitle: { zh: '期内完成治疗的肺结核患者人数', en: 'Patients who completed treatment in the period' },
      numeratorTitle: { zh: '实际服药次数占应服药次数 90% 以上的人数', en: 'Of them, took 90% of the doses and more' },
      source: `${SERVICES}肺结核患者健康管理服务规范 六`,
      better: 'more',
      institution: { contact: 'tuberculosis/closing' },
      denominator: has({ contact: 'tuberculosis/closing', treatmentStopReason: '1' }, 'period'),
      numerator: latest('doseRate', { among: { contact: 'tuberculosis/closing' }, in: 'period' }).atLeast(90),
    },
  ],
});
