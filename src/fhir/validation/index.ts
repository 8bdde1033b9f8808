/** Validators of FHIR R4 (4.0.1), compiled from the official definitions at the first use of a type. Pure. */
export type { Issue } from './issue.ts';
export { firstError, validate } from './validate.ts';
