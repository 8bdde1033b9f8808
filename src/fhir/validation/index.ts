/** Validators of FHIR R4 (4.0.1), compiled from the official definitions and from profiles at their first use. Pure. */
export { entriesByName } from './bundles.ts';
export { toChinese } from './chinese.ts';
export { type Issue, textOf } from './issue.ts';
export { profilesNamedBy, withoutVersion } from './profiles/definition.ts';
export type { ProfileSource } from './profiles/registry.ts';
export type { ResolveResource } from './run.ts';
export { type StrictRule, strictRules } from './strictness.ts';
export type { Membership, Terminology } from './terminology.ts';
export { createValidator, isError, type Validate, type ValidateOptions, type ValidatorSettings, validate } from './validate.ts';
