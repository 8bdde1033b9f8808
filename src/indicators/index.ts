/** Indicators as data: figures of measures for periods, kept from life courses, as of any past day, down to the resident. */
export { askFigures, type Figure, type FiguresQuestion, residentsOf } from './ask.ts';
export type * from './contract.ts';
export type { EventCount, EventMeasure } from './count-events.ts';
export { type Indicators, openIndicators } from './open.ts';
export { type Period, parsePeriod } from './period.ts';
export { listTargets, setTarget, targetsOf } from './targets.ts';
