import { choices, code, type Element, score, whole } from '../../../standards/index.ts';

const FREQUENCY = choices(
  ['1', '没有（根本不/从来没有）', 'Never'],
  ['2', '很少（有一点/偶尔）', 'Seldom'],
  ['3', '有时（有些/少数时间）', 'Sometimes'],
  ['4', '经常（相当/多数时间）', 'Often'],
  ['5', '总是（非常/每天）', 'Always'],
);
const WEIGHT = choices(
  ['1', 'BMI＜24', 'BMI below 24'],
  ['2', '24≤BMI＜25', 'BMI 24 to below 25'],
  ['3', '25≤BMI＜26', 'BMI 25 to below 26'],
  ['4', '26≤BMI＜28', 'BMI 26 to below 28'],
  ['5', 'BMI≥28', 'BMI 28 or more'],
);
const COLDS = choices(
  ['1', '一年＜2次', 'Fewer than 2 a year'],
  ['2', '一年感冒2～4次', '2 to 4 a year'],
  ['3', '一年感冒5～6次', '5 to 6 a year'],
  ['4', '一年8次以上', '8 or more a year'],
  ['5', '几乎每月都感冒', 'Nearly every month'],
);
const ALLERGIES = choices(
  ['1', '从来没有', 'Never'],
  ['2', '一年1、2次', '1 or 2 a year'],
  ['3', '一年3、4次', '3 or 4 a year'],
  ['4', '一年5、6次', '5 or 6 a year'],
  ['5', '每次遇到上述原因都过敏', 'At every exposure'],
);
const WAIST = choices(
  ['1', '腹围＜80cm', 'Below 80 cm'],
  ['2', '腹围80～85cm', '80 to 85 cm'],
  ['3', '腹围86～90cm', '86 to 90 cm'],
  ['4', '腹围91～105cm', '91 to 105 cm'],
  ['5', '腹围＞105cm', 'Above 105 cm'],
);

const QUESTIONS: readonly (readonly [zh: string, en: string])[] = [
  ['您精力充沛吗？', 'Are you full of energy?'],
  ['您容易疲乏吗？', 'Do you tire easily?'],
  ['您容易气短，呼吸短促，接不上气吗？', 'Are you easily short of breath?'],
  ['您说话声音低弱无力吗？', 'Is your voice low and weak?'],
  ['您感到闷闷不乐、情绪低沉吗？', 'Do you feel gloomy, in low spirits?'],
  ['您容易精神紧张、焦虑不安吗？', 'Do you easily become tense or anxious?'],
  ['您因为生活状态改变而感到孤独、失落吗？', 'Do you feel lonely or at a loss since your life changed?'],
  ['您容易感到害怕或受到惊吓吗？', 'Are you easily frightened?'],
  ['您感到身体超重不轻松吗？', 'Do you feel heavy with overweight?'],
  ['您眼睛干涩吗？', 'Are your eyes dry?'],
  ['您手脚发凉吗？', 'Are your hands and feet cold?'],
  ['您胃脘部、背部或腰膝部怕冷吗？', 'Are your stomach, back, waist or knees sensitive to cold?'],
  ['您比一般人耐受不了寒冷吗？', 'Do you tolerate cold worse than others?'],
  ['您容易患感冒吗？', 'Do you catch colds easily?'],
  ['您没有感冒时也会鼻塞、流鼻涕吗？', 'Is your nose blocked or running without a cold?'],
  ['您有口粘口腻，或睡眠打鼾吗？', 'Is your mouth sticky, or do you snore?'],
  [
    '您容易过敏（对药物、食物、气味、花粉或在季节交替、气候变化时）吗？',
    'Do you get allergies (drugs, food, smells, pollen, change of season)?',
  ],
  ['您的皮肤容易起荨麻疹吗？', 'Do you easily get urticaria?'],
  ['您的皮肤在不知不觉中会出现青紫瘀斑、皮下出血吗？', 'Do bruises appear on your skin without your knowing why?'],
  ['您的皮肤一抓就红，并出现抓痕吗？', 'Does your skin redden and mark when scratched?'],
  ['您皮肤或口唇干吗？', 'Are your skin or lips dry?'],
  ['您有肢体麻木或固定部位疼痛的感觉吗？', 'Are limbs numb, or do you have pain in a fixed place?'],
  ['您面部或鼻部有油腻感或者油亮发光吗？', 'Is your face or nose oily or shiny?'],
  ['您面色或目眶晦黯，或出现褐色斑块/斑点吗？', 'Is your complexion dark, or are there brown spots?'],
  ['您有皮肤湿疹、疮疖吗？', 'Do you have eczema or boils?'],
  ['您感到口干咽燥、总想喝水吗？', 'Are mouth and throat dry, do you always want to drink?'],
  ['您感到口苦或嘴里有异味吗？', 'Is your mouth bitter, or does it smell?'],
  ['您腹部肥大吗？', 'Is your belly large?'],
  ['您吃（喝）凉的东西会感到不舒服或者怕吃（喝）凉的东西吗？', 'Does cold food or drink make you unwell?'],
  ['您有大便黏滞不爽、解不尽的感觉吗？', 'Are your stools sticky, as if never finished?'],
  ['您容易大便干燥吗？', 'Are your stools often dry?'],
  ['您舌苔厚腻或有舌苔厚厚的感觉吗？', 'Is the coating of your tongue thick and greasy?'],
  ['您舌下静脉瘀紫或增粗吗？', 'Are the veins under your tongue dark or thick?'],
];

const SCALES: Readonly<Record<number, typeof FREQUENCY>> = { 9: WEIGHT, 14: COLDS, 17: ALLERGIES, 28: WAIST };

export const itemName = (item: number): string => `constitutionItem${String(item).padStart(2, '0')}`;

/** The 33 questions of the constitution of the elderly; 9 and 28 are answered by measuring. */
export const items: readonly Element[] = QUESTIONS.map(([zh, en], index) =>
  score(itemName(index + 1), `(${index + 1})${zh}`, `(${index + 1}) ${en}`, SCALES[index + 1] ?? FREQUENCY),
);

/** A type: code of CV05.01.005, name of its facts, which items are added up. */
export interface ConstitutionType {
  readonly code: string;
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly items: readonly number[];
}

/** The eight biased types, as the appendix of the Chinese medicine services for the elderly adds them up. */
export const biasedTypes: readonly ConstitutionType[] = [
  { code: '02', name: 'QiDeficiency', zh: '气虚质', en: 'Qi deficiency', items: [2, 3, 4, 14] },
  { code: '03', name: 'YangDeficiency', zh: '阳虚质', en: 'Yang deficiency', items: [11, 12, 13, 29] },
  { code: '04', name: 'YinDeficiency', zh: '阴虚质', en: 'Yin deficiency', items: [10, 21, 26, 31] },
  { code: '05', name: 'PhlegmDamp', zh: '痰湿质', en: 'Phlegm-damp', items: [9, 16, 28, 32] },
  { code: '06', name: 'DampHeat', zh: '湿热质', en: 'Damp-heat', items: [23, 25, 27, 30] },
  { code: '07', name: 'BloodStasis', zh: '血瘀质', en: 'Blood stasis', items: [19, 22, 24, 33] },
  { code: '08', name: 'QiStagnation', zh: '气郁质', en: 'Qi stagnation', items: [5, 6, 7, 8] },
  { code: '09', name: 'Special', zh: '特禀质', en: 'Special diathesis', items: [15, 17, 18, 20] },
];
/** Item 1 and the reverse of the others. */
export const balancedType: ConstitutionType = {
  code: '01',
  name: 'Balanced',
  zh: '平和质',
  en: 'Balanced',
  items: [1, 2, 4, 5, 13],
};
export const types = [balancedType, ...biasedTypes];

export const scoreName = ({ name }: ConstitutionType): string => `constitution${name}Score`;
export const judgementName = ({ name }: ConstitutionType): string => `constitution${name}`;

const JUDGEMENTS = choices(['1', '是', 'Yes'], ['2', '基本是', 'Mainly'], ['3', '倾向是', 'Tends to'], ['0', '否', 'No']);

/** Score and judgement of each type. */
export const results: readonly Element[] = types.flatMap((type) => [
  whole(scoreName(type), `${type.zh}得分`, `${type.en}: score`, undefined, {
    possible: [type.items.length, type.items.length * 5],
    usual: [type.items.length, type.items.length * 5],
  }),
  code(judgementName(type), `${type.zh}辨识`, `${type.en}: judgement`, undefined, JUDGEMENTS),
]);
