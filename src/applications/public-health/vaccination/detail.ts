import { parseJson, type Resource } from '../../../fhir/index.ts';
import type { Bilingual } from '../../../kernel/index.ts';
import { parseSearch, type ScopedStore, type SearchEntry } from '../../../store/index.ts';
import {
  type Child,
  type Contraindication,
  conditions,
  type DoseForecast,
  type Forecast,
  forecast,
  type GivenDose,
  nameOfVaccine,
  readStoredHistory,
  tellDose,
  tryDose,
} from '../immunization/index.ts';
import { findLots } from '../vaccine-stock/index.ts';
import { contraindicationsIn } from './assess.ts';
import type { DoseHere, NextVisit, Offered, PreCheck, Visit, VisitDetail } from './contract.ts';
import type { Desk } from './desk.ts';
import { usualOf } from './usual.ts';
import { readCheck, readDoseHere } from './visit-resources.ts';

/** What is on record of a child and of the visit. */
interface VisitRecords {
  readonly child: Child;
  readonly doses: readonly GivenDose[];
  readonly contraindications: readonly Contraindication[];
  /** By what is on record and what holds today. */
  readonly forecast: Forecast;
  readonly encounter: { readonly version: number };
  readonly check: { readonly id: string; readonly version: number; readonly value: PreCheck } | undefined;
  readonly here: readonly DoseHere[];
  readonly read: readonly SearchEntry[];
}

export async function readVisitRecords(
  { store, scope, schedule, today }: Pick<Desk, 'store' | 'scope' | 'schedule' | 'today'>,
  { id, resident }: Pick<Visit, 'id' | 'resident'>,
): Promise<VisitRecords> {
  const [history, encounter, check, here] = await Promise.all([
    readStoredHistory(store, scope, resident),
    store.read('Encounter', id),
    findCheck(store, id),
    ofVisit(store, 'Immunization', resident, id),
  ]);
  const { child, doses, contraindications, read } = history;
  const held = check ? contraindicationsIn(check.value, today) : [];
  return {
    ...{ child, doses, contraindications, read, encounter, check },
    forecast: forecast(child, doses, [...contraindications, ...held], today, schedule),
    here: here.flatMap(({ body }) => readDoseHere(parseJson(body) as Resource) ?? []),
  };
}

async function ofVisit(store: ScopedStore, type: string, resident: string, visit: string): Promise<readonly SearchEntry[]> {
  const { entries } = await store.search(
    parseSearch(
      type,
      [
        ['patient', resident],
        ['_count', '1000'],
      ],
      true,
    ),
  );
  return entries.filter(({ body }) => body.includes(`"Encounter/${visit}"`));
}

async function findCheck(store: ScopedStore, visit: string): Promise<VisitRecords['check']> {
  const query = parseSearch(
    'Observation',
    [
      ['encounter', `Encounter/${visit}`],
      ['status:not', 'entered-in-error'],
    ],
    true,
  );
  for (const { id, version, body } of (await store.search(query)).entries) {
    const value = readCheck(parseJson(body) as Resource);
    if (value) return { id, version, value };
  }
  return undefined;
}

/** Rows that may be given today. */
export const dueToday = ({ series }: Forecast, today: string): DoseForecast[] =>
  series.flatMap(({ doses }) => doses.filter((one) => isOpen(one) && one.earliest !== undefined && one.earliest <= today));

const isOpen = ({ state }: DoseForecast) => state === 'due' || state === 'overdue';

/** Everything that a desk needs of a visit. */
export async function visitDetail(
  desk: Desk,
  visit: Visit,
): Promise<{ readonly detail: VisitDetail; readonly read: readonly SearchEntry[] }> {
  const records = await readVisitRecords(desk, visit);
  const { forecast: found, check, here, read } = records;
  const barred = found.series.flatMap(({ programme, doses }) =>
    programme ? doses.filter(({ state }) => state === 'contraindicated') : [],
  );
  const next = nextVisit(found, desk.today);
  return {
    read,
    detail: {
      visit,
      today: desk.today,
      ...(check ? { check: check.value } : {}),
      doses: here,
      due: [...dueToday(found, desk.today), ...barred].map(tellDose),
      offered: visit.state === 'checked' || visit.state === 'vaccinated' ? await offeredAt(desk, visit, records) : [],
      ...(next ? { next } : {}),
      warnings: records.contraindications.map(toWarning),
    },
  };
}

const toWarning = ({ condition, vaccines = [] }: Contraindication): Bilingual => {
  const { zh, en } = conditions[condition as keyof typeof conditions]?.name ?? { zh: condition, en: condition };
  const of = vaccines.map((one) => nameOfVaccine(one));
  return of.length === 0
    ? { zh, en }
    : { zh: `${zh}（${of.map((one) => one.zh).join('、')}）`, en: `${en} (${of.map((one) => one.en).join(', ')})` };
};

/** Vaccines of the point that would count today, those of the programme first; and those due of which it has none. */
async function offeredAt(desk: Desk, { point }: Visit, records: VisitRecords): Promise<Offered[]> {
  const { child, doses, contraindications, check, forecast: found } = records;
  const lots = await findLots(desk.database.sql, point, desk.today);
  const due = dueToday(found, desk.today);
  const held = check ? contraindicationsIn(check.value, desk.today) : [];
  const order = due.map(({ vaccine }) => vaccine);
  const names = [...new Set([...order, ...lots.map(({ vaccine }) => vaccine)])];
  const offered = names.flatMap((vaccine): Offered[] => {
    const trial = tryDose(child, doses, [...contraindications, ...held], desk.today, desk.schedule, vaccine);
    if (!trial.counts) return [];
    const dose = due.find((one) => one.series === trial.series);
    const { site, route, amount } = usualOf(vaccine);
    return [
      {
        ...{ vaccine, vaccineName: nameOfVaccine(vaccine), title: trial.title, number: trial.number, site, route, amount },
        ...(dose ? { dose: tellDose(dose) } : {}),
        lots: lots.filter((lot) => lot.vaccine === vaccine),
      },
    ];
  });
  const rank = ({ vaccine, dose }: Offered) =>
    order.includes(vaccine) ? order.indexOf(vaccine) : dose ? names.length : names.length * 2;
  return offered.toSorted((a, b) => rank(a) - rank(b));
}

/** The next day on which something of the programme is to be given, with all that is due by then. */
export function nextVisit({ series }: Forecast, today: string): NextVisit | undefined {
  const rows = series
    .filter(({ programme }) => programme)
    .flatMap(({ title, doses }) => doses.map((dose) => ({ title, dose })))
    .filter(({ dose }) => dose.recommended !== undefined && (dose.state === 'upcoming' || isOpen(dose)));
  const days = rows.map(({ dose }) => later(dose.recommended ?? today, today)).sort();
  const [on] = days;
  if (on === undefined) return undefined;
  return {
    on,
    doses: rows
      .filter(({ dose }) => later(dose.recommended ?? today, today) === on)
      .map(({ title, dose }) => ({
        vaccineName: nameOfVaccine(dose.vaccine),
        series: title,
        ...(dose.number === undefined ? {} : { number: dose.number }),
      })),
  };
}

const later = (day: string, other: string): string => (day > other ? day : other);
