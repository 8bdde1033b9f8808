/** Forms of fields: what may stand in them, what is refused and what is asked about; drawn by the console from their view. */
export { impossible, improbable, readForm, refuseFaults } from './check.ts';
export type * from './contract.ts';
export { type Field, ownCodes, toView } from './field.ts';
