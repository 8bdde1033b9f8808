import { addDays, latest } from '../people/calendar.ts';
import { concept, type Named, systems } from '../people/coding.ts';
import {
  bloodPressure,
  type Chart,
  daysFrom,
  diagnose,
  measure,
  organizationOf,
  type Place,
  practitionerOf,
  prescribe,
  subjectOf,
  visit,
} from './chart.ts';
import { type Chronic, diabetes, hypertension } from './knowledge.ts';

const QUARTER = 90;
const SHOWN_YEARS_DAYS = 2 * 365;

/** Chance that an adult of some age has it. */
function prevalence(age: number, young: number, middle: number, old: number): number {
  if (age < 35) return 0;
  if (age < 50) return young;
  return age < 65 ? middle : old;
}

/** Long illnesses with their quarterly follow-up at the place of primary care. */
export function writeChronic(chart: Chart, care: Place, isExample: boolean): void {
  const { random, person } = chart;
  if (isExample || random.chance(prevalence(person.age, 0.09, 0.28, 0.5))) follow(chart, care, hypertension, measurePressure);
  if (isExample || random.chance(prevalence(person.age, 0.03, 0.11, 0.18))) follow(chart, care, diabetes, measureGlucose);
}

type Measure = (chart: Chart, day: string, encounter: { reference: string }, place: Place) => void;

function follow(chart: Chart, care: Place, { programme, code, medicines }: Chronic, measureOne: Measure): void {
  const { random, plan } = chart;
  const since = addDays(plan.today, -random.int(700, 5200));
  if (since > chart.until) return;
  const condition = diagnose(chart, { code, day: since, category: 'problem-list-item', place: care });
  enrol(chart, care, programme, condition, since);
  const recent = addDays(plan.today, -SHOWN_YEARS_DAYS + random.int(0, QUARTER));
  const medicine = random.skewed(medicines);
  for (const day of daysFrom(chart, latest(since, recent), QUARTER)) {
    const type: Named = [
      `${programme[0]}-follow-up`,
      `${programme[1].replace('健康管理', '')}随访`,
      `${programme[2].replace(' management', '')} follow-up`,
    ];
    const encounter = visit(chart, { day, place: care, class: random.chance(0.75) ? 'AMB' : 'HH', type, reason: code });
    measureOne(chart, day, encounter, care);
    prescribe(chart, medicine, { day, encounter, place: care, reason: code });
  }
}

function enrol(chart: Chart, care: Place, programme: Named, condition: { reference: string }, since: string): void {
  const period = { start: since, ...(chart.person.deceasedOn ? { end: chart.person.deceasedOn } : {}) };
  chart.add('EpisodeOfCare', {
    status: chart.person.deceasedOn ? 'finished' : 'active',
    type: [concept(systems.own, programme)],
    diagnosis: [{ condition }],
    patient: subjectOf(chart),
    managingOrganization: organizationOf(care),
    period,
    careManager: practitionerOf(care),
  });
  chart.add('CarePlan', {
    status: chart.person.deceasedOn ? 'completed' : 'active',
    intent: 'plan',
    category: [concept(systems.own, programme)],
    subject: subjectOf(chart),
    period,
    author: practitionerOf(care),
    addresses: [condition],
    activity: ACTIVITIES.map((activity) => ({ detail: { status: 'in-progress', code: concept(systems.own, activity) } })),
  });
}

const ACTIVITIES: readonly Named[] = [
  ['follow-up-quarterly', '每季度随访一次', 'Follow-up every three months'],
  ['less-salt', '减少食盐摄入', 'Less salt'],
  ['exercise', '每周运动不少于 150 分钟', 'At least 150 minutes of exercise a week'],
];

const measurePressure: Measure = (chart, day, encounter, place) => {
  const systolic = chart.random.normal(137, 11);
  bloodPressure(chart, day, systolic, Math.round(systolic * 0.6 + chart.random.normal(0, 4)), { encounter, place });
};

const measureGlucose: Measure = (chart, day, encounter, place) =>
  void measure(chart, {
    day,
    encounter,
    place,
    category: 'laboratory',
    code: ['1558-6', '空腹血糖', 'Fasting glucose'],
    value: [chart.random.normal(7, 1.1, 1), 'mmol/L'],
    normal: [3.9, 7],
  });
