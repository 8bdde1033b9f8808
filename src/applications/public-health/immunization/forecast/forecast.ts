import type { Child, Contraindication, DoseForecast, Forecast, GivenDose, SeriesForecast } from '../contract.ts';
import type { CompiledSchedule, CompiledSeries, CompiledTrack } from './compile.ts';
import type { Day } from './days.ts';
import { countsIn, type Given, type History, readHistory } from './history.ts';
import { type Judged, judgeTrack } from './judge.ts';
import { type Open, planAll } from './plan.ts';
import { forecastSeason } from './season.ts';

/**
 * What a child has had, what of it counts, and what is to be given when. Pure: the same of the same, whatever the order of doses.
 * Each given dose is judged by the edition of its day, what is to come is planned by the edition of today.
 * @param today YYYY-MM-DD
 * @throws Problem input-invalid where the birth date, today or a contraindication is not understood
 */
export function forecast(
  child: Child,
  doses: readonly GivenDose[],
  contraindications: readonly Contraindication[],
  today: string,
  schedule: CompiledSchedule,
): Forecast {
  const history = readHistory(child, doses, contraindications, today, schedule);
  const by = bySeries(history);
  const seen: Seen[] = [];
  const series = schedule.seriesIds.map((_, index) => see(history, index, by[index] ?? NOTHING, seen));
  const open = series.flatMap((one) => (one?.open ? [one.open] : []));
  planAll(history, open);
  return {
    today,
    edition: history.edition.id,
    series: series.flatMap((one) => (one ? [toSeries(one)] : [])),
    others: history.others,
  };
}

const NOTHING: readonly Given[] = [];
const NO_DAYS: readonly Day[] = [];

/** A series with what was given of it. */
interface Seen {
  readonly series: CompiledSeries;
  readonly rows: DoseForecast[];
  readonly judged: Judged | undefined;
  readonly open: Open | undefined;
}

function bySeries({ given, birth, schedule }: History): (Given[] | undefined)[] {
  const by: (Given[] | undefined)[] = new Array(schedule.seriesIds.length);
  for (const one of given)
    for (const index of countsIn(one, birth)) {
      const list = by[index];
      if (list) list.push(one);
      else by[index] = [one];
    }
  return by;
}

function see(history: History, index: number, given: readonly Given[], seen: Seen[]): Seen | undefined {
  const now = history.edition.series[index];
  const series = now ?? history.schedule.editions.find((one) => one.series[index])?.series[index];
  if (!series || (!now && given.length === 0)) return undefined;
  const isPlanned = now !== undefined && now.startsOn <= history.today;
  if (series.season)
    return {
      series,
      rows: isPlanned || given.length > 0 ? forecastSeason(history, series, series.season, given) : [],
      judged: undefined,
      open: undefined,
    };
  const before = seen[series.follows?.series ?? -1]?.judged;
  const tracks = tracksOf(history, series);
  const judged = tracks.map((track) => judgeAlone(history, index, track, tracks.length, given, before));
  const chosen = judged[choose(history, tracks, judged)];
  if (!chosen) return undefined;
  const rows = tracks.length === 1 ? chosen.rows : judged.flatMap((one) => one.rows).sort(byDay);
  const { progress } = chosen;
  const open: Open | undefined = isPlanned
    ? {
        series,
        progress,
        rows,
        before: before?.progress,
        otherLast: lastElsewhere(chosen, given),
        next: undefined,
        planned: false,
      }
    : undefined;
  const one = { series, rows, judged: chosen, open };
  seen[index] = one;
  return one;
}

function judgeAlone(
  history: History,
  index: number,
  track: CompiledTrack,
  tracks: number,
  given: readonly Given[],
  before: Judged | undefined,
): Judged {
  if (tracks === 1) return judgeTrack(history, index, track, given, before?.progress.days ?? NO_DAYS, NOTHING);
  const isOwn = ({ vaccine }: Given) => track.takes.has(vaccine.index);
  const own = given.every(isOwn) ? given : given.filter(isOwn);
  const elsewhere = own === given ? NOTHING : given.filter((one) => !isOwn(one));
  return judgeTrack(history, index, track, own, before?.progress.days ?? NO_DAYS, elsewhere);
}

const lastElsewhere = ({ progress }: Judged, given: readonly Given[]) =>
  progress.track.afterOther && given.findLast(({ vaccine }) => !progress.track.takes.has(vaccine.index))?.day;

const byDay = (a: DoseForecast, b: DoseForecast) => ((a.given ?? '') < (b.given ?? '') ? -1 : a.given === b.given ? 0 : 1);

function tracksOf({ child }: History, { exception, tracks }: CompiledSeries): readonly CompiledTrack[] {
  if (!exception || child.birthWeightGrams === undefined || child.birthWeightGrams >= exception.birthWeightBelow) return tracks;
  return exception.mothers.has(child.motherHBsAg ?? 'unknown') ? [exception.track] : tracks;
}

/** The track that goes on: a finished one; one that was begun; one that nothing forbids; the first. */
function choose({ barriers }: History, tracks: readonly CompiledTrack[], judged: readonly Judged[]): number {
  if (tracks.length === 1) return 0;
  const finished = judged.findIndex(({ progress }) => progress.count >= progress.track.doses.length);
  if (finished >= 0) return finished;
  const isFree = ({ doses }: CompiledTrack) =>
    barriers.every(
      ({ until, bars }) =>
        until !== Number.POSITIVE_INFINITY || !doses.some(({ give }) => give.some(({ vaccine }) => bars(vaccine))),
    );
  const free = tracks.map(isFree);
  const begun = judged.findIndex(({ progress }, index) => progress.count > 0 && free[index]);
  if (begun >= 0) return begun;
  return Math.max(0, free.indexOf(true));
}

const LEFT: ReadonlySet<string> = new Set(['due', 'overdue', 'upcoming', 'contraindicated', 'too-late']);

const toSeries = ({ series, rows }: Seen): SeriesForecast => ({
  series: series.id,
  title: series.title,
  programme: series.programme,
  complete: rows.every(({ state }) => !LEFT.has(state)),
  doses: rows,
});
