/** Code tables of national and health standards, bilingual. */
export { isChineseMedicine } from './chinese-medicine.ts';
export { bilingualCoding, type CodeTable, type Concept, toCoding } from './code-table.ts';
export { educations } from './educations.ts';
export { ethnicities } from './ethnicities.ts';
export { institutionTypes } from './institution-types.ts';
export { insuranceTypes } from './insurance-types.ts';
export { maritalStatuses } from './marital-statuses.ts';
export { occupations } from './occupations.ts';
export * from './registration-tables.ts';
export { relations } from './relations.ts';
export { sexes } from './sexes.ts';
export { vaccines } from './vaccines.ts';
export * from './value-sets/index.ts';
