/** Administrative divisions of China, GB/T 2260. */
export { type Division, type DivisionLevel, findDivision, isWithin, levelOf, upperOf } from './divisions.ts';
