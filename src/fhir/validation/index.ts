/** Validators of FHIR R4 (4.0.1), compiled from the official definitions and from profiles at their first use. Pure. */
export type { Issue } from './issue.ts';
export type { ProfileSource } from './profiles/registry.ts';
export type { Membership, Terminology } from './terminology.ts';
export { createValidator, firstError, type Validate, type ValidatorSettings, validate } from './validate.ts';
