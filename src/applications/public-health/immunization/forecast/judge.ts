import type { DoseForecast, DoseState, Step } from '../contract.ts';
import type { CompiledEdition, CompiledSeries, CompiledTrack } from './compile.ts';
import { add, type Day, formatDay, type Length } from './days.ts';
import { editionOn, type Given, type History } from './history.ts';
import { enter, nameOf, newProgress, nextSlot, type Progress, type Slot } from './slots.ts';

/** What was given in a track: judged, and how far it leads. */
export interface Judged {
  readonly progress: Progress;
  readonly rows: DoseForecast[];
}

/** Days of counting doses of the series that this one follows. */
export type Before = readonly Day[];

/**
 * Judges the doses of a track in the order of their days, each by the edition that was in force on its day: what comes later
 * changes nothing of what came before.
 * @param before counting doses of the series that it follows, ascending
 * @param elsewhere doses of the series' other tracks
 */
export function judgeTrack(
  history: History,
  index: number,
  track: CompiledTrack,
  given: readonly Given[],
  before: Before,
  elsewhere: readonly Given[],
): Judged {
  const progress = newProgress(track);
  const rows: DoseForecast[] = [];
  for (const one of given) {
    const edition = editionOn(history.schedule, one.day);
    const series = edition.series[index] ?? firstWith(history, index);
    if (!series) continue;
    rows.push(judge({ history, edition, series, progress, before, elsewhere }, one));
  }
  return { progress, rows };
}

/** The earliest edition that has a series: what was given before the series was there is judged by it. */
function firstWith({ schedule }: History, index: number): CompiledSeries | undefined {
  for (const { series } of schedule.editions) if (series[index]) return series[index];
  return undefined;
}

interface Judging {
  readonly history: History;
  readonly edition: CompiledEdition;
  readonly series: CompiledSeries;
  readonly progress: Progress;
  readonly before: Before;
  readonly elsewhere: readonly Given[];
}

function judge(judging: Judging, one: Given): DoseForecast {
  const { history, series, progress } = judging;
  const { day, vaccine } = one;
  const { sex } = history.child;
  if (series.onlyFor?.sex !== undefined && series.onlyFor.sex !== sex && sex !== 'unknown')
    return asideOf(series, one, 'given-invalid', 'girls-only');
  if (isRepeated(progress, one, series)) return asideOf(series, one, 'given-invalid', 'duplicate');
  const slot = nextSlot(series, progress, history.birth, day, vaccine);
  if (!slot) return asideOf(series, one, 'given-extra', 'enough');
  const steps: Step[] = [];
  require(judging, one, slot, steps);
  let failed: Step | undefined;
  for (const step of steps) if (step.holds === false) failed ??= step;
  if (failed) progress.lastUncounted = day;
  else enter(progress, slot, day, vaccine);
  if (!failed && slot.dose.beside) steps.push({ rule: `${slot.dose.rule}/beside`, kind: 'beside' });
  return rowOf(series, one, failed ? 'given-invalid' : 'given-valid', slot, failed?.kind, steps);
}

const asideOf = (series: CompiledSeries, one: Given, state: DoseState, why: string): DoseForecast =>
  rowOf(series, one, state, undefined, why, [{ rule: `${series.rule}/${why}`, kind: why }]);

const rowOf = (
  series: CompiledSeries,
  { vaccine, id, day }: Given,
  state: DoseState,
  slot: Slot | undefined,
  why: string | undefined,
  steps: readonly Step[],
): DoseForecast => ({
  series: series.id,
  dose: slot && nameOf(slot),
  number: slot?.number,
  state,
  vaccine: vaccine.id,
  record: id,
  given: formatDay(day),
  why,
  steps,
});

/** A second record of the same day, unless it brings a component that is not there yet. */
function isRepeated({ days, at, against, track }: Progress, { day, vaccine }: Given, { cohorts }: CompiledSeries): boolean {
  const sameDay = days.at(-1) === day || (track.doses[0]?.beside === true && at[track.doses[0].number] === day);
  if (!sameDay) return false;
  return !cohorts || vaccine.components.every((component) => (against[component] ?? 0) > 0);
}

/** Enters what the dose had to meet, and whether it did. */
function require(judging: Judging, one: Given, slot: Slot, steps: Step[]): void {
  const { history, edition, series, progress } = judging;
  const { dose } = slot;
  const must = (rule: string, kind: string, on: Day, span: Length | undefined, of?: string) => {
    steps.push({ rule, kind, holds: one.day + edition.graceDays >= on, on: formatDay(on), span: span?.text, of });
  };
  const { birth } = history;
  const fewer = series.follows && slot.number === series.tracks[0]?.doses[0]?.number ? followed(judging, one.day) : undefined;
  const from = fewer?.from ?? slotFrom(dose, one);
  must(fewer ? `${series.rule}/follows` : dose.rules.from, 'from', add(birth, from), from);
  const last = progress.days.at(-1);
  if (slot.older) {
    if (slot.older.after && last !== undefined)
      must(`${series.rule}/older`, 'after-last', add(last, slot.older.after), slot.older.after);
  } else if (series.cohorts) {
    const after = dose.after[0];
    if (after && last !== undefined && slot.number !== undefined)
      must(after.rule, 'after-last', add(last, after.least), after.least);
  } else
    for (const { number, least, rule } of dose.after) {
      const then = progress.at[number];
      const length = dose.afterOf?.get(one.vaccine.index) ?? least;
      if (then !== undefined) must(rule, 'after', add(then, length), length, String(number));
    }
  if (fewer?.after && fewer.last !== undefined)
    must(`${series.rule}/follows`, 'after-series', add(fewer.last, fewer.after), fewer.after, fewer.of);
  const { afterOther } = progress.track;
  if (afterOther) {
    const other = judging.elsewhere.findLast(({ day }) => day < one.day);
    if (other) must(`${series.rule}/after-other`, 'after-vaccine', add(other.day, afterOther), afterOther, other.vaccine.id);
  }
  requireDistance(judging, one, must);
}

/** Age from which a dose counts: the least that its vaccine's instructions or, abroad, the other schedule allow. */
function slotFrom(dose: Slot['dose'], { vaccine, abroad }: Given): Length {
  const own = dose.fromOf?.get(vaccine.index) ?? dose.from;
  const there = abroad ? dose.abroadFrom : undefined;
  return there && inDays(there) < inDays(own) ? there : own;
}

const inDays = ({ months, days }: Length) => months * 30.5 + days;

/** What the first dose has to wait for, by how many doses there are of the series before it. */
function followed({ history, series, before }: Judging, day: Day) {
  const { follows } = series;
  if (!follows) return undefined;
  const earlier = before.filter((one) => one < day);
  const isFewer = earlier.length < follows.fewer.than;
  return {
    from: isFewer ? follows.fewer.from : undefined,
    after: isFewer ? follows.fewer.after : follows.after,
    last: earlier.at(-1),
    of: history.schedule.seriesIds[follows.series],
  };
}

type Must = (rule: string, kind: string, on: Day, span: Length | undefined, of?: string) => void;

/** The distance from other live vaccines and from antibodies: entered only where there were any shortly before. */
function requireDistance({ history, edition }: Judging, { day, vaccine }: Given, must: Must): void {
  if (vaccine.live)
    for (const other of history.live)
      if (other < day && day < add(other, edition.liveApart))
        must(`${edition.id}/live-apart`, 'live-apart', add(other, edition.liveApart), edition.liveApart, formatDay(other));
  if (vaccine.hindered)
    for (const one of history.antibodies) {
      const until = add(one, edition.afterAntibodies);
      if (one <= day && day < until)
        must(`${edition.id}/after-antibodies`, 'after-antibodies', until, edition.afterAntibodies, formatDay(one));
    }
}
