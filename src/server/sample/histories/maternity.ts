import { addDays, daysBetween } from '../people/calendar.ts';
import { concept, type Named, systems } from '../people/coding.ts';
import type { Person } from '../people/person.ts';
import {
  bloodPressure,
  type Chart,
  diagnose,
  measure,
  organizationOf,
  type Place,
  practitionerOf,
  subjectOf,
  visit,
} from './chart.ts';

const PREGNANCY_DAYS = 276;
/** Week of pregnancy of each of the five checks (basic public health services, 2017 edition). */
const CHECK_WEEKS = [11, 18, 23, 31, 38];
const SHOWN_DAYS = 4 * 365;

const PREGNANCY: Named = ['Z34.9', '正常妊娠监督', 'Supervision of normal pregnancy'];
const DELIVERY: Named = ['O80.9', '单胎顺产', 'Single spontaneous delivery'];

/** The mother's side of a birth: antenatal checks, delivery, visit after birth. */
export function writeMaternity(chart: Chart, child: Person, care: Place, maternal: Place): void {
  const { random, plan } = chart;
  if (daysBetween(child.birthDate, plan.today) > SHOWN_DAYS) return;
  const begin = addDays(child.birthDate, -PREGNANCY_DAYS);
  const condition = diagnose(chart, {
    code: PREGNANCY,
    day: addDays(begin, 50),
    category: 'problem-list-item',
    place: care,
    resolvedOn: child.birthDate,
  });
  chart.add('EpisodeOfCare', {
    status: 'finished',
    type: [concept(systems.own, ['maternal', '孕产妇健康管理', 'Maternal care'])],
    diagnosis: [{ condition }],
    patient: subjectOf(chart),
    managingOrganization: organizationOf(maternal),
    period: { start: addDays(begin, 55), end: addDays(child.birthDate, 42) },
    careManager: practitionerOf(maternal),
  });
  for (const [number, week] of CHECK_WEEKS.entries())
    checkMother(chart, maternal, addDays(begin, week * 7 + random.int(0, 6)), number + 1, week);
  deliver(chart, maternal, child);
  const day = addDays(child.birthDate, random.int(5, 9));
  if (day <= chart.until)
    visit(chart, { day, place: care, class: 'HH', type: ['postnatal-visit', '产后访视', 'Visit after birth'] });
}

function checkMother(chart: Chart, place: Place, day: string, number: number, week: number): void {
  const { random } = chart;
  const type: Named = ['antenatal', `第 ${number} 次产前检查（孕 ${week} 周）`, `Antenatal check ${number} (week ${week})`];
  const encounter = visit(chart, { day, place, class: 'AMB', type, reason: PREGNANCY });
  const systolic = random.normal(113, 8);
  bloodPressure(chart, day, systolic, Math.round(systolic * 0.63), { encounter, place });
  measure(chart, {
    day,
    place,
    encounter,
    category: 'vital-signs',
    code: ['29463-7', '体重', 'Body weight'],
    value: [random.normal(54 + week * 0.32, 4, 1), 'kg'],
  });
  measure(chart, {
    day,
    place,
    encounter,
    category: 'laboratory',
    code: ['718-7', '血红蛋白', 'Haemoglobin'],
    value: [random.normal(118, 9), 'g/L'],
    normal: [110, undefined],
  });
}

function deliver(chart: Chart, place: Place, child: Person): void {
  const isCaesarean = chart.random.chance(0.42);
  const encounter = visit(chart, {
    day: addDays(child.birthDate, -1),
    place,
    class: 'IMP',
    type: ['obstetric-stay', '产科住院', 'Obstetric stay'],
    reason: DELIVERY,
    nights: isCaesarean ? 5 : 3,
  });
  diagnose(chart, {
    code: DELIVERY,
    day: child.birthDate,
    category: 'encounter-diagnosis',
    encounter,
    place,
    resolvedOn: addDays(child.birthDate, 42),
  });
  const how: Named = isCaesarean
    ? ['74.1', '子宫下段剖宫产术', 'Low cervical caesarean section']
    : ['73.59', '手法助产', 'Manually assisted delivery'];
  chart.add('Procedure', {
    status: 'completed',
    code: concept(systems.icd9, how),
    subject: subjectOf(chart),
    encounter,
    performedDateTime: child.birthDate,
    performer: [{ actor: practitionerOf(place), onBehalfOf: organizationOf(place) }],
    outcome: concept(systems.own, ['live-birth', '活产', 'Live birth']),
  });
}
