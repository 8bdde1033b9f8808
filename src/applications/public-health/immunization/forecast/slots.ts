import type { CompiledDose, CompiledSeries, CompiledTrack, CompiledVaccine, Slot } from './compile.ts';
import { add, type Day } from './days.ts';

/** How far a child is in a track: given doses that count, and those that are planned after them. */
export interface Progress {
  readonly track: CompiledTrack;
  count: number;
  /** Doses of the track that are passed without being given. */
  passed: number;
  /** Days of what counts, in order. */
  readonly days: Day[];
  /** The same by the number of the dose. */
  readonly at: (Day | undefined)[];
  /** How many of what counts is against each component. */
  readonly against: Record<string, number>;
  lastUncounted: Day;
}

export const newProgress = (track: CompiledTrack): Progress => ({
  track,
  count: 0,
  passed: 0,
  days: [],
  at: [],
  against: {},
  lastUncounted: Number.NEGATIVE_INFINITY,
});

/** The first component of a series by components: doses against it are numbered. */
const LEADING = 'measles';

/** Of the birth cohort. */
export function needsOf({ cohorts }: CompiledSeries, birth: Day): Readonly<Record<string, number>> | undefined {
  if (!cohorts) return undefined;
  const found = cohorts.find(({ bornFrom }) => bornFrom <= birth);
  if (!found) throw new Error('a series by components has a requirement for everybody');
  return found.needs;
}

/**
 * The place of the next dose on a day, of `given` where that was given.
 * @returns undefined where no further one is needed
 */
export function nextSlot(
  series: CompiledSeries,
  progress: Progress,
  birth: Day,
  day: Day,
  given: CompiledVaccine | undefined,
): Slot | undefined {
  const track = trackIn(series, progress.track);
  if (series.older && day >= add(birth, series.older.from)) return olderSlot(series.older, track, progress);
  const needs = needsOf(series, birth);
  if (needs) return componentSlot(needs, track, progress, given);
  let index = progress.count + progress.passed;
  let dose = track.doses[index];
  while (given && dose?.beside && dose.ends && day >= add(birth, dose.ends.at)) dose = track.doses[++index];
  if (given) progress.passed = index - progress.count;
  return dose && kept(series, progress, dose, day).slot;
}

/** The track as the edition of a series has it. */
function trackIn({ tracks, exception }: CompiledSeries, track: CompiledTrack): CompiledTrack {
  for (const one of tracks) if (one.id === track.id) return one;
  return exception?.track.id === track.id ? exception.track : track;
}

/** The rule of the edition under which the series was begun, where a change lets that stand. */
function kept({ keeps }: CompiledSeries, { days, track }: Progress, dose: CompiledDose, day: Day): CompiledDose {
  if (!keeps?.doses.has(dose.number) || (days[0] ?? day) >= keeps.begunBefore) return dose;
  const former = keeps.series.tracks.find(({ id }) => id === track.id);
  return former?.doses.find(({ number }) => number === dose.number) ?? dose;
}

function olderSlot(
  older: NonNullable<CompiledSeries['older']>,
  track: CompiledTrack,
  { count, against }: Progress,
): Slot | undefined {
  const rule = older.next.find(({ total }) => total === count);
  const dose = track.doses[count];
  if (!rule || !dose || (rule.unlessClosed && (against[older.closing] ?? 0) > 0)) return undefined;
  return { dose, number: dose.number, older: rule };
}

function componentSlot(
  needs: Readonly<Record<string, number>>,
  track: CompiledTrack,
  { against }: Progress,
  given: CompiledVaccine | undefined,
): Slot | undefined {
  const lacking = Object.keys(needs).filter((component) => (against[component] ?? 0) < (needs[component] ?? 0));
  if (given ? !given.components.some((one) => lacking.includes(one)) : lacking.length === 0) return undefined;
  const counted = against[LEADING] ?? 0;
  const dose = track.doses[Math.min(counted, track.doses.length - 1)];
  if (!dose) return undefined;
  const leads = !given || given.components.includes(LEADING);
  const [first] = track.doses;
  return { dose: leads || !first ? dose : first, number: leads ? counted + 1 : undefined, older: undefined };
}

/** The name of a place: beyond the numbered ones it is made up. */
export function nameOf({ dose, number }: Slot): string | undefined {
  if (number === undefined || number === dose.number) return number === undefined ? undefined : dose.id;
  return `${dose.id.replace(/-\d+$/, '')}-${number}`;
}

export type { Slot } from './compile.ts';

/** Enters a dose that counts. */
export function enter(progress: Progress, slot: Slot, day: Day, vaccine: CompiledVaccine): void {
  if (slot.number !== undefined) progress.at[slot.number] = day;
  if (slot.dose.beside) {
    progress.passed += 1;
    return;
  }
  progress.count += 1;
  progress.days.push(day);
  for (const component of vaccine.components) progress.against[component] = (progress.against[component] ?? 0) + 1;
}
