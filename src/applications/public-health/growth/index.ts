/** How children grow: the standards of WHO as tables, z-scores, curves. Pure. */
export { developmentOf, type Growth, gradeOf, growthCurve, growthOf, type Measured } from './growth.ts';
export type { Indicator, Sex } from './lms.ts';
