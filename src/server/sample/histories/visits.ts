import { addDays } from '../people/calendar.ts';
import { concept, systems } from '../people/coding.ts';
import { type Institution, institutionOfKind } from '../people/institutions.ts';
import { type Chart, diagnose, measure, organizationOf, placeAt, practitionerOf, prescribe, subjectOf, visit } from './chart.ts';
import { childIllnesses, chineseIllnesses, commonIllnesses } from './knowledge.ts';
import { settle } from './settlement.ts';

const SHOWN_DAYS = 3 * 365;

/** Outpatient visits of the last three years, some of them to Chinese medicine. */
export function writeVisits(chart: Chart, isExample: boolean): void {
  const { random, person, plan } = chart;
  const mean = person.age < 7 ? 2.6 : person.age < 45 ? 1.1 : person.age < 65 ? 1.8 : 2.8;
  const count = isExample ? 6 : Math.max(0, Math.round(random.normal(mean, 1.2, 1)));
  for (let number = 0; number < count; number++) {
    const day = addDays(plan.today, -random.int(2, SHOWN_DAYS));
    if (day > chart.until || day <= person.birthDate) continue;
    if (person.age >= 16 && (isExample ? number % 3 === 0 : random.chance(0.22))) visitChinese(chart, day);
    else visitDoctor(chart, day);
  }
}

function visitDoctor(chart: Chart, day: string): void {
  const { random, person, plan } = chart;
  const nearby = random.chance(0.55);
  const institution: Institution = nearby
    ? institutionOfKind(plan.division, 'community', person.township.code)
    : institutionOfKind(plan.division, 'hospital');
  const place = placeAt(chart, institution);
  const illness = random.skewed(person.age < 14 ? childIllnesses : commonIllnesses);
  const encounter = visit(chart, {
    day,
    place,
    class: random.chance(0.05) ? 'EMER' : 'AMB',
    type: ['outpatient', '门诊就诊', 'Outpatient visit'],
    reason: illness.code,
  });
  diagnose(chart, {
    code: illness.code,
    day,
    category: 'encounter-diagnosis',
    encounter,
    place,
    resolvedOn: addDays(day, illness.days),
  });
  if (random.chance(0.4))
    measure(chart, {
      day,
      place,
      encounter,
      category: 'vital-signs',
      code: ['8310-5', '体温', 'Body temperature'],
      value: [random.normal(37, 0.5, 1), 'Cel'],
      normal: [36, 37.3],
    });
  for (const medicine of illness.medicines) prescribe(chart, medicine, { day, encounter, place, reason: illness.code });
  settle(chart, { day, place, encounter, kind: 'outpatient', total: random.normal(nearby ? 88 : 236, nearby ? 22 : 60, 2) });
}

function visitChinese(chart: Chart, day: string): void {
  const { random, plan } = chart;
  const place = placeAt(chart, institutionOfKind(plan.division, random.chance(0.7) ? 'chinese-medicine' : 'clinic'));
  const { disease, syndrome, formula, doses } = random.pick(chineseIllnesses);
  const encounter = visit(chart, { day, place, class: 'AMB', type: ['tcm-outpatient', '中医门诊', 'Chinese medicine visit'] });
  for (const code of [disease, ...(syndrome ? [syndrome] : [])])
    diagnose(chart, {
      code,
      system: systems.chineseMedicine,
      day,
      category: 'encounter-diagnosis',
      encounter,
      place,
      resolvedOn: addDays(day, 30),
    });
  chart.add('MedicationRequest', {
    status: 'completed',
    intent: 'order',
    category: [concept(systems.own, ['herbal', '中药饮片处方', 'Herbal prescription'])],
    medicationCodeableConcept: concept(systems.own, formula),
    subject: subjectOf(chart),
    encounter,
    authoredOn: day,
    requester: practitionerOf(place),
    dosageInstruction: [
      {
        timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
        method: concept(systems.own, ['decoct', '水煎服', 'Decoct in water']),
      },
    ],
    dispenseRequest: { quantity: { value: doses, unit: '剂' }, performer: organizationOf(place) },
  });
  settle(chart, { day, place, encounter, kind: 'outpatient', total: random.normal(168, 40, 2) });
}
