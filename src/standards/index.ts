/** Divisions, identifiers, code tables, and what a resource must satisfy. Pure tables and functions. */

export * from './divisions/index.ts';
export * from './elements/index.ts';
export * from './identifiers/index.ts';
export { type InForce, ownDefinitions } from './profiles/in-force.ts';
export {
  createResourceValidator,
  findOwnDefinition,
  type ResourceValidator,
  validateResource,
} from './profiles/validate.ts';
export * from './terminology/index.ts';
export * from './units/index.ts';
