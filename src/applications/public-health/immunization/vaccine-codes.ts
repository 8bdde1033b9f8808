import type { Bilingual } from '../../../kernel/index.ts';
import { bilingualCoding, vaccines as national, toCoding } from '../../../standards/index.ts';
import { CVX, OWN } from './fhir-records.ts';
import { nameOf } from './forecast/explain.ts';
import { type Vaccine, vaccines } from './schedules/vaccines.ts';

const find = (id: string): Vaccine | undefined =>
  Object.hasOwn(vaccines, id) ? vaccines[id as keyof typeof vaccines] : undefined;

/** Whether it is the own name of a vaccine that a point may have; antibodies and what is not told are none. */
export const isVaccine = (id: string): boolean => {
  const found = find(id);
  return found !== undefined && found.antibodies !== true && id !== 'Other';
};

export const nameOfVaccine = (id: string): Bilingual => nameOf(id);

/** Codings of a vaccine: its own name, and the national code that means it. */
export function codingsOfVaccine(id: string) {
  const code = find(id)?.national;
  return [bilingualCoding(OWN, id, nameOf(id)), ...(code === undefined ? [] : [toCoding(national, code)])];
}

/** Vaccines that a point may have, in the order of the schedule. */
export const vaccineChoices = (): readonly { readonly code: string; readonly name: Bilingual }[] =>
  Object.keys(vaccines)
    .filter(isVaccine)
    .map((code) => ({ code, name: nameOf(code) }));

/** Codings of a dose under another country's schedule: by CVX alone, which has a code for it; its own name where it has none. */
export function codingsOfVaccineAbroad(id: string) {
  const code = find(id)?.cvx?.[0];
  return code === undefined ? codingsOfVaccine(id) : [bilingualCoding(CVX, code, nameOf(id))];
}
