/** Childhood immunisation: the schedules as data, what a child is to be given when and why, and the check at school entry. */
export type { Child, Contraindication, DoseForecast, DoseState, Forecast, GivenDose } from './contract.ts';
export { type CompiledSchedule, compileSchedule } from './forecast/compile.ts';
export { explain } from './forecast/explain.ts';
export { forecast } from './forecast/forecast.ts';
export { nationalSchedule } from './schedules/national.ts';
