import type { LinkedPatients } from '../linked.ts';
import type { Condition } from './condition.ts';

const REFERENCE = /^(.*>)((?:.*\/)?Patient\/)([A-Za-z0-9.-]{1,64})$/s;

/** Patients whose records the conditions ask for, inside of others as well. */
export function patientsNamed(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.flatMap(namedBy))];
}

function namedBy(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'patient':
      return condition.ids;
    case 'compartment':
      return condition.patients;
    case 'lexemes':
      return condition.any.flatMap((lexeme) => REFERENCE.exec(lexeme)?.[3] ?? []);
    case 'any':
    case 'all':
    case 'has':
    case 'chain':
      return condition.conditions.flatMap(namedBy);
    case 'not':
      return namedBy(condition.condition);
    default:
      return [];
  }
}

/** The same of residents: whoever asks for the records of one of its Patients asks for those of all. */
export const ofResidents = (conditions: readonly Condition[], linked: ReadonlyMap<string, LinkedPatients>): Condition[] =>
  conditions.map((condition) => ofResident(condition, linked));

function ofResident(condition: Condition, linked: ReadonlyMap<string, LinkedPatients>): Condition {
  const all = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => linked.get(id) ?? [id]))];
  const named = (any: readonly string[]) => [
    ...new Set(
      any.flatMap((lexeme) => {
        const [, place = '', kind = '', id = ''] = REFERENCE.exec(lexeme) ?? [];
        return linked.get(id)?.map((one) => place + kind + one) ?? [lexeme];
      }),
    ),
  ];
  switch (condition.kind) {
    case 'patient':
      return { ...condition, ids: all(condition.ids), any: named(condition.any) };
    case 'compartment':
      return { ...condition, patients: all(condition.patients) };
    case 'lexemes':
      return { ...condition, any: named(condition.any) };
    case 'any':
    case 'all':
    case 'has':
    case 'chain':
      return { ...condition, conditions: ofResidents(condition.conditions, linked) };
    case 'not':
      return { ...condition, condition: ofResident(condition.condition, linked) };
    default:
      return condition;
  }
}
