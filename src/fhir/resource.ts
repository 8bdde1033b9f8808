/** Any FHIR value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Meta {
  readonly versionId?: string;
  readonly lastUpdated?: string;
  readonly source?: string;
  readonly profile?: readonly string[];
  readonly tag?: readonly Coding[];
  readonly security?: readonly Coding[];
  readonly [key: string]: unknown;
}

export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
  readonly [key: string]: unknown;
}

export interface Identifier {
  readonly system?: string;
  readonly value?: string;
  readonly [key: string]: unknown;
}

/** A resource as received: its type is known, everything else is looked at with care. */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: Meta;
  readonly [key: string]: unknown;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** https://hl7.org/fhir/R4/datatypes.html#id */
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
export const isId = (text: string): boolean => ID.test(text);

/** All values at a dotted path, arrays flattened on the way: `participant.actor` of an Appointment. */
export function valuesAt(resource: Resource, path: string): unknown[] {
  let found: unknown[] = [resource];
  for (const step of path.split('.')) {
    const next: unknown[] = [];
    for (const value of found) {
      const inside = isObject(value) ? value[step] : undefined;
      if (Array.isArray(inside)) next.push(...inside);
      else if (inside !== undefined && inside !== null) next.push(inside);
    }
    found = next;
  }
  return found;
}
