import { dayText, type LifeCourse } from '../../../life-course/index.ts';
import type { Child, Contraindication, GivenDose } from './contract.ts';
import { vaccineIn } from './fhir-records.ts';
import { type Condition, conditions } from './schedules/conditions.ts';
import { vaccines } from './schedules/vaccines.ts';

/** What a life course says of a child, as the forecast asks it: for many children at once, without reading their records. */

/** The child whose life it is; undefined where its day of birth is not known. */
export function childOf({ born, sex, events }: LifeCourse): Child | undefined {
  if (born === undefined) return undefined;
  const weight = events.find(({ facts }) => typeof facts['birthWeight'] === 'number')?.facts['birthWeight'];
  return {
    birthDate: dayText(born),
    sex: sex === 'female' || sex === 'male' ? sex : 'unknown',
    ...(typeof weight === 'number' ? { birthWeightGrams: weight } : {}),
  };
}

/** Doses up to a day. @param at days since 1970-01-01 */
export const dosesOf = ({ events }: LifeCourse, at: number): GivenDose[] =>
  events.flatMap(({ day, facts, sources }) => {
    const told = facts['dose'];
    if (typeof told !== 'string' || day > at) return [];
    const vaccine = vaccineTold(told);
    return [{ id: sources[0]?.replace(/^Immunization\//, ''), vaccine, date: dayText(day), abroad: vaccine.startsWith('cvx:') }];
  });

/** `MMR`, `cvx:03`, or by the name where a national code means several. */
function vaccineTold(told: string): string {
  if (!told.startsWith('cn:')) return told;
  const [code = '', name = ''] = told.slice(3).split('|');
  const named = vaccineIn(name);
  return Object.hasOwn(vaccines, named) ? named : `cn:${code}`;
}

/** What diagnoses of a life forbid that are not over on a day; severe allergies are not told by it. */
export function contraindicationsOf({ events }: LifeCourse, at: number): Contraindication[] {
  const held = events.flatMap(({ day, until, facts }) =>
    typeof facts['condition'] === 'string' && day <= at && (until === undefined || until >= at) ? [facts['condition']] : [],
  );
  return Object.entries<Condition>(conditions)
    .filter(([, { codes = [] }]) => codes.some((code) => /^[A-Z]/.test(code) && held.some((one) => one.startsWith(code))))
    .map(([condition]) => ({ condition }));
}
