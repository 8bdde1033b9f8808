import { choices, code, codes, date, decimal, type Element, finding, flag, text, whole } from '../../../standards/index.ts';

const times = { unit: { code: '{times}', text: '次' }, possible: [0, 99], usual: [0, 5] } as const;
const perDay = { unit: { code: '/d', text: '次/d' }, possible: [0, 40], usual: [0, 15] } as const;
const centimetres = { unit: { code: 'cm', text: 'cm' }, possible: [0, 8], usual: [0, 4], digits: 1 } as const;

/** Signs at which the development of a child of so many months is looked into: 儿童心理行为发育问题预警征象. */
const WARNING_SIGNS = [
  [
    3,
    [
      ['对很大声音没有反应', 'No reaction to loud noise'],
      ['逗引时不发音或不会微笑', 'Makes no sound, does not smile when played with'],
      ['不注视人脸，不追视移动人或物品', 'Does not look at faces or follow'],
      ['俯卧时不会抬头', 'Does not lift the head lying on the belly'],
    ],
  ],
  [
    6,
    [
      ['发音少，不会笑出声', 'Few sounds, does not laugh'],
      ['不会伸手抓物', 'Does not reach for things'],
      ['紧握拳松不开', 'Fists stay clenched'],
      ['不能扶坐', 'Does not sit with support'],
    ],
  ],
  [
    8,
    [
      ['听到声音无应答', 'Does not answer to sounds'],
      ['不会区分生人和熟人', 'Does not tell strangers'],
      ['双手间不会传递玩具', 'Does not pass toys from hand to hand'],
      ['不会独坐', 'Does not sit alone'],
    ],
  ],
  [
    12,
    [
      ['呼唤名字无反应', 'No reaction to the name'],
      ['不会模仿“再见”或“欢迎”动作', 'Does not imitate waving'],
      ['不会用拇食指对捏小物品', 'No pincer grip'],
      ['不会扶物站立', 'Does not stand with support'],
    ],
  ],
  [
    18,
    [
      ['不会有意识叫“爸爸”或“妈妈”', 'Does not call father or mother'],
      ['不会按要求指人或物', 'Does not point when asked'],
      ['与人无目光交流', 'No eye contact'],
      ['不会独走', 'Does not walk alone'],
    ],
  ],
  [
    24,
    [
      ['不会说3个物品的名称', 'Does not name three things'],
      ['不会按吩咐做简单事情', 'Does not do simple things when told'],
      ['不会用勺吃饭', 'Does not eat with a spoon'],
      ['不会扶栏上楼梯/台阶', 'Does not climb stairs with a rail'],
    ],
  ],
  [
    30,
    [
      ['不会说2～3个字的短语', 'No phrases of two or three words'],
      ['兴趣单一、刻板', 'Narrow, rigid interests'],
      ['不会示意大小便', 'Does not show the need for the toilet'],
      ['不会跑', 'Does not run'],
    ],
  ],
  [
    36,
    [
      ['不会说自己的名字', 'Does not say the own name'],
      ['不会玩“拿棍当马骑”等假想游戏', 'No pretend play'],
      ['不会模仿画圆', 'Does not copy a circle'],
      ['不会双脚跳', 'Does not jump with both feet'],
    ],
  ],
  [
    48,
    [
      ['不会说带形容词的句子', 'No sentences with adjectives'],
      ['不能按要求等待或轮流', 'Does not wait or take turns'],
      ['不会独立穿衣', 'Does not dress alone'],
      ['不会单脚站立', 'Does not stand on one foot'],
    ],
  ],
  [
    60,
    [
      ['不能简单叙说事情经过', 'Does not tell what happened'],
      ['不知道自己的性别', 'Does not know the own sex'],
      ['不会用筷子吃饭', 'Does not eat with chopsticks'],
      ['不会单脚跳', 'Does not hop'],
    ],
  ],
  [
    72,
    [
      ['不会表达自己的感受或想法', 'Does not express feelings or thoughts'],
      ['不会玩角色扮演的集体游戏', 'No role play in groups'],
      ['不会画方形', 'Does not draw a square'],
      ['不会奔跑', 'Does not race'],
    ],
  ],
] as const;

export const warningName = (months: number): string => `developmentSigns${months}Months`;
/** Ages in months at which development is asked for, in order. */
export const WARNING_AGES: readonly number[] = WARNING_SIGNS.map(([months]) => months);

const NONE = ['0', '无', 'None'] as const;

/** What is asked of newborns and children to six years, WS 365-2011 5.2.3 and 5.2.4. */
export const childElements: readonly Element[] = [
  whole('visitAgeDays', '访视日龄', 'Age at the visit in days', undefined, {
    unit: { code: 'd', text: '天' },
    possible: [0, 3000],
    usual: [0, 2600],
  }),
  whole('birthGestation', '出生孕周（天）', 'Gestation at birth in days', 'DE02.10.006.00', {
    unit: { code: 'd', text: '天' },
    possible: [150, 310],
    usual: [252, 294],
  }),
  text('motherPregnancyComplications', '母亲妊娠合并症/并发症', 'Complications of the mother’s pregnancy', {
    shares: 'DE02.10.055.00',
  }),
  text('birthInstitution', '助产机构', 'Born at', { shares: 'DE08.10.013.00' }),
  code('birthMode', '出生方式', 'Mode of birth', { shares: 'DE02.10.011.00' }, 'CV02.10.003'),
  date('newbornDischargeDate', '新生儿出院日期', 'Newborn left hospital on'),
  flag('multipleBirth', '双多胎', 'Twins or more', 'DE02.10.063.00'),
  flag('asphyxia', '新生儿窒息', 'Asphyxia at birth', 'DE02.10.086.00'),
  whole('apgar', 'Apgar评分', 'Apgar score', 'DE05.10.001.00', { possible: [0, 10], usual: [7, 10] }),
  flag('malformation', '新生儿畸形', 'Malformation', 'DE05.10.029.00'),
  text('malformationDescription', '畸形描述', 'Description of the malformation', 'DE02.10.025.00'),
  code(
    'hearingScreened',
    '新生儿听力筛查情况',
    'Hearing screened at birth',
    'DE05.10.076.00',
    choices(['1', '已筛查', 'Screened'], ['2', '未筛查', 'Not screened'], ['3', '不详', 'Unknown']),
  ),
  code(
    'hearingScreen',
    '听力筛查结果',
    'Result of the hearing screen',
    'DE04.30.042.00',
    choices(['1', '通过', 'Passed'], ['2', '未通过', 'Not passed']),
  ),
  codes('newbornScreening', '新生儿疾病筛查阳性项目', 'Newborn screening: found', 'DE04.50.087.00', 'CV04.50.008'),
  whole('birthWeight', '出生体重', 'Weight at birth', 'DE04.10.019.00', {
    loinc: ['8339-4'],
    unit: { code: 'g', text: 'g' },
    possible: [300, 8000],
    usual: [2000, 4500],
  }),
  decimal('birthLength', '出生身长', 'Length at birth', 'DE04.10.018.00', {
    unit: { code: 'cm', text: 'cm' },
    possible: [20, 70],
    usual: [44, 56],
    digits: 1,
  }),
  code(
    'feeding',
    '喂养方式',
    'Feeding',
    'DE06.00.116.00',
    choices(['1', '纯母乳喂养', 'Breast milk alone'], ['2', '混合喂养', 'Mixed'], ['3', '人工喂养', 'Formula']),
  ),
  whole('feedsPerDay', '每天吃奶次数', 'Feeds a day', 'DE04.01.042.00', perDay),
  whole('milkPerDay', '每天吃奶量', 'Milk a day', 'DE04.01.043.00', {
    unit: { code: 'mL/d', text: 'mL/d' },
    possible: [0, 3000],
    usual: [100, 1200],
  }),
  flag('vomits', '呕吐', 'Vomits', 'DE04.01.048.00'),
  code('stool', '大便性状', 'Stool', 'DE04.01.013.00', 'CV04.01.012'),
  whole('stoolsPerDay', '大便次数', 'Stools a day', 'DE04.01.007.00', perDay),
  code('complexion', '面色', 'Complexion', 'DE04.10.026.00', 'CV04.10.008'),
  codes('jaundice', '黄疸部位', 'Jaundice', 'DE04.10.086.00', 'CV04.10.009'),
  decimal('fontanelleWidth', '前囟横径', 'Fontanelle, width', 'DE04.10.152.00', centimetres),
  decimal('fontanelleLength', '前囟纵径', 'Fontanelle, length', 'DE04.10.153.00', centimetres),
  code('fontanelleTension', '前囟张力', 'Fontanelle, tension', 'DE04.10.154.00', 'CV04.10.018'),
  flag('fontanelleClosed', '前囟闭合', 'Fontanelle closed', 'DE04.10.151.00'),
  ...finding('eyes', '眼外观', 'Eyes', 'DE04.10.217.00', 'DE04.10.216.00'),
  ...finding('ears', '耳外观', 'Ears', 'DE04.10.029.00', 'DE04.10.028.00'),
  ...finding('nose', '鼻', 'Nose', 'DE04.10.004.00', 'DE04.10.003.00'),
  ...finding('mouth', '口腔', 'Mouth', 'DE04.10.108.00', 'DE04.10.107.00'),
  ...finding('abdomen', '腹部触诊', 'Palpation of the belly', 'DE04.10.047.00', 'DE04.10.046.00'),
  ...finding('limbs', '四肢活动度', 'Limbs', 'DE04.10.180.00', 'DE04.10.179.00'),
  ...finding('anus', '肛门', 'Anus', 'DE04.10.063.00', 'DE04.10.240.00'),
  ...finding('genitals', '外生殖器', 'Genitals', 'DE04.10.196.00', 'DE04.10.195.00'),
  ...finding('spine', '脊柱', 'Spine', 'DE04.10.094.00', 'DE04.10.093.00'),
  flag('neckMass', '颈部包块', 'Lump of the neck', 'DE04.10.104.00'),
  text('neckMassDescription', '颈部包块描述', 'Description of the lump', 'DE04.10.103.00'),
  flag('skinAbnormal', '皮肤异常', 'Skin: abnormal', 'DE04.10.243.00'),
  code('cord', '脐带', 'Cord', 'DE04.10.241.00', 'CV04.10.019'),
  flag('cordFallen', '脐带脱落', 'Cord fallen off', 'DE04.10.146.00'),
  flag('umbilicalHernia', '脐疝', 'Umbilical hernia', 'DE04.10.148.00'),
  flag('gaitAbnormal', '步态异常', 'Gait: abnormal', 'DE04.10.011.00'),
  codes('newbornGuidance', '新生儿健康指导', 'Guidance (newborn)', 'DE06.00.120.00', 'CV06.00.217'),
  code('heightForAge', '年龄别身长（高）评价', 'Height for age', 'DE05.10.046.00', 'CV05.10.006'),
  code('weightForAge', '年龄别体重评价', 'Weight for age', 'DE05.10.047.00', 'CV05.10.006'),
  code('bodyDevelopment', '体格发育评价', 'Bodily development', 'DE05.10.071.00', 'CV04.10.020'),
  decimal('headCircumference', '头围', 'Head circumference', 'DE04.10.192.00', {
    loinc: ['9843-4'],
    unit: { code: 'cm', text: 'cm' },
    possible: [20, 65],
    usual: [31, 55],
    digits: 1,
  }),
  whole('teeth', '出牙数', 'Teeth', 'DE04.10.021.00', { possible: [0, 32], usual: [0, 28] }),
  whole('decayedTeeth', '龋齿数', 'Decayed teeth', 'DE04.10.157.00', { possible: [0, 32], usual: [0, 12] }),
  codes('ricketsSymptoms', '可疑佝偻病症状', 'Symptoms that suggest rickets', 'DE04.10.033.00', 'CV04.10.021'),
  codes('ricketsSigns', '可疑佝偻病体征', 'Signs that suggest rickets', 'DE04.10.105.00', 'CV04.10.022'),
  decimal('outdoorHours', '户外活动', 'Hours outdoors', 'DE03.00.020.00', {
    unit: { code: 'h/d', text: 'h/d' },
    possible: [0, 16],
    usual: [0, 8],
    digits: 1,
  }),
  text('vitaminDName', '服用维生素D名称', 'Vitamin D preparation'),
  whole('vitaminDDose', '服用维生素D剂量', 'Vitamin D dose', undefined, {
    unit: { code: '[iU]/d', text: 'IU/d' },
    possible: [0, 50000],
    usual: [0, 2000],
  }),
  ...WARNING_SIGNS.map(([months, signs]) =>
    codes(
      warningName(months),
      `发育评估（${months}月龄）`,
      `Development at ${months} months`,
      undefined,
      choices(NONE, ...signs.map(([zh, en], index) => [String(index + 1), zh, en] as const)),
    ),
  ),
  flag('developmentPassed', '发育评估通过', 'Development as expected', 'DE05.10.017.00'),
  flag('illSinceLast', '两次随访间患病', 'Ill since the last visit', 'DE06.00.070.00'),
  whole('pneumoniaStays', '因肺炎住院次数', 'Stays for pneumonia', { shares: 'DE02.10.090.00' }, times),
  whole('diarrhoeaStays', '因腹泻住院次数', 'Stays for diarrhoea', { shares: 'DE02.10.090.00' }, times),
  whole('injuryStays', '因外伤住院次数', 'Stays for injury', { shares: 'DE02.10.090.00' }, times),
  text('otherIllness', '其他患病情况', 'Other illness', 'DE06.00.071.00'),
  codes('childGuidance', '儿童健康指导', 'Guidance (child)', 'DE06.00.121.00', 'CV06.00.217'),
];
