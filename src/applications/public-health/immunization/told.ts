import type { DoseForecast, Forecast, ResidentForecast, ResidentSchoolCheck, SchoolCheck, ToldDose } from './contract.ts';
import type { CompiledSchedule } from './forecast/compile.ts';
import { explain, nameOf } from './forecast/explain.ts';

/** A forecast with its words, for who has no texts of its own. */
export function tellForecast(
  resident: string,
  { today, edition, series, others }: Forecast,
  schedule: CompiledSchedule,
): ResidentForecast {
  return {
    resident,
    today,
    edition: editionOf(edition, schedule),
    series: series.map((one) => ({ ...one, doses: one.doses.map(tellDose) })),
    others: others.map(tellDose),
  };
}

export const tellSchoolCheck = (resident: string, check: SchoolCheck): ResidentSchoolCheck => ({
  ...check,
  resident,
  missing: check.missing.map(tellDose),
  uncounted: check.uncounted.map(tellDose),
  barred: check.barred.map(tellDose),
  due: check.due.map(tellDose),
  next: check.next.map(tellDose),
});

export const tellDose = (dose: DoseForecast): ToldDose => ({
  ...dose,
  vaccineName: nameOf(dose.vaccine),
  steps: dose.steps.map((step) => ({ ...step, text: explain(step) })),
});

function editionOf(id: string, { editions }: CompiledSchedule): ResidentForecast['edition'] {
  const found = editions.find((one) => one.id === id);
  if (!found) throw new Error('a forecast is by an edition of the schedule');
  return { id, title: found.title, source: found.source };
}
