/** Suspected adverse events after immunisation: report, investigation, conclusion, closing, with their deadlines. */
export type { AdverseEvent, AdverseEventWords } from './contract.ts';
export { immunizationOf, readAdverseEvent, residentOf } from './resource.ts';
export { classes } from './rules.ts';
export { findAdverseEvents, reportAdverseEvent, type Step, stepAdverseEvent } from './steps.ts';
