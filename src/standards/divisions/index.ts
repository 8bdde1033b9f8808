/** Administrative divisions of China, GB/T 2260. */

export { countingDivision, divisionAbove, partOf, pathUp, startOf } from './division-path.ts';
export { type Division, type DivisionLevel, findDivision, isWithin, levelOf, upperOf } from './divisions.ts';
