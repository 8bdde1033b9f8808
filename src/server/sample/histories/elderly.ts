import { addDays, addMonths } from '../people/calendar.ts';
import { concept, type Named, observationCategory, systems } from '../people/coding.ts';
import { bloodPressure, type Chart, measure, organizationOf, type Place, practitionerOf, subjectOf, visit } from './chart.ts';

const FROM_AGE = 65;
const YEARS = 3;

interface Test {
  readonly code: Named;
  readonly mean: number;
  readonly deviation: number;
  readonly digits: number;
  readonly unit: string;
  readonly normal: readonly [number | undefined, number | undefined];
}

const tests: readonly Test[] = [
  { code: ['1558-6', '空腹血糖', 'Fasting glucose'], mean: 5.7, deviation: 0.9, digits: 1, unit: 'mmol/L', normal: [3.9, 6.1] },
  {
    code: ['14647-2', '总胆固醇', 'Total cholesterol'],
    mean: 4.9,
    deviation: 0.8,
    digits: 2,
    unit: 'mmol/L',
    normal: [undefined, 5.2],
  },
  {
    code: ['14927-8', '甘油三酯', 'Triglycerides'],
    mean: 1.5,
    deviation: 0.5,
    digits: 2,
    unit: 'mmol/L',
    normal: [undefined, 1.7],
  },
  { code: ['14682-9', '血肌酐', 'Creatinine'], mean: 76, deviation: 14, digits: 0, unit: 'umol/L', normal: [41, 111] },
  {
    code: ['1742-6', '谷丙转氨酶', 'Alanine aminotransferase'],
    mean: 23,
    deviation: 8,
    digits: 0,
    unit: 'U/L',
    normal: [undefined, 50],
  },
];

/** Types of constitution of the Chinese medicine assessment for the elderly, ZYYXH/T 157-2009. */
const CONSTITUTIONS: readonly (readonly [Named, number])[] = [
  [['balanced', '平和质', 'Balanced constitution'], 30],
  [['qi-deficient', '气虚质', 'Qi-deficient constitution'], 18],
  [['yang-deficient', '阳虚质', 'Yang-deficient constitution'], 15],
  [['yin-deficient', '阴虚质', 'Yin-deficient constitution'], 14],
  [['phlegm-damp', '痰湿质', 'Phlegm-damp constitution'], 13],
  [['blood-stasis', '血瘀质', 'Blood-stasis constitution'], 10],
];

/** The yearly examination from 65 on, with its report and the Chinese medicine constitution. */
export function writeElderly(chart: Chart, care: Place, isExample: boolean): void {
  const { random, person, plan } = chart;
  if (person.age < FROM_AGE) return;
  const constitution = random.weighted(CONSTITUTIONS);
  for (let year = YEARS; year > 0; year--) {
    const day = addDays(addMonths(plan.today, -12 * (year - 1)), -random.int(20, 260));
    if (day > chart.until || (!isExample && random.chance(0.3))) continue;
    examine(chart, care, day, constitution);
  }
}

function examine(chart: Chart, place: Place, day: string, constitution: Named): void {
  const { random, person } = chart;
  const encounter = visit(chart, {
    day,
    place,
    class: 'AMB',
    type: ['elderly-exam', '老年人健康体检', 'Yearly examination of the elderly'],
  });
  const given = { day, place, encounter } as const;
  const systolic = random.normal(134, 14);
  bloodPressure(chart, day, systolic, Math.round(systolic * 0.58), { encounter, place });
  const height = person.sex === 'male' ? random.normal(165, 6, 1) : random.normal(154, 5, 1);
  const weight = random.normal((height / 100) ** 2 * 24, 7, 1);
  measure(chart, { ...given, category: 'vital-signs', code: ['8302-2', '身高', 'Body height'], value: [height, 'cm'] });
  measure(chart, { ...given, category: 'vital-signs', code: ['29463-7', '体重', 'Body weight'], value: [weight, 'kg'] });
  const results = tests.map(({ code, mean, deviation, digits, unit, normal }) =>
    measure(chart, {
      ...given,
      category: 'laboratory',
      code,
      value: [Math.max(0.1, random.normal(mean, deviation, digits)), unit],
      normal,
    }),
  );
  report(chart, {
    day,
    place,
    encounter,
    results,
    name: ['elderly-lab', '老年人体检检验报告', 'Laboratory report of the yearly examination'],
  });
  chart.add('Observation', {
    status: 'final',
    category: observationCategory('survey'),
    code: concept(systems.own, ['tcm-constitution', '中医体质辨识', 'Chinese medicine constitution']),
    subject: subjectOf(chart),
    encounter,
    effectiveDateTime: day,
    performer: [practitionerOf(place)],
    valueCodeableConcept: concept(systems.own, constitution),
  });
}

export interface Reported {
  readonly day: string;
  readonly place: Place;
  readonly encounter: { readonly reference: string };
  readonly results: readonly { readonly reference: string }[];
  readonly name: Named;
}

export function report(chart: Chart, { day, place, encounter, results, name }: Reported): void {
  chart.add('DiagnosticReport', {
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB', display: '检验' }] }],
    code: concept(systems.own, name),
    subject: subjectOf(chart),
    encounter,
    effectiveDateTime: day,
    issued: `${day}T16:00:00+08:00`,
    performer: [organizationOf(place)],
    result: results,
  });
}
