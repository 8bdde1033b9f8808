import { age, all, answer, any, type Condition, firstOf, greatest, sexIs, sum } from '../../../life-course/index.ts';
import type { Field, Form } from '../../../programmes/index.ts';
import { bodyFields, medicationSection } from './sections.ts';

const elderly = age('years').atLeast(65);
const smokes = answer('smoking').oneOf('2', '3');
const drinks = answer('drinking').oneOf('2', '21', '22', '3', '31', '32', '33', '4');
const exercises = all(answer('exerciseFrequency').isKnown(), answer('exerciseFrequency').differs('4'));
const exposed = answer('occupationalExposure').equals(true);

const words = (name: string, when: Condition): Field => ({ name, when, required: true });
/** Whether something is abnormal, and then how. */
const finding = (name: string): readonly Field[] => [
  { name: `${name}Abnormal` },
  words(`${name}Description`, answer(`${name}Abnormal`).equals(true)),
];
/** Whether a sign is there, and then how. */
const sign = (name: string): readonly Field[] => [{ name }, words(`${name}Description`, answer(name).equals(true))];
const plain = (...names: readonly string[]): readonly Field[] => names.map((name) => ({ name }));
const offered = (...names: readonly string[]): readonly Field[] => names.map((name) => ({ name, offered: true }));
const women = (fields: readonly Field[]): readonly Field[] =>
  fields.map((field) => ({ ...field, when: field.when ? all(sexIs('female'), field.when) : sexIs('female') }));

/** The five items of self-care, appendix of the services for the elderly. */
export const SELF_CARE_ITEMS = [
  'selfCareEating',
  'selfCareGrooming',
  'selfCareDressing',
  'selfCareToilet',
  'selfCareMoving',
] as const;

const selfCareTotal = sum(...SELF_CARE_ITEMS.map((name) => answer(name)));
/** 0 to 3 independent, 4 to 8 mild, 9 to 18 moderate, from 19 on unable; codes of CV04.01.014. */
const selfCare = firstOf([
  [answer('selfCareScore').atMost(3), '1'],
  [answer('selfCareScore').atMost(8), '2'],
  [answer('selfCareScore').atMost(18), '3'],
  [answer('selfCareScore').atLeast(19), '4'],
]);

/**
 * The health examination: one form for the yearly checks of all programmes. Fields 5 to 170 of WS 365-2011 5.2.2 in the order of
 * the paper form; who is examined, by whom and when is told by the contact, not asked again.
 */
export const healthExaminationForm: Form = {
  code: 'examination',
  title: { zh: '健康体检表', en: 'Health examination' },
  source: 'WS 365-2011 5.2.2; 国家基本公共卫生服务规范（第三版）居民健康档案管理服务规范 健康体检表',
  sections: [
    {
      code: 'symptoms',
      title: { zh: '症状', en: 'Symptoms' },
      category: 'survey',
      fields: [{ name: 'symptoms', required: true }, words('otherSymptoms', answer('symptoms').includes('25'))],
    },
    {
      code: 'general',
      title: { zh: '一般状况', en: 'General condition' },
      category: 'vital-signs',
      fields: [
        ...plain('temperature', 'pulse', 'respiration', 'systolicLeft', 'diastolicLeft', 'systolicRight', 'diastolicRight'),
        // the arm with the higher pressure counts
        { name: 'systolic', value: greatest(answer('systolicLeft'), answer('systolicRight')) },
        { name: 'diastolic', value: greatest(answer('diastolicLeft'), answer('diastolicRight')) },
        ...bodyFields,
        ...offered('waist'),
      ],
    },
    {
      code: 'elderly',
      title: { zh: '老年人评估', en: 'Assessment of the elderly' },
      category: 'survey',
      when: elderly,
      fields: [
        ...plain('elderlySelfRatedHealth', ...SELF_CARE_ITEMS),
        { name: 'selfCareScore', value: selfCareTotal },
        { name: 'selfCare', value: selfCare },
        ...plain('cognitionScreen'),
        { name: 'cognitionScore', when: answer('cognitionScreen').equals('2') },
        ...plain('moodScreen'),
        { name: 'depressionScore', when: answer('moodScreen').equals('2') },
      ],
    },
    {
      code: 'lifestyle',
      title: { zh: '生活方式', en: 'Way of life' },
      category: 'social-history',
      fields: [
        ...offered('exerciseFrequency'),
        ...['exerciseMinutes', 'exerciseMonths', 'exerciseKind'].map((name) => ({ name, when: exercises, offered: true })),
        ...offered('diet', 'smoking'),
        { name: 'cigarettesPerDay', when: smokes, offered: true },
        { name: 'smokingFromAge', when: smokes, offered: true },
        { name: 'smokingUntilAge', when: answer('smoking').equals('2'), offered: true },
        ...offered('drinking'),
        { name: 'alcoholPerDay', when: drinks, offered: true },
        { name: 'stoppedDrinking', when: drinks },
        { name: 'drinkingUntilAge', when: answer('stoppedDrinking').equals(true), offered: true },
        { name: 'drinkingFromAge', when: drinks, offered: true },
        { name: 'drunkThisYear', when: drinks },
        { name: 'drinks', when: drinks, offered: true },
        ...offered('occupationalExposure'),
        ...['exposedOccupation', 'exposedYears', 'exposureKind', 'exposureName', 'exposureProtection'].map((name) => ({
          name,
          when: exposed,
          offered: true,
        })),
      ],
    },
    {
      code: 'organs',
      title: { zh: '脏器功能', en: 'Functions' },
      category: 'exam',
      fields: [
        ...plain('lips', 'dentition'),
        {
          name: 'dentitionDescription',
          when: any(...['2', '3', '4'].map((code) => answer('dentition').includes(code))),
        },
        ...plain(
          'pharynx',
          'visionLeft',
          'visionRight',
          'correctedVisionLeft',
          'correctedVisionRight',
          'hearing',
          'motorFunction',
        ),
      ],
    },
    {
      code: 'body',
      title: { zh: '查体', en: 'Examination' },
      category: 'exam',
      fields: [
        ...finding('fundus'),
        ...plain('skin', 'sclera', 'lymphNodes', 'barrelChest'),
        ...finding('breathSounds'),
        { name: 'rales' },
        words('ralesDescription', all(answer('rales').isKnown(), answer('rales').differs('1'))),
        ...plain('heartRate', 'heartRhythm'),
        ...['heartMurmur', 'abdominalTenderness', 'abdominalMass', 'liverEnlarged', 'spleenEnlarged', 'shiftingDullness'].flatMap(
          sign,
        ),
        ...plain('legOedema', 'footPulse', 'rectalExamination', 'breasts'),
        ...women(['vulva', 'vagina', 'cervix', 'uterus', 'adnexa'].flatMap(finding)),
        ...plain('otherExamination'),
      ],
    },
    {
      code: 'blood-count',
      title: { zh: '血常规', en: 'Blood count' },
      category: 'laboratory',
      fields: offered('haemoglobin', 'leucocytes', 'platelets', 'otherBloodCount'),
    },
    {
      code: 'urine-and-stool',
      title: { zh: '尿常规与大便潜血', en: 'Urine and stool' },
      category: 'laboratory',
      fields: [
        ...plain('urineProtein', 'urineProteinDaily', 'urineGlucose', 'urineGlucoseAmount', 'urineKetones', 'urineBlood'),
        ...plain('urineGravity', 'urineAcidity', 'otherUrinalysis', 'urineMicroalbumin', 'stoolBlood'),
      ],
    },
    {
      code: 'chemistry',
      title: { zh: '血生化与血清学', en: 'Chemistry and serology' },
      category: 'laboratory',
      fields: [
        ...offered('fastingGlucose', 'glucoseAfterMeal', 'glycatedHaemoglobin'),
        ...offered('alanineTransaminase', 'aspartateTransaminase', 'albumin', 'totalBilirubin', 'conjugatedBilirubin'),
        ...offered('creatinine', 'ureaNitrogen', 'potassium', 'sodium'),
        ...offered('totalCholesterol', 'triglycerides', 'lowDensityCholesterol', 'highDensityCholesterol'),
        ...offered('hepatitisBSurfaceAntigen', 'hepatitisBSurfaceAntibody', 'hepatitisBEAntigen', 'hepatitisBEAntibody'),
        ...offered('hepatitisBCoreAntibody', 'carcinoembryonicAntigen'),
      ],
    },
    {
      code: 'apparatus',
      title: { zh: '心电图、影像与其他', en: 'Electrocardiogram, imaging, other' },
      category: 'laboratory',
      fields: [
        ...['electrocardiogram', 'chestXray', 'ultrasound'].flatMap(finding),
        ...women(finding('cervicalSmear')),
        ...plain('otherInvestigations'),
      ],
    },
    {
      code: 'constitution',
      title: { zh: '中医体质辨识', en: 'Constitution in Chinese medicine' },
      category: 'survey',
      fields: [
        { name: 'constitutionTypes', offered: true },
        { name: 'constitutionJudgement', when: answer('constitutionTypes').isKnown(), offered: true },
      ],
    },
    {
      code: 'problems',
      title: { zh: '现存主要健康问题', en: 'Main health problems' },
      category: 'survey',
      fields: [{ name: 'healthProblems', offered: true }],
    },
    {
      code: 'hospital-stays',
      title: { zh: '住院史', en: 'Stays in hospital' },
      category: 'survey',
      repeats: 5,
      fields: plain('admissionDate', 'dischargeDate', 'admissionReason', 'stayInstitution', 'stayRecordNumber'),
    },
    {
      code: 'home-beds',
      title: { zh: '家庭病床史', en: 'Home beds' },
      category: 'survey',
      repeats: 5,
      fields: plain('homeBedFrom', 'homeBedUntil', 'homeBedReason', 'homeBedInstitution', 'homeBedRecordNumber'),
    },
    medicationSection(10),
    {
      code: 'adherence',
      title: { zh: '服药依从性', en: 'Adherence' },
      category: 'therapy',
      fields: plain('medicationAdherence'),
    },
    {
      code: 'vaccinations',
      title: { zh: '非免疫规划预防接种史', en: 'Vaccinations outside the programme' },
      category: 'survey',
      repeats: 5,
      fields: plain('vaccineGiven', 'vaccineLot', 'vaccinatedOn', 'vaccinatedAt'),
    },
    {
      code: 'assessment',
      title: { zh: '健康评价与指导', en: 'Assessment and guidance' },
      category: 'survey',
      fields: [
        { name: 'assessmentAbnormal', required: true },
        words('assessmentDescription', answer('assessmentAbnormal').equals(true)),
        ...plain('healthGuidance', 'riskControl'),
        { name: 'targetWeight', when: answer('riskControl').includes('5'), required: true },
        { name: 'vaccineAdvised', when: answer('riskControl').includes('6'), required: true },
      ],
    },
  ],
};

/** An examination by this form, in whichever programme it was made: it counts in all. */
export const EXAMINATIONS = [
  'health-examination/examination',
  'elderly/examination',
  'hypertension/check',
  'diabetes/check',
  'mental/check',
] as const;
