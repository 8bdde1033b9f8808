/** Administrative divisions of China, GB/T 2260. */
export { type Division, type DivisionLevel, findDivision, isWithin, levelOf, listDivisions, upperOf } from './divisions.ts';
