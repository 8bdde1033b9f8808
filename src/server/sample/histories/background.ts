import { bilingualCoding, insuranceTypes, toCoding } from '../../../standards/index.ts';
import { addDays, addMonths, latest } from '../people/calendar.ts';
import { concept, type Named, plain, systems } from '../people/coding.ts';
import { type Chart, measure, organizationOf, type Place, practitionerOf, subjectOf } from './chart.ts';

const ALLERGENS: readonly (readonly [Named, 'medication' | 'food' | 'environment', Named])[] = [
  [['101', '青霉素类抗生素', 'Penicillins'], 'medication', ['rash', '皮疹', 'Rash']],
  [['102', '磺胺类抗生素', 'Sulfonamides'], 'medication', ['rash', '皮疹', 'Rash']],
  [['103', '头孢类抗生素', 'Cephalosporins'], 'medication', ['urticaria', '荨麻疹', 'Urticaria']],
  [['207', '鱼、虾等水产类食品', 'Fish, shrimp and other seafood'], 'food', ['urticaria', '荨麻疹', 'Urticaria']],
  [['301', '植物花粉', 'Pollen'], 'environment', ['rhinitis', '鼻炎', 'Rhinitis']],
];

const FAMILY: readonly (readonly [Named, Named])[] = [
  [
    ['FTH', '父亲', 'Father'],
    ['I10', '原发性高血压', 'Essential hypertension'],
  ],
  [
    ['MTH', '母亲', 'Mother'],
    ['E11.9', '2 型糖尿病', 'Type 2 diabetes mellitus'],
  ],
  [
    ['FTH', '父亲', 'Father'],
    ['I64', '脑卒中', 'Stroke'],
  ],
  [
    ['MTH', '母亲', 'Mother'],
    ['C50.9', '乳腺恶性肿瘤', 'Malignant neoplasm of breast'],
  ],
];

const BLOOD: readonly (readonly [Named, number])[] = [
  [['1', 'A 型', 'Group A'], 28],
  [['2', 'B 型', 'Group B'], 24],
  [['3', 'O 型', 'Group O'], 39],
  [['4', 'AB 型', 'Group AB'], 9],
];

const CONTRACEPTION: readonly (readonly [Named, number])[] = [
  [['03', '宫内节育器', 'Intrauterine device'], 44],
  [['04', '工具', 'Barrier device'], 30],
  [['06', '绝育手术', 'Sterilisation'], 10],
  [['02', '避孕药', 'Contraceptive drug'], 6],
  [['01', '无', 'None'], 10],
];

/** What is known of a resident without any visit: insurance, family doctor, blood group, habits, allergies, family. */
export function writeBackground(chart: Chart, care: Place, isExample: boolean): void {
  const { random, person, plan } = chart;
  const filed = latest(addDays(plan.today, -random.int(400, 1500)), addDays(person.birthDate, 10));
  writeCoverage(chart);
  if (person.age >= 14) writeBasics(chart, filed, care);
  if (isExample || random.chance(0.05)) writeAllergy(chart, filed, isExample ? ALLERGENS[0] : random.pick(ALLERGENS));
  if (person.age >= 30 && (isExample || random.chance(0.12)))
    writeFamily(chart, filed, isExample ? FAMILY[0] : random.pick(FAMILY));
  if (person.age >= 60 || random.chance(0.3)) signWithDoctor(chart, care);
}

function writeCoverage(chart: Chart): void {
  const { person, plan } = chart;
  const year = plan.today.slice(0, 4);
  chart.add('Coverage', {
    identifier: [{ system: 'urn:minkang:sample:insurance', value: `${year}${person.recordNumber.slice(-9)}` }],
    status: person.deceasedOn ? 'cancelled' : 'active',
    type: { coding: [toCoding(insuranceTypes, person.insurance)] },
    beneficiary: subjectOf(chart),
    period: { start: `${year}-01-01`, end: `${year}-12-31` },
    payor: [{ display: '医疗保障经办机构' }],
  });
}

function writeBasics(chart: Chart, day: string, place: Place): void {
  const { random, person } = chart;
  const given = { day, place } as const;
  measure(chart, {
    ...given,
    category: 'exam',
    code: ['883-9', 'ABO 血型', 'ABO blood group'],
    answer: random.weighted(BLOOD),
    answerSystem: systems.bloodGroup,
  });
  const smokes = person.sex === 'male' ? random.chance(0.42) : random.chance(0.02);
  const smoking: Named = smokes ? ['3', '吸烟', 'Smokes'] : ['1', '从不吸烟', 'Never smoked'];
  measure(chart, { ...given, category: 'social-history', code: ['72166-2', '吸烟状况', 'Tobacco use'], answer: smoking });
  if (person.sex === 'female' && person.age >= 22 && person.age <= 49 && person.marital === '21')
    measure(chart, {
      ...given,
      category: 'survey',
      code: ['8659-8', '避孕方式', 'Contraceptive method'],
      answer: random.weighted(CONTRACEPTION),
      answerSystem: systems.contraception,
    });
}

function writeAllergy(chart: Chart, day: string, chosen: (typeof ALLERGENS)[number] | undefined): void {
  if (!chosen) return;
  const [substance, category, reaction] = chosen;
  chart.add('AllergyIntolerance', {
    clinicalStatus: plain('allergyintolerance-clinical', 'active'),
    verificationStatus: plain('allergyintolerance-verification', 'confirmed'),
    type: 'allergy',
    category: [category],
    criticality: category === 'medication' ? 'high' : 'low',
    code: concept(systems.allergen, substance),
    patient: subjectOf(chart),
    recordedDate: day,
    reaction: [{ manifestation: [concept(systems.own, reaction)] }],
  });
}

function writeFamily(chart: Chart, day: string, chosen: (typeof FAMILY)[number] | undefined): void {
  if (!chosen) return;
  const [[code, zh, en], illness] = chosen;
  const relationship = { coding: [bilingualCoding('http://terminology.hl7.org/CodeSystem/v3-RoleCode', code, { zh, en })] };
  chart.add('FamilyMemberHistory', {
    status: 'completed',
    patient: subjectOf(chart),
    date: day,
    relationship,
    condition: [{ code: concept(systems.icd10, illness) }],
  });
}

/** The contract with a family doctor's team, yearly. */
function signWithDoctor(chart: Chart, care: Place): void {
  const start = latest(addMonths(chart.plan.today, -chart.random.int(1, 10)), chart.person.birthDate);
  if (start > chart.until) return;
  chart.add('CareTeam', {
    status: 'active',
    category: [concept(systems.own, ['family-doctor', '家庭医生签约服务', 'Family doctor contract'])],
    name: `${care.doctor.name}家庭医生团队`,
    subject: subjectOf(chart),
    period: { start, end: addDays(addMonths(start, 12), -1) },
    participant: [{ member: practitionerOf(care), onBehalfOf: organizationOf(care) }],
    managingOrganization: [organizationOf(care)],
  });
}
