/** Divisions, identifiers, code tables, and what a resource must satisfy. Pure tables and functions. */

export * from './divisions/index.ts';
export * from './identifiers/index.ts';
export { validateResource } from './profiles/validate.ts';
export * from './terminology/index.ts';
export * from './units/index.ts';
