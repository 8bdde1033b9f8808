/** Profiles that resources are held to: those that come with the program, and those of the store as they are at the moment. */
export { keepOwnDefinitions } from './own-definitions.ts';
export { openResourceValidation, type ResourceValidation } from './resource-validation.ts';
