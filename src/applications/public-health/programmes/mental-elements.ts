import { choices, code, codes, date, type Element, flag, text, whole } from '../../../standards/index.ts';

const GOOD_FAIR_POOR = choices(['1', '良好', 'Good'], ['2', '一般', 'Fair'], ['3', '较差', 'Poor']);
const HARM = [
  ['mildDisturbance', '轻度滋事次数', 'Mild disturbances'],
  ['trouble', '肇事次数', 'Troubles caused'],
  ['serious', '肇祸次数', 'Serious incidents'],
  ['selfHarm', '自伤次数', 'Self-harm'],
  ['suicideAttempt', '自杀未遂次数', 'Attempted suicides'],
] as const;

const times = { unit: { code: '{times}', text: '次' }, possible: [0, 999], usual: [0, 20] } as const;

/** Facts of level 5: seen by who treats the resident alone. WS 365-2011 5.2.14; numbers by the names of the catalogue, as those of the data set are shifted. */
export const mentalElements: readonly Element[] = [
  text('guardianName', '监护人姓名', 'Guardian', { shares: 'DE02.01.039.00' }),
  code('guardianRelation', '监护人与患者关系', 'Relation of the guardian', 'DE02.01.020.00', 'GBT4761-relation'),
  text('guardianAddress', '监护人住址', 'Address of the guardian'),
  text('guardianPhone', '监护人电话', 'Phone of the guardian', { shares: 'DE02.01.010.00' }),
  text('committeeContact', '村（居）委会联系人、电话', 'Contact at the residents’ committee', 'DE08.10.023.00'),
  flag('mentalConsent', '知情同意', 'Consent to the management', 'DE06.00.155.00'),
  text('mentalConsentBy', '知情同意签字人', 'Consent signed by', { shares: 'DE02.01.039.00' }),
  date('mentalConsentDate', '知情同意签字日期', 'Consent signed on', 'DE06.00.156.00'),
  whole('mentalOnsetAge', '初次发病年龄', 'Age at onset', 'DE02.10.089.00', {
    unit: { code: 'a', text: '岁' },
    possible: [0, 120],
    usual: [5, 80],
  }),
  codes('pastMentalSymptoms', '既往主要症状', 'Symptoms in the past', { shares: 'DE04.01.030.00' }, 'CV04.01.009'),
  codes('mentalSymptoms', '目前症状', 'Symptoms now', 'DE04.01.030.00', 'CV04.01.009'),
  code(
    'outpatientTreatment',
    '既往门诊治疗',
    'Outpatient treatment in the past',
    'DE02.10.036.00',
    choices(['1', '未治', 'None'], ['2', '间断门诊治疗', 'Interrupted'], ['3', '持续门诊治疗', 'Continuous']),
  ),
  date('firstAntipsychoticDate', '首次抗精神病药治疗日期', 'First antipsychotic treatment on', 'DE06.00.160.00'),
  whole('psychiatricStays', '既往精神专科住院次数', 'Stays in psychiatric hospitals', undefined, times),
  code('mentalDiagnosis', '精神疾病诊断', 'Diagnosis', 'DE05.01.071.00', 'CV05.01.036'),
  text('mentalDiagnosedAt', '确诊医院', 'Diagnosed at', { shares: 'DE08.10.013.00' }),
  date('mentalDiagnosedOn', '确诊日期', 'Diagnosed on', 'DE05.01.034.00'),
  code('lastTreatmentResult', '最近一次治疗效果', 'Result of the latest treatment', undefined, 'CV05.10.010'),
  codes('mentalImpact', '患病对家庭社会的影响', 'Effect on family and society', 'DE03.00.023.00', 'CV03.00.112'),
  ...HARM.map(([name, zh, en]) => whole(`${name}Times`, zh, en, { shares: 'DE03.00.022.00' }, times)),
  code(
    'confinement',
    '关锁情况',
    'Locked up',
    'DE03.00.017.00',
    choices(['1', '无关锁', 'No'], ['2', '关锁', 'Yes'], ['3', '关锁已解除', 'No longer']),
  ),
  code(
    'economicCondition',
    '经济状况',
    'Economic condition',
    'DE02.01.023.00',
    choices(
      ['1', '贫困，在当地贫困线标准以下', 'Poor, below the local line'],
      ['2', '非贫困', 'Not poor'],
      ['3', '不详', 'Unknown'],
    ),
  ),
  text('specialistOpinion', '专科医生意见', 'Opinion of the specialist', 'DE05.10.120.00'),
  flag('mentalVisited', '访到', 'Was met', 'DE05.10.125.00'),
  code(
    'mentalLossReason',
    '未访到原因',
    'Reason for not being met',
    undefined,
    choices(
      ['1', '外出打工', 'Works elsewhere'],
      ['2', '迁居他处', 'Moved away'],
      ['3', '走失', 'Missing'],
      ['4', '连续3次未到访', 'Not met three times running'],
      ['5', '其他', 'Other'],
    ),
  ),
  code('riskLevel', '危险性评估', 'Risk level', 'DE05.10.077.00', 'CV05.10.013'),
  code(
    'insight',
    '自知力',
    'Insight',
    'DE05.10.123.00',
    choices(['1', '自知力完全', 'Complete'], ['2', '自知力不全', 'Incomplete'], ['3', '自知力缺失', 'None']),
  ),
  code('sleep', '睡眠情况', 'Sleep', 'DE04.01.070.00', GOOD_FAIR_POOR),
  code('eating', '饮食情况', 'Eating', 'DE03.00.080.00', GOOD_FAIR_POOR),
  code('functionSelfCare', '社会功能：个人生活料理', 'Functioning: caring for oneself', 'DE05.10.057.00', GOOD_FAIR_POOR),
  code('functionHousework', '社会功能：家务劳动', 'Functioning: housework', { shares: 'DE05.10.057.00' }, GOOD_FAIR_POOR),
  code('functionWork', '社会功能：生产劳动及工作', 'Functioning: work', { shares: 'DE05.10.057.00' }, GOOD_FAIR_POOR),
  code('functionLearning', '社会功能：学习能力', 'Functioning: learning', { shares: 'DE05.10.057.00' }, GOOD_FAIR_POOR),
  code('functionContact', '社会功能：社会人际交往', 'Functioning: company', { shares: 'DE05.10.057.00' }, GOOD_FAIR_POOR),
  code(
    'hospitalState',
    '住院情况',
    'In hospital',
    'DE02.10.091.00',
    choices(['1', '从未住院', 'Never'], ['2', '目前正在住院', 'Now'], ['3', '既往住院，现未住院', 'Formerly']),
  ),
  date('lastPsychiatricDischarge', '末次出院日期', 'Last discharged on', { shares: 'DE06.00.016.00' }),
  flag('severeAdverseReaction', '严重药物不良反应', 'Severe adverse reaction'),
  flag('severeSomaticDisease', '严重躯体疾病', 'Severe somatic disease'),
  codes('rehabilitation', '康复措施', 'Rehabilitation', 'DE06.00.060.00', 'CV06.00.209'),
  text('rehabilitationGuidance', '康复措施指导', 'Guidance on rehabilitation', 'DE06.00.066.00'),
  code(
    'mentalStability',
    '本次随访分类',
    'Class of this follow-up',
    'DE05.10.118.00',
    choices(['1', '不稳定', 'Unstable'], ['2', '基本稳定', 'Basically stable'], ['3', '稳定', 'Stable']),
  ),
].map((element) => ({ ...element, restricted: true }));

export const HARM_FIELDS = HARM.map(([name]) => ({ name: `${name}Times` }));
