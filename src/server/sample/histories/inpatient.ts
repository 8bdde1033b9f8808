import { addDays, ageOn } from '../people/calendar.ts';
import { concept, type Named, systems } from '../people/coding.ts';
import { institutionOfKind } from '../people/institutions.ts';
import { type Chart, diagnose, measure, organizationOf, type Place, placeAt, practitionerOf, subjectOf, visit } from './chart.ts';
import { report } from './elderly.ts';
import { type Stay, stays } from './knowledge.ts';
import { settle } from './settlement.ts';

const SHOWN_DAYS = 5 * 365;

/** Stays in the county's hospital within five years. */
export function writeStays(chart: Chart, isExample: boolean): void {
  const { random, person, plan } = chart;
  const yearly = person.age < 45 ? 0.03 : person.age < 65 ? 0.07 : 0.13;
  const count = isExample ? 1 : random.chance(yearly * 5) ? 1 : 0;
  for (let number = 0; number < count; number++) {
    const day = addDays(plan.today, -random.int(30, SHOWN_DAYS));
    if (day <= person.birthDate) continue;
    writeStay(chart, placeAt(chart, institutionOfKind(plan.division, 'hospital')), day);
  }
}

/** One stay with its diagnosis, laboratory, operation, discharge summary and account. */
export function writeStay(chart: Chart, place: Place, day: string): void {
  const { random, person } = chart;
  const age = ageOn(person.birthDate, day);
  const possible = stays.filter(({ from }) => from <= age);
  const stay = random.pick(possible);
  const nights = random.int(...stay.nights);
  const discharged = addDays(day, nights);
  if (discharged > chart.until) return;
  const type: Named = ['inpatient', `${stay.department[1]}住院`, `${stay.department[2]} stay`];
  const encounter = visit(chart, { day, place, class: 'IMP', type, reason: stay.code, nights });
  const condition = diagnose(chart, {
    code: stay.code,
    day,
    category: 'encounter-diagnosis',
    encounter,
    place,
    resolvedOn: discharged,
  });
  const blood: readonly [Named, number, number, number, string, number, number][] = [
    [['6690-2', '白细胞计数', 'White blood cells'], 8.4, 2.4, 1, '10*9/L', 3.5, 9.5],
    [['718-7', '血红蛋白', 'Haemoglobin'], 128, 13, 0, 'g/L', 115, 175],
    [['777-3', '血小板计数', 'Platelets'], 216, 48, 0, '10*9/L', 125, 350],
    [['1988-5', 'C 反应蛋白', 'C-reactive protein'], 14, 9, 1, 'mg/L', 0, 10],
  ];
  const results = blood.map(([code, mean, deviation, digits, unit, low, high]) =>
    measure(chart, {
      day,
      place,
      encounter,
      category: 'laboratory',
      code,
      value: [Math.max(0.4, random.normal(mean, deviation, digits)), unit],
      normal: [low, high],
    }),
  );
  report(chart, { day, place, encounter, results, name: ['blood-count', '血常规检验报告', 'Blood count'] });
  const procedure = stay.procedure && operate(chart, place, encounter, stay.procedure, addDays(day, Math.min(2, nights - 1)));
  summarise(chart, { place, encounter, stay, day: discharged, condition, ...(procedure ? { procedure } : {}) });
  settle(chart, {
    day: discharged,
    place,
    encounter,
    kind: 'inpatient',
    total: random.int(...stay.fee) + random.int(0, 99) / 100,
  });
}

type Reference = { readonly reference: string };

function operate(chart: Chart, place: Place, encounter: Reference, code: Named, day: string): Reference {
  return chart.add('Procedure', {
    status: 'completed',
    code: concept(systems.icd9, code),
    subject: subjectOf(chart),
    encounter,
    performedDateTime: day,
    performer: [{ actor: practitionerOf(place), onBehalfOf: organizationOf(place) }],
  });
}

interface Summary {
  readonly place: Place;
  readonly encounter: Reference;
  readonly stay: Stay;
  readonly day: string;
  readonly condition: Reference;
  readonly procedure?: Reference;
}

/** The discharge summary as a document (WS/T 500, discharge record). */
function summarise(chart: Chart, { place, encounter, stay, day, condition, procedure }: Summary): void {
  const section = (title: string, text: string, entry: readonly Reference[]) => ({
    title,
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>` },
    entry,
  });
  chart.add('Composition', {
    status: 'final',
    type: concept(systems.loinc, ['18842-5', '出院小结', 'Discharge summary']),
    subject: subjectOf(chart),
    encounter,
    date: `${day}T11:00:00+08:00`,
    author: [practitionerOf(place)],
    title: `出院小结（${stay.department[1]}）`,
    custodian: organizationOf(place),
    section: [
      section('出院诊断', `${stay.code[1]}（${stay.code[0]}）`, [condition]),
      ...(procedure && stay.procedure ? [section('手术操作', stay.procedure[1], [procedure])] : []),
      section('出院情况', '病情好转，一般情况可，带药出院，两周后门诊复查。', [encounter]),
    ],
  });
}
