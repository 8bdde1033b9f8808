import { isObject, type Resource } from '../../../fhir/index.ts';

/** Where a `link` leads: by reference, or by a number of the other Patient. */
export interface Replacement {
  /** Index in `link`. */
  readonly index: number;
  /** Id, of a reference such as `Patient/id`. */
  readonly id?: string;
  readonly identifier?: { readonly system: string; readonly value: string };
}

/** What a Patient says it is replaced by. https://hl7.org/fhir/R4/patient.html#links */
export function replacementsOf({ link }: Resource): Replacement[] {
  return (Array.isArray(link) ? link : []).flatMap((one: unknown, index): Replacement[] => {
    if (!isObject(one) || one['type'] !== 'replaced-by' || !isObject(one['other'])) return [];
    const { reference, identifier } = one['other'];
    const id =
      typeof reference === 'string' ? /^Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/\d+)?$/.exec(reference)?.[1] : undefined;
    if (id !== undefined) return [{ index, id }];
    const { system, value } = isObject(identifier) ? identifier : {};
    return typeof system === 'string' && typeof value === 'string' ? [{ index, identifier: { system, value } }] : [{ index }];
  });
}

/** Another registration stands in its place. */
export const isReplaced = (patient: Resource): boolean => patient['active'] === false && replacementsOf(patient).length > 0;
