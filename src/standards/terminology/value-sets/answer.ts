import type { Resource } from '../../../fhir/index.ts';

/** A parameter of an answer: `valueCode`, `valueString`, …, or its parts. */
export type Parameter = { readonly name: string } & Readonly<Record<string, unknown>>;

/** https://hl7.org/fhir/R4/parameters.html; what has no value is left out. */
export const toParameters = (...parameter: readonly (Parameter | undefined)[]): Resource => ({
  resourceType: 'Parameters',
  parameter: parameter.filter((one) => one !== undefined),
});

export const stringParameter = (name: string, value: string | undefined): Parameter | undefined =>
  value === undefined ? undefined : { name, valueString: value };
