import type { Element } from './contract.ts';
import { decimal, flag, text } from './words.ts';

const GOOD_FAIR_POOR = [
  { code: '1', name: { zh: '良好', en: 'Good' } },
  { code: '2', name: { zh: '一般', en: 'Fair' } },
  { code: '3', name: { zh: '差', en: 'Poor' } },
] as const;

/** What follow-ups of chronic disease share, WS 365-2011 5.2.12 and 5.2.13. */
export const followUp = [
  {
    name: 'contactMode',
    title: { zh: '随访方式', en: 'Mode of follow-up' },
    type: 'code',
    element: 'DE06.00.108.00',
    domain: 'CV06.00.207',
  },
  {
    name: 'psychologicalAdjustment',
    title: { zh: '心理调整', en: 'Psychological adjustment' },
    type: 'code',
    element: 'DE05.10.083.00',
    choices: GOOD_FAIR_POOR,
  },
  {
    name: 'compliance',
    title: { zh: '遵医行为', en: 'Compliance' },
    type: 'code',
    element: 'DE05.10.068.00',
    choices: GOOD_FAIR_POOR,
  },
  {
    name: 'medicationAdherence',
    title: { zh: '服药依从性', en: 'Medication adherence' },
    type: 'code',
    element: 'DE06.00.027.00',
    choices: [
      { code: '1', name: { zh: '规律', en: 'Regular' } },
      { code: '2', name: { zh: '间断', en: 'Interrupted' } },
      { code: '3', name: { zh: '不服药', en: 'Takes none' } },
    ],
  },
  {
    name: 'adverseReaction',
    title: { zh: '药物不良反应', en: 'Adverse drug reaction' },
    type: 'flag',
    element: 'DE06.00.129.00',
  },
  {
    name: 'adverseReactionDescription',
    title: { zh: '药物不良反应描述', en: 'Description of the adverse reaction' },
    type: 'text',
    element: 'DE06.00.130.00',
  },
  {
    name: 'followUpResult',
    title: { zh: '此次随访分类', en: 'Result of the follow-up' },
    type: 'code',
    element: 'DE05.10.066.00',
    domain: 'CV05.10.012',
  },
  {
    name: 'otherSigns',
    title: { zh: '其他阳性体征', en: 'Other positive signs' },
    type: 'text',
    element: 'DE04.10.143.00',
  },
  {
    name: 'targetWeight',
    title: { zh: '目标体重', en: 'Target weight' },
    type: 'decimal',
    element: 'DE06.00.081.00',
    unit: { code: 'kg', text: 'kg' },
    possible: [1, 400],
    usual: [10, 130],
    digits: 1,
  },
  decimal(
    'targetBodyMassIndex',
    '目标体质指数',
    'Target body mass index',
    { shares: 'DE05.10.075.00' },
    {
      unit: { code: 'kg/m2', text: 'kg/m²' },
      possible: [5, 100],
      usual: [14, 40],
      digits: 1,
    },
  ),
  flag('referred', '转诊', 'Referred', 'DE06.00.174.00'),
  text('referralReason', '转诊原因', 'Reason for the referral', 'DE06.00.177.00'),
  text('referralInstitution', '转入医疗机构', 'Referred to: institution'),
  text('referralDepartment', '转入机构科室', 'Referred to: department', 'DE08.10.026.00'),
] as const satisfies readonly Element[];
