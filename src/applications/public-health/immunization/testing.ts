import type { Child, Contraindication, DoseForecast, Forecast, GivenDose } from './contract.ts';
import { type CompiledSchedule, compileSchedule } from './forecast/compile.ts';
import { forecast } from './forecast/forecast.ts';
import { nationalSchedule } from './schedules/national.ts';

/** The schedule of a county without particularities: Gulou, Fuzhou. */
export const gulou: CompiledSchedule = compileSchedule(nationalSchedule, '350102');

export interface Case {
  readonly born: string;
  readonly sex?: Child['sex'];
  /** Vaccine and day, `MMR 2025-09-01`; `abroad` after it. */
  readonly given?: readonly string[];
  readonly child?: Partial<Child>;
  readonly conditions?: readonly Contraindication[];
  readonly today: string;
  readonly schedule?: CompiledSchedule;
}

export const givenIn = (texts: readonly string[] = []): GivenDose[] =>
  texts.map((text, index) => {
    const [vaccine = '', date, abroad] = text.split(' ');
    return { id: `d${index}`, vaccine, ...(date ? { date } : {}), ...(abroad ? { abroad: true } : {}) };
  });

export function forecastOf({ born, sex = 'female', given, child, conditions = [], today, schedule = gulou }: Case): Forecast {
  return forecast({ birthDate: born, sex, ...child }, givenIn(given), conditions, today, schedule);
}

/** A dose in one line: `hepb-2 due IPV 2026-03-31 2026-03-31..2026-04-29`, `hepb-1 given-valid`, `mmr-1 given-invalid from`. */
export function lineOf({ dose, series, state, vaccine, why, earliest, recommended, latest, until }: DoseForecast): string {
  const name = dose ?? series ?? vaccine;
  if (state === 'given-valid') return `${name} ${state}`;
  if (recommended === undefined || state === 'contraindicated') return [name, state, why, until].filter(Boolean).join(' ');
  return `${name} ${state} ${vaccine} ${earliest === recommended ? '' : `${earliest} `}${recommended}..${latest}`;
}

/** The rows of a series, or what belongs to none. */
export function linesOf(found: Forecast, series: string): string[] {
  const rows = series === 'others' ? found.others : (found.series.find((one) => one.series === series)?.doses ?? []);
  return rows.map(lineOf);
}
