/**
 * The people of the sample network, their institutions and their histories: generated from a seed, the same every time.
 * Frequencies of names, kinds of household and illnesses are plausible, not statistics.
 */

import { type Household, householdsOf } from '../people/households.ts';
import { institutionOfKind } from '../people/institutions.ts';
import { toGroup, toPatient } from '../people/patient.ts';
import type { Person, SamplePlan } from '../people/person.ts';
import { seeded } from '../people/random.ts';
import { writeBackground } from './background.ts';
import { openChart, placeAt, type Written } from './chart.ts';
import { writeChildhood } from './childhood.ts';
import { writeChronic } from './chronic.ts';
import { writeElderly } from './elderly.ts';
import { writeStays } from './inpatient.ts';
import { writeMaternity } from './maternity.ts';
import { writeVisits } from './visits.ts';

export { institutionResources } from '../people/institutions.ts';
export type { SamplePlan } from '../people/person.ts';
export { toTransaction } from './bundle.ts';
export { guestsOf } from './guests.ts';

/**
 * The resources of one household after the other: Group, Patients, and everything recorded of them.
 * @param isWanted by the number of the household, from 0: so that several processes can each write a share of one county
 */
export function* countyHouseholds(
  plan: SamplePlan,
  isWanted: (household: number) => boolean = () => true,
): Generator<readonly Written[]> {
  for (const household of householdsOf(plan)) if (isWanted(household.index)) yield writeHousehold(plan, household);
}

function writeHousehold(plan: SamplePlan, household: Household): readonly Written[] {
  const { members } = household;
  return [...members.map(toPatient), toGroup(household), ...members.flatMap((person) => writeHistory(plan, person, members))];
}

function writeHistory(plan: SamplePlan, person: Person, household: readonly Person[]): readonly Written[] {
  const chart = openChart(plan, person, seeded(`${plan.seed} ${plan.division} history ${person.index}`));
  const care = placeAt(chart, institutionOfKind(plan.division, 'community', person.township.code));
  const maternal = placeAt(chart, institutionOfKind(plan.division, 'maternal'));
  const isExample = person.index === 0;
  writeBackground(chart, care, isExample);
  writeChildhood(chart, care);
  for (const child of childrenOf(person, household)) writeMaternity(chart, child, care, maternal);
  writeChronic(chart, care, isExample);
  writeElderly(chart, care, isExample);
  writeVisits(chart, isExample);
  writeStays(chart, isExample);
  return chart.resources;
}

/** Children in the household whom a woman of it can have borne. */
function childrenOf({ sex, age, relation }: Person, household: readonly Person[]): Person[] {
  if (sex !== 'female' || (relation !== '12' && relation !== '38')) return [];
  const wanted = relation === '12' ? /^[23]\d$/ : /^4[12]$/;
  return household.filter(
    (one) => wanted.test(one.relation) && one.relation !== '38' && age - one.age >= 18 && age - one.age <= 45 && one.age < 20,
  );
}

export interface ExampleResident {
  readonly name: string;
  readonly identityNumber: string;
  readonly cardNumber: string;
}

/** The resident of a county with a long record: the head of its first household. */
export function exampleResident(plan: SamplePlan): ExampleResident {
  for (const { members } of householdsOf(plan)) {
    const [head] = members;
    if (head?.cardNumber) return { name: head.name, identityNumber: head.identityNumber, cardNumber: head.cardNumber };
  }
  throw new Error(`${plan.division} has no residents`);
}
