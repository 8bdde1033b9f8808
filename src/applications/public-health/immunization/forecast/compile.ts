import type { Bilingual } from '../../../../kernel/index.ts';
import type { Cohort, DoseRule, Edition, Layer, Schedule, Series, Track } from '../schedules/rules.ts';
import { type Vaccine, type VaccineId, vaccines } from '../schedules/vaccines.ts';
import { type Day, type Length, parseDay, readSpan, type Span } from './days.ts';

/** A schedule as the forecast reads it: lengths and days as numbers, vaccines and series by their place. Made once. */
export interface CompiledSchedule {
  readonly editions: readonly CompiledEdition[];
  /** Names of series; every edition has each at the same place, or nothing there. */
  readonly seriesIds: readonly string[];
  /** By own name, `cvx:…` and `cn:…`. */
  readonly vaccines: ReadonlyMap<string, CompiledVaccine>;
}

export interface CompiledVaccine {
  readonly id: VaccineId;
  readonly index: number;
  readonly live: boolean;
  readonly attenuated: boolean;
  readonly hindered: boolean;
  readonly antibodies: boolean;
  readonly components: readonly string[];
  readonly counts: readonly number[];
  readonly later: { readonly from: Length; readonly counts: readonly number[] } | undefined;
}

export interface CompiledEdition {
  readonly id: string;
  readonly title: Bilingual;
  readonly source: string;
  readonly from: Day;
  readonly graceDays: number;
  readonly until: Length;
  readonly overdueAfter: Length;
  readonly liveApart: Length;
  readonly afterAntibodies: Length;
  readonly repeatAfter: Length;
  readonly series: readonly (CompiledSeries | undefined)[];
}

export interface CompiledDose {
  readonly id: string;
  readonly number: number;
  readonly give: readonly { readonly vaccine: CompiledVaccine; readonly before: Length | undefined }[];
  readonly from: Length;
  /** By the vaccine's place. */
  readonly fromOf: ReadonlyMap<number, Length> | undefined;
  readonly abroadFrom: Length | undefined;
  readonly planned: Length | undefined;
  readonly by: Length | undefined;
  readonly within: Length | undefined;
  readonly after: readonly { readonly number: number; readonly least: Length; readonly rule: string }[];
  readonly afterOf: ReadonlyMap<number, Length> | undefined;
  readonly ends: { readonly at: Length; readonly as: 'not-needed' | 'too-late'; readonly why: string } | undefined;
  readonly beside: boolean;
  /** Its place, as it stands in the schedule. */
  readonly slot: Slot;
  /** `2026/hepb-1`. */
  readonly rule: string;
  readonly rules: { readonly from: string; readonly planned: string; readonly by: string; readonly ends: string };
}

/** The place of a dose in the schedule. */
export interface Slot {
  readonly dose: CompiledDose;
  /** None for a dose that adds a component alone. */
  readonly number: number | undefined;
  /** Under the rules of catch-up for older children: least time after the last dose. */
  readonly older: { readonly after: Length | undefined } | undefined;
}

export interface CompiledTrack {
  readonly id: string;
  /** By the vaccine's place. */
  readonly takes: ReadonlySet<number>;
  readonly doses: readonly CompiledDose[];
  readonly afterOther: Length | undefined;
}

export interface CompiledSeries {
  readonly id: string;
  readonly index: number;
  readonly title: Bilingual;
  readonly programme: boolean;
  /** `2026/hepb`. */
  readonly rule: string;
  readonly startsOn: Day;
  readonly tracks: readonly CompiledTrack[];
  readonly exception:
    | { readonly birthWeightBelow: number; readonly mothers: ReadonlySet<string>; readonly track: CompiledTrack }
    | undefined;
  readonly onlyFor: { readonly sex: 'female' | undefined; readonly bornFrom: Day } | undefined;
  readonly older:
    | {
        readonly from: Length;
        readonly give: CompiledDose['give'];
        readonly closing: string;
        readonly next: readonly { readonly total: number; readonly after: Length | undefined; readonly unlessClosed: boolean }[];
      }
    | undefined;
  readonly cohorts: readonly { readonly bornFrom: Day; readonly needs: Cohort['needs'] }[] | undefined;
  readonly first:
    | {
        readonly vaccine: CompiledVaccine;
        readonly component: string;
        readonly doses: readonly { readonly bornFrom: Day; readonly count: number }[];
        readonly unless: string;
      }
    | undefined;
  readonly follows:
    | {
        readonly series: number;
        readonly after: Length;
        readonly fewer: { readonly than: number; readonly from: Length; readonly after: Length };
      }
    | undefined;
  readonly antibodiesOf: string | undefined;
  readonly tuberculinFrom: Length | undefined;
  readonly weightFrom: { readonly grams: number; readonly assumedAt: Length } | undefined;
  readonly season: Series['season'];
  /** What is begun before a day keeps doses of the edition at another place. */
  readonly keeps: { readonly begunBefore: Day; readonly doses: ReadonlySet<number>; readonly series: CompiledSeries } | undefined;
}

/**
 * Puts a schedule and what its layers change in a division into the form that the forecast reads.
 * @param division code by GB/T 2260; of the nation where left out
 * @throws Error where the schedule contradicts itself
 */
export function compileSchedule(schedule: Schedule, division = ''): CompiledSchedule {
  const layers = schedule.layers.filter(({ divisions }) => divisions.some((prefix) => division.startsWith(prefix)));
  const editions = schedule.editions.toSorted((a, b) => (a.from < b.from ? -1 : 1)).map((edition) => layered(edition, layers));
  const seriesIds = [...new Set(editions.flatMap(({ series }) => series.map(({ id }) => id)))];
  const known = compileVaccines(seriesIds);
  const starts = new Map(layers.flatMap(({ adds = [], from }) => adds.map(({ id }) => [id, dayIn(from)] as const)));
  const compiled: CompiledEdition[] = [];
  for (const edition of editions) {
    const series = seriesIds.map((id, index) => {
      const rule = edition.series.find((one) => one.id === id);
      if (!rule) return undefined;
      const transition = schedule.transitions.find((one) => one.series === id);
      const kept = compiled.find((one) => one.id === transition?.keeps)?.series[index];
      const keeps =
        transition && kept && edition.from >= transition.begunBefore
          ? { begunBefore: dayIn(transition.begunBefore), doses: new Set(transition.doses), series: kept }
          : undefined;
      return compileSeries(rule, edition.id, index, seriesIds, known, starts.get(id) ?? Number.NEGATIVE_INFINITY, keeps);
    });
    compiled.push({
      ...lengthsOf(edition),
      ...namesOf(edition),
      from: dayIn(edition.from),
      graceDays: edition.graceDays,
      series,
    });
  }
  return { editions: compiled, seriesIds, vaccines: known };
}

const namesOf = ({ id, title, source }: Edition) => ({ id, title, source });

const lengthsOf = (edition: Edition) => ({
  until: readSpan(edition.until),
  overdueAfter: readSpan(edition.overdueAfter),
  liveApart: readSpan(edition.liveApart),
  afterAntibodies: readSpan(edition.afterAntibodies),
  repeatAfter: readSpan(edition.repeatAfter),
});

function layered(edition: Edition, layers: readonly Layer[]): Edition {
  let series = edition.series;
  for (const { without = [], adds = [], prefers = {} } of layers)
    series = [...series.filter(({ id }) => !without.includes(id)), ...adds].map((one) => {
      const preferred = prefers[one.id];
      return preferred === undefined
        ? one
        : { ...one, tracks: one.tracks.toSorted((a, b) => Number(b.id === preferred) - Number(a.id === preferred)) };
    });
  return { ...edition, series };
}

type Known = ReadonlyMap<string, CompiledVaccine>;

function compileVaccines(seriesIds: readonly string[]): Known {
  const places = (names: readonly string[]) => names.map((name) => seriesIds.indexOf(name)).filter((place) => place >= 0);
  const known = new Map<string, CompiledVaccine>();
  for (const [index, [id, vaccine]] of Object.entries<Vaccine>(vaccines).entries()) {
    const compiled: CompiledVaccine = {
      id: id as VaccineId,
      index,
      live: vaccine.live === true,
      attenuated: vaccine.attenuated === true,
      hindered: vaccine.hindered === true,
      antibodies: vaccine.antibodies === true,
      components: vaccine.components ?? [],
      counts: places(vaccine.counts ?? []),
      later: vaccine.later && { from: readSpan(vaccine.later.from), counts: places(vaccine.later.counts) },
    };
    const codes = [
      id,
      ...(vaccine.cvx ?? []).map((code) => `cvx:${code}`),
      ...(vaccine.national ? [`cn:${vaccine.national}`] : []),
    ];
    for (const code of codes) {
      if (known.has(code)) throw new Error(`two vaccines have the code ${code}`);
      known.set(code, compiled);
    }
  }
  return known;
}

/** @throws Error where there is no such vaccine */
function vaccineIn(known: Known, id: VaccineId): CompiledVaccine {
  const vaccine = known.get(id);
  if (!vaccine) throw new Error(`no vaccine ${id}`);
  return vaccine;
}

function dayIn(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new Error(`a schedule has the day ${text}`);
  return day;
}

const lengthIn = (text: Span | undefined): Length | undefined => (text === undefined ? undefined : readSpan(text));

function lengthsBy(known: Known, of: Partial<Record<VaccineId, Span>> | undefined): ReadonlyMap<number, Length> | undefined {
  if (!of) return undefined;
  return new Map(Object.entries(of).map(([id, span]) => [vaccineIn(known, id as VaccineId).index, readSpan(span)]));
}

const offersOf = (known: Known, give: DoseRule['give']): CompiledDose['give'] =>
  give.map(({ vaccine, before }) => ({ vaccine: vaccineIn(known, vaccine), before: lengthIn(before) }));

function compileSeries(
  series: Series,
  edition: string,
  index: number,
  seriesIds: readonly string[],
  known: Known,
  startsOn: Day,
  keeps: CompiledSeries['keeps'],
): CompiledSeries {
  const { exception, onlyFor, older, first, follows } = series;
  const track = (one: Track) => compileTrack(one, edition, known);
  return {
    id: series.id,
    index,
    title: series.title,
    programme: series.programme,
    rule: `${edition}/${series.id}`,
    startsOn,
    tracks: series.tracks.map(track),
    exception: exception && {
      birthWeightBelow: exception.birthWeightBelow,
      mothers: new Set<string>(exception.motherHBsAg),
      track: track(exception.track),
    },
    onlyFor: onlyFor && { sex: onlyFor.sex, bornFrom: onlyFor.bornFrom ? dayIn(onlyFor.bornFrom) : Number.NEGATIVE_INFINITY },
    older: older && {
      from: readSpan(older.from),
      give: offersOf(known, older.give),
      closing: older.closing,
      next: older.next.map(({ total, after, unlessClosed }) => ({
        total,
        after: lengthIn(after),
        unlessClosed: unlessClosed === true,
      })),
    },
    cohorts: series.cohorts?.map(({ bornFrom, needs }) => ({ bornFrom: dayIn(bornFrom), needs })),
    first: first && {
      vaccine: vaccineIn(known, first.vaccine),
      component: first.component,
      doses: first.doses.map(({ bornFrom, count }) => ({ bornFrom: dayIn(bornFrom), count })),
      unless: first.unless,
    },
    follows: follows && {
      series: seriesIds.indexOf(follows.series),
      after: readSpan(follows.after),
      fewer: { than: follows.fewer.than, from: readSpan(follows.fewer.from), after: readSpan(follows.fewer.after) },
    },
    antibodiesOf: series.antibodiesOf,
    tuberculinFrom: lengthIn(series.tuberculinFrom),
    weightFrom: series.weightFrom && { grams: series.weightFrom.grams, assumedAt: readSpan(series.weightFrom.assumedAt) },
    season: series.season,
    keeps,
  };
}

const compileTrack = ({ id, vaccines: takes, doses, afterOther }: Track, edition: string, known: Known): CompiledTrack => ({
  id,
  takes: new Set(takes.map((one) => vaccineIn(known, one).index)),
  doses: doses.map((dose) => compileDose(dose, edition, known)),
  afterOther: lengthIn(afterOther),
});

function compileDose(dose: DoseRule, edition: string, known: Known): CompiledDose {
  const rule = `${edition}/${dose.id}`;
  const compiled: Omit<CompiledDose, 'slot'> & { slot?: Slot } = {
    id: dose.id,
    number: dose.number,
    give: offersOf(known, dose.give),
    from: readSpan(dose.from),
    fromOf: lengthsBy(known, dose.fromOf),
    abroadFrom: lengthIn(dose.abroadFrom),
    planned: lengthIn(dose.planned),
    by: lengthIn(dose.by),
    within: lengthIn(dose.within),
    after: Object.entries(dose.after ?? {}).map(([number, span]) => ({
      number: Number(number),
      least: readSpan(span),
      rule: `${rule}/after-${number}`,
    })),
    afterOf: lengthsBy(known, dose.afterOf),
    ends: dose.ends && { at: readSpan(dose.ends.at), as: dose.ends.as, why: dose.ends.why },
    beside: dose.beside === true,
    rule,
    rules: { from: `${rule}/from`, planned: `${rule}/planned`, by: `${rule}/by`, ends: `${rule}/ends` },
  };
  return Object.assign(compiled, { slot: { dose: compiled as CompiledDose, number: dose.number, older: undefined } });
}
