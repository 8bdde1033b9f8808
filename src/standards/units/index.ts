export { type BaseUnit, baseUnit } from './ucum.ts';
