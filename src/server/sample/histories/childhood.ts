import { toCoding, vaccines } from '../../../standards/index.ts';
import { addDays, addMonths } from '../people/calendar.ts';
import { type Chart, measure, organizationOf, type Place, practitionerOf, subjectOf, visit } from './chart.ts';

/** Doses of the national schedule of 2021: vaccine (CV08.50.001), dose, month of age. */
const SCHEDULE: readonly (readonly [vaccine: string, dose: number, month: number])[] = [
  ['01', 1, 0],
  ['02', 1, 0],
  ['01', 2, 1],
  ['03', 1, 2],
  ['03', 2, 3],
  ['04', 1, 3],
  ['03', 3, 4],
  ['04', 2, 4],
  ['04', 3, 5],
  ['01', 3, 6],
  ['07', 1, 6],
  ['11', 1, 8],
  ['06', 1, 8],
  ['07', 2, 9],
  ['04', 4, 18],
  ['11', 2, 18],
  ['15', 1, 18],
  ['06', 2, 24],
  ['07', 3, 36],
  ['03', 4, 48],
  ['10', 1, 72],
  ['07', 4, 72],
];

/** Months of age at which a child is seen (basic public health services, 2017 edition). */
const CHECKS = [1, 3, 6, 8, 12, 18, 24, 30, 36, 48, 60, 72];
const LEFT_ARM = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActSite', code: 'LA', display: '左上臂' }],
  text: '左上臂',
};
/** Electronic vaccination records begin with this year of birth. */
const FIRST_YEAR = '2010';

/** Vaccinations and checks of a child. */
export function writeChildhood(chart: Chart, care: Place): void {
  const { person } = chart;
  if (person.birthDate < FIRST_YEAR) return;
  for (const [vaccine, dose, month] of SCHEDULE) vaccinate(chart, care, vaccine, dose, month);
  if (person.age <= 7) for (const month of CHECKS) check(chart, care, month);
}

function vaccinate(chart: Chart, care: Place, vaccine: string, dose: number, month: number): void {
  const { random, person } = chart;
  const late =
    month === 0
      ? 0
      : random.weighted([
          [random.int(0, 14), 85],
          [random.int(15, 90), 12],
          [9999, 3],
        ] as const);
  const day = addDays(addMonths(person.birthDate, month), late);
  if (day > chart.until) return;
  chart.add('Immunization', {
    status: 'completed',
    vaccineCode: { coding: [toCoding(vaccines, vaccine)] },
    patient: subjectOf(chart),
    occurrenceDateTime: day,
    recorded: day,
    primarySource: true,
    lotNumber: `${day.slice(0, 4)}${vaccine}${String(random.int(1, 60)).padStart(3, '0')}`,
    site: LEFT_ARM,
    performer: [{ actor: practitionerOf(care) }, { actor: organizationOf(care) }],
    protocolApplied: [{ doseNumberPositiveInt: dose }],
  });
}

/** Median weight (kg) and length (cm) by month of age for boys; girls are about 5 in 100 lighter. WHO 2006 growth standards. */
const GROWTH: Readonly<Record<number, readonly [number, number]>> = {
  1: [4.5, 54.7],
  3: [6.4, 61.4],
  6: [7.9, 67.6],
  8: [8.6, 70.6],
  12: [9.6, 75.7],
  18: [10.9, 82.3],
  24: [12.2, 87.1],
  30: [13.3, 91.9],
  36: [14.3, 96.1],
  48: [16.3, 103.3],
  60: [18.3, 110],
  72: [20.5, 116],
};

function check(chart: Chart, place: Place, month: number): void {
  const { random, person } = chart;
  const day = addDays(addMonths(person.birthDate, month), random.int(0, 20));
  const [weight, length] = GROWTH[month] ?? [10, 80];
  if (day > chart.until || random.chance(0.08)) return;
  const encounter = visit(chart, { day, place, class: 'AMB', type: ['child-check', '儿童健康检查', 'Child health check'] });
  const given = { day, place, encounter, category: 'vital-signs' } as const;
  const share = person.sex === 'male' ? 1 : 0.95;
  measure(chart, {
    ...given,
    code: ['29463-7', '体重', 'Body weight'],
    value: [random.normal(weight * share, weight * 0.08, 1), 'kg'],
  });
  measure(chart, {
    ...given,
    code: ['8302-2', '身长（身高）', 'Body height'],
    value: [random.normal(length, length * 0.03, 1), 'cm'],
  });
  if (month >= 6 && month <= 36)
    measure(chart, {
      ...given,
      category: 'laboratory',
      code: ['718-7', '血红蛋白', 'Haemoglobin'],
      value: [random.normal(121, 8), 'g/L'],
      normal: [110, undefined],
    });
}
