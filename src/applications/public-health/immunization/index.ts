/** Childhood immunisation: the schedules as data, what a child is to be given when and why, and the check at school entry. */
export type {
  Child,
  Contraindication,
  DoseForecast,
  DoseState,
  Forecast,
  GivenDose,
  ResidentForecast,
  ResidentSchoolCheck,
} from './contract.ts';
export { readChild, readDose, vaccineIn } from './fhir-records.ts';
export { type CompiledSchedule, compileSchedule } from './forecast/compile.ts';
export { explainDose } from './forecast/explain.ts';
export { forecast } from './forecast/forecast.ts';
export { toImmds } from './immds.ts';
export { childOf, contraindicationsOf, dosesOf } from './of-life.ts';
export { immunizationSchedule, withEditions } from './schedule-editions.ts';
export { type ScheduledDose, scheduledDoses } from './scheduled.ts';
export { conditions } from './schedules/conditions.ts';
export { nationalSchedule } from './schedules/national.ts';
export { checkForSchool } from './school-check.ts';
export { forecastStored, readStoredHistory } from './stored.ts';
export { tellDose, tellForecast, tellSchoolCheck } from './told.ts';
export { type DoseTrial, tryDose } from './try-dose.ts';
export { codingsOfVaccine, codingsOfVaccineAbroad, isVaccine, nameOfVaccine, vaccineChoices } from './vaccine-codes.ts';
