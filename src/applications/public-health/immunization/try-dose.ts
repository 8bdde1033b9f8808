import type { Bilingual } from '../../../kernel/index.ts';
import type { Child, Contraindication, DoseForecast, GivenDose } from './contract.ts';
import type { CompiledSchedule } from './forecast/compile.ts';
import { explainDose, nameOf } from './forecast/explain.ts';
import { forecast } from './forecast/forecast.ts';
import { forbiddenBy } from './forecast/history.ts';
import { conditions } from './schedules/conditions.ts';

/** Whether a dose would count if it were given on a day. */
export type DoseTrial =
  | {
      readonly counts: true;
      /** None of a vaccine outside of the schedule. */
      readonly series: string | undefined;
      readonly title: Bilingual;
      /** Of the series; of the vaccine where it is in none. */
      readonly number: number;
    }
  | { readonly counts: false; readonly why: Bilingual };

/** Id of the dose that is tried; no record has it. */
const TRIED = 'tried';

/**
 * Asks the judge of the schedule: the dose is put among those on record, and what the judge makes of it is the answer.
 * @throws Problem input-invalid as `forecast` does
 */
export function tryDose(
  child: Child,
  doses: readonly GivenDose[],
  contraindications: readonly Contraindication[],
  on: string,
  schedule: CompiledSchedule,
  vaccine: string,
): DoseTrial {
  const barrier = forbiddenBy(contraindications, vaccine, on, schedule);
  if (barrier !== undefined) return { counts: false, why: barredBy(barrier) };
  const found = forecast(child, [...doses, { id: TRIED, vaccine, date: on }], contraindications, on, schedule);
  const rows = [...found.series.flatMap((one) => one.doses), ...found.others].filter(({ record }) => record === TRIED);
  const valid = rows.find(({ state }) => state === 'given-valid');
  if (valid) {
    const title = found.series.find(({ series }) => series === valid.series)?.title ?? nameOf(vaccine);
    return { counts: true, series: valid.series, title, number: valid.number ?? 1 };
  }
  const [row] = rows;
  if (row?.why === 'outside-schedule')
    return { counts: true, series: undefined, title: nameOf(vaccine), number: countOf(doses, vaccine) + 1 };
  return { counts: false, why: whyNot(row) };
}

const countOf = (doses: readonly GivenDose[], vaccine: string): number => doses.filter((one) => one.vaccine === vaccine).length;

function barredBy(condition: string): Bilingual {
  const { zh, en } = conditions[condition as keyof typeof conditions].name;
  return { zh: `禁忌：${zh}`, en: `Contraindicated: ${en}` };
}

const NOT_NEEDED: Bilingual = { zh: '不需要该剂次', en: 'The dose is not needed' };

function whyNot(row: DoseForecast | undefined): Bilingual {
  const reasons = row ? explainDose(row) : [];
  const last = reasons.at(-1);
  return last ?? NOT_NEEDED;
}
