import type { DoseForecast, DoseState, Step } from '../contract.ts';
import type { CompiledSeries, CompiledVaccine } from './compile.ts';
import { add, addBoth, type Day, formatDay, parseDay } from './days.ts';
import type { Barrier, History } from './history.ts';
import { enter, nameOf, nextSlot, type Progress, type Slot } from './slots.ts';

/** A series that is not finished. */
export interface Open {
  readonly series: CompiledSeries;
  readonly progress: Progress;
  readonly rows: DoseForecast[];
  /** The series that the first dose waits for. */
  readonly before: Progress | undefined;
  /** Day of the last dose of another track of the series. */
  readonly otherLast: Day | undefined;
  next: Planned | undefined;
  /** A dose of it is already planned. */
  planned: boolean;
}

/** Where the next dose of a series would go. */
interface Planned {
  readonly slot: Slot;
  readonly vaccine: CompiledVaccine;
  /** The day on which it is given if nothing comes between. */
  readonly day: Day;
  readonly row: DoseForecast;
  /** It is not given: the next of the series is looked at, or none. */
  readonly passes: 'one' | 'all' | undefined;
}

/**
 * Plans what is left of all series together, day by day: each dose as soon as it may be given, the next ones counted from it,
 * and live vaccines at their distance from those planned before.
 */
export function planAll(history: History, open: readonly Open[]): void {
  for (const one of open) one.next = look(history, one);
  for (;;) {
    const chosen = soonest(open);
    if (!chosen?.next) return;
    const { next } = chosen;
    if (!next.passes && next.vaccine.live && crowded(history, next)) {
      chosen.next = look(history, chosen);
      continue;
    }
    chosen.rows.push(next.row);
    if (next.passes) chosen.progress.passed += 1;
    else {
      chosen.planned = true;
      enter(chosen.progress, next.slot, next.day, next.vaccine);
      if (next.vaccine.live) history.live.push(next.day);
    }
    chosen.next = next.passes === 'all' ? rest(chosen) : look(history, chosen);
    for (const one of open) if (one.before === chosen.progress && one.next) one.next = look(history, one);
  }
}

function soonest(open: readonly Open[]): Open | undefined {
  let found: Open | undefined;
  for (const one of open) if (one.next && (!found?.next || one.next.day < found.next.day)) found = one;
  return found;
}

/** Whether a live vaccine that was planned meanwhile is too near. */
function crowded({ live, edition }: History, { day }: Planned): boolean {
  const last = live.at(-1);
  return last !== undefined && last < day && day < add(last, edition.liveApart);
}

/** The doses left of a series that is closed, as its last one is. */
function rest({ progress, rows }: Open): undefined {
  const last = rows.at(-1);
  const { doses } = progress.track;
  for (let index = progress.count + progress.passed; last && index < doses.length; index++) {
    const dose = doses[index];
    if (dose)
      rows.push({ ...last, dose: dose.id, number: dose.number, vaccine: (dose.give[0]?.vaccine ?? { id: last.vaccine }).id });
  }
  return undefined;
}

/** Looks where the next dose goes. @returns undefined where none is needed */
function look(history: History, open: Open): Planned | undefined {
  const { series, progress } = open;
  const { birth, today, child } = history;
  const probe = Math.max(today, progress.days.at(-1) ?? today);
  let slot = nextSlot(series, progress, birth, probe, undefined);
  if (!slot) return enough(open);
  const closed = notFor(series, child.sex, birth);
  if (closed) return close(open, slot, 'not-needed', closed, `${series.rule}/only-for`, 'all');
  let found = datesOf(history, open, slot);
  if (series.older && !slot.older && found.day >= add(birth, series.older.from)) {
    slot = nextSlot(series, progress, birth, found.day, undefined);
    if (!slot) return enough(open);
    found = datesOf(history, open, slot);
  }
  const { dose } = slot;
  // what is forbidden for good is not said to be too late, unless it is
  const day = found.day === Number.POSITIVE_INFINITY ? probe : found.day;
  if (dose.ends && day >= add(birth, dose.ends.at))
    return close(open, slot, dose.ends.as, dose.ends.why, dose.rules.ends, 'one', dose.ends.at.text);
  if (series.programme && day >= add(birth, history.edition.until))
    return close(open, slot, 'too-late', 'grown-up', `${history.edition.id}/until`, 'all', history.edition.until.text);
  if (series.tuberculinFrom && day >= add(birth, series.tuberculinFrom)) {
    const tests = child.tuberculin ?? [];
    if (tests.some(({ result }) => result === 'positive'))
      return close(open, slot, 'not-needed', 'tuberculin-positive', `${series.rule}/tuberculin`, 'all');
    found.steps.push({
      rule: `${series.rule}/tuberculin`,
      kind: tests.length > 0 ? 'tuberculin-negative' : 'tuberculin-needed',
      span: series.tuberculinFrom.text,
    });
  }
  return found.barred ? barredFor(open, slot, found) : toPlanned(history, open, slot, found);
}

function notFor({ onlyFor }: CompiledSeries, sex: string, birth: Day): string | undefined {
  if (!onlyFor) return undefined;
  if (onlyFor.sex !== undefined && onlyFor.sex !== sex) return 'girls-only';
  return birth < onlyFor.bornFrom ? 'born-before' : undefined;
}

/** A series that needs fewer doses than it has: the rest is told, once. */
function enough({ series, progress, rows }: Open): undefined {
  if (!series.older) return undefined;
  for (const dose of progress.track.doses.slice(progress.count + progress.passed)) {
    const vaccine = dose.give[0]?.vaccine.id ?? '';
    rows.push(closedRow(series, dose.id, dose.number, vaccine, 'not-needed', 'catch-up-complete', `${series.rule}/older`));
    progress.passed += 1;
  }
  return undefined;
}

const closedRow = (
  series: CompiledSeries,
  dose: string | undefined,
  number: number | undefined,
  vaccine: string,
  state: DoseState,
  why: string,
  rule: string,
  span?: string,
): DoseForecast => ({ series: series.id, dose, number, state, vaccine, why, steps: [{ rule, kind: why, span }] });

function close(
  { series }: Open,
  slot: Slot,
  state: DoseState,
  why: string,
  rule: string,
  passes: 'one' | 'all',
  span?: string,
): Planned {
  const vaccine = slot.dose.give[0]?.vaccine;
  if (!vaccine) throw new Error('a dose has a vaccine');
  const row = closedRow(series, nameOf(slot), slot.number, vaccine.id, state, why, rule, span);
  return { slot, vaccine, day: Number.NEGATIVE_INFINITY, row, passes };
}

interface Dates {
  readonly vaccine: CompiledVaccine;
  readonly earliest: Day;
  readonly recommended: Day;
  readonly day: Day;
  readonly steps: Step[];
  /** Set where it is forbidden today, or for good. */
  readonly barred: Barrier | undefined;
}

/** The days of a dose by its rules, then moved past what stands in the way. */
function datesOf(history: History, open: Open, slot: Slot): Dates {
  const { birth, today, edition } = history;
  const { series, progress } = open;
  const steps: Step[] = [];
  let earliest = Number.NEGATIVE_INFINITY;
  const not = (rule: string, kind: string, on: Day, span: string, of?: string) => {
    steps.push({ rule, kind, holds: on <= today, on: formatDay(on), span, of });
    if (on > earliest) earliest = on;
  };
  const { dose } = slot;
  const waits = series.follows && progress.count === 0 && open.before ? waitFor(series, open.before) : undefined;
  const from = slot.older && series.older ? series.older.from : (waits?.from ?? dose.from);
  not(waits?.from ? `${series.rule}/follows` : dose.rules.from, 'from', add(birth, from), from.text);
  const last = progress.days.at(-1);
  if (slot.older) {
    if (slot.older.after && last !== undefined)
      not(`${series.rule}/older`, 'after-last', add(last, slot.older.after), slot.older.after.text);
  } else if (series.cohorts) {
    const after = progress.track.doses[1]?.after[0];
    if (after && last !== undefined) not(after.rule, 'after-last', add(last, after.least), after.least.text);
  } else
    for (const { number, least, rule } of dose.after) {
      const then = progress.at[number];
      if (then !== undefined) not(rule, 'after', add(then, least), least.text, String(number));
    }
  if (waits && waits.last !== undefined)
    not(
      `${series.rule}/follows`,
      'after-series',
      add(waits.last, waits.after),
      waits.after.text,
      history.schedule.seriesIds[series.follows?.series ?? 0],
    );
  if (progress.lastUncounted > Number.NEGATIVE_INFINITY)
    not(`${edition.id}/repeat`, 'repeat', add(progress.lastUncounted, edition.repeatAfter), edition.repeatAfter.text);
  const { afterOther } = progress.track;
  if (afterOther && open.otherLast !== undefined)
    not(`${series.rule}/after-other`, 'after-last', add(open.otherLast, afterOther), afterOther.text);
  let recommended = earliest;
  if (dose.planned && !slot.older) {
    const on = add(birth, dose.planned);
    steps.push({ rule: dose.rules.planned, kind: 'planned', on: formatDay(on), span: dose.planned.text });
    recommended = Math.max(recommended, on);
  }
  const vaccine = chooseVaccine(history, open, slot, Math.max(today, recommended));
  const weight = smallNewborn(history, series);
  const clear = (day: Day) => clearDay(history, vaccine, weight, day);
  const first = clear(earliest);
  const then = clear(Math.max(first, recommended));
  const wanted = Math.max(today, then);
  const day = clear(wanted);
  const isMoved = day !== wanted;
  const barrier = barrierOn(history, vaccine, weight, today);
  const barred = barrier && (barrier.until === Number.POSITIVE_INFINITY || recommended <= today) ? barrier : undefined;
  if (isMoved || day !== Math.max(today, earliest, recommended))
    clearDay(history, vaccine, weight, isMoved ? wanted : Math.max(earliest, recommended), steps);
  return { vaccine, earliest: isMoved ? day : first, recommended: isMoved ? day : then, day, steps, barred };
}

/** What the first dose waits for in the series before it, with what is planned there. */
function waitFor({ follows }: CompiledSeries, before: Progress) {
  if (!follows) return undefined;
  const isFewer = before.count < follows.fewer.than;
  return {
    from: isFewer ? follows.fewer.from : undefined,
    after: isFewer ? follows.fewer.after : follows.after,
    last: before.days.at(-1),
  };
}

/** The first vaccine that the age allows and nothing forbids for good; the last one where all are forbidden. */
function chooseVaccine({ birth, barriers }: History, { series, progress }: Open, slot: Slot, day: Day): CompiledVaccine {
  const give = slot.older && series.older ? series.older.give : slot.dose.give;
  const { first } = series;
  if (first && (progress.against[first.unless] ?? 0) === 0) {
    const needed = first.doses.find(({ bornFrom }) => bornFrom <= birth)?.count ?? 0;
    if ((progress.against[first.component] ?? 0) < needed) return first.vaccine;
  }
  let chosen: CompiledVaccine | undefined;
  for (const { vaccine, before } of give) {
    if (before && day >= add(birth, before)) continue;
    chosen ??= vaccine;
    if (barriers.length === 0 || barriers.every((one) => one.until !== Number.POSITIVE_INFINITY || !one.bars(vaccine)))
      return vaccine;
  }
  if (!chosen) throw new Error('a dose has a vaccine for every age');
  return chosen;
}

/** A small newborn waits for its weight. */
function smallNewborn({ child, birth }: History, { weightFrom }: CompiledSeries): Barrier | undefined {
  if (!weightFrom || child.birthWeightGrams === undefined || child.birthWeightGrams >= weightFrom.grams) return undefined;
  const reached = child.weightReachedOn === undefined ? undefined : parseDay(child.weightReachedOn);
  const end = reached ?? add(birth, weightFrom.assumedAt);
  return { from: birth, until: end - 1, condition: 'low-birth-weight', bars: () => true };
}

function barrierOn({ barriers }: History, vaccine: CompiledVaccine, weight: Barrier | undefined, day: Day): Barrier | undefined {
  let found: Barrier | undefined;
  if (weight && weight.from <= day && day <= weight.until) found = weight;
  for (const one of barriers)
    if (one.from <= day && day <= one.until && one.bars(vaccine) && (!found || one.until > found.until)) found = one;
  return found;
}

/**
 * The first day from `from` on that is free of contraindications, live vaccines and antibodies; infinity where there is none.
 * @param steps told what it was moved for
 */
function clearDay(history: History, vaccine: CompiledVaccine, weight: Barrier | undefined, from: Day, steps?: Step[]): Day {
  const { live, antibodies, edition, barriers } = history;
  if (barriers.length === 0 && !weight && !vaccine.live && !vaccine.hindered) return from;
  let day = from;
  for (;;) {
    const before = day;
    const barrier = barriers.length > 0 || weight ? barrierOn(history, vaccine, weight, day) : undefined;
    if (barrier) {
      day = barrier.until + 1;
      const on = day === Number.POSITIVE_INFINITY ? undefined : formatDay(day);
      steps?.push({ rule: `${edition.id}/condition`, kind: 'condition', on, of: barrier.condition });
    }
    if (vaccine.live)
      for (const one of live)
        if (one < day && day < add(one, edition.liveApart)) {
          day = add(one, edition.liveApart);
          steps?.push(moved(`${edition.id}/live-apart`, 'live-apart', day, edition.liveApart.text, one));
        }
    if (vaccine.hindered)
      for (const one of antibodies)
        if (one <= day && day < add(one, edition.afterAntibodies)) {
          day = add(one, edition.afterAntibodies);
          steps?.push(moved(`${edition.id}/after-antibodies`, 'after-antibodies', day, edition.afterAntibodies.text, one));
        }
    if (day === before || day === Number.POSITIVE_INFINITY) return day;
  }
}

const moved = (rule: string, kind: string, on: Day, span: string, of: Day): Step => ({
  rule,
  kind,
  on: formatDay(on),
  span,
  of: formatDay(of),
});

/** Not today, or not at all. */
function barredFor(open: Open, slot: Slot, { vaccine, steps, barred, earliest, recommended, day }: Dates): Planned {
  const isForGood = barred?.until === Number.POSITIVE_INFINITY;
  const row: DoseForecast = {
    series: open.series.id,
    dose: nameOf(slot),
    number: slot.number,
    state: 'contraindicated',
    vaccine: vaccine.id,
    why: barred?.condition,
    earliest: isForGood ? undefined : formatDay(earliest),
    recommended: isForGood ? undefined : formatDay(recommended),
    until: isForGood || !barred ? undefined : formatDay(barred.until),
    steps,
  };
  return { slot, vaccine, day: isForGood ? Number.NEGATIVE_INFINITY : day, row, passes: isForGood ? 'all' : undefined };
}

function toPlanned(history: History, open: Open, slot: Slot, dates: Dates): Planned {
  const { birth, today, edition } = history;
  const { dose } = slot;
  const { vaccine, earliest, recommended, day, steps } = dates;
  const before = open.progress.days.at(-1);
  const end = dose.by ? add(birth, dose.by) : addBoth(birth, dose.planned ?? dose.from, edition.overdueAfter);
  const inTime = (dose.within && before !== undefined ? add(before, dose.within) : end) - 1;
  const latest = Math.max(inTime, recommended);
  const span = (dose.within ?? dose.by ?? edition.overdueAfter).text;
  const kind = dose.within ? 'within' : dose.by ? (dose.by.days > 0 ? 'at-birth' : 'by') : 'overdue-after';
  steps.push({ rule: dose.rules.by, kind, holds: today <= latest, on: formatDay(latest), span });
  const { antibodiesOf } = open.series;
  if (antibodiesOf !== undefined && antibodiesOf === history.child.motherHBsAg && day <= birth + 1)
    steps.push({ rule: `${open.series.rule}/antibodies`, kind: 'newborn-antibodies' });
  const state: DoseState = open.planned || today < recommended ? 'upcoming' : today <= latest ? 'due' : 'overdue';
  const row: DoseForecast = {
    series: open.series.id,
    dose: nameOf(slot),
    number: slot.number,
    state,
    vaccine: vaccine.id,
    earliest: formatDay(earliest),
    recommended: formatDay(recommended),
    latest: formatDay(latest),
    steps,
  };
  return { slot, vaccine, day, row, passes: undefined };
}
