import type { Bilingual } from '../../../kernel/index.ts';
import type { CompiledSchedule } from './forecast/compile.ts';
import { add, addBoth, formatDay, parseDay } from './forecast/days.ts';
import { editionOn } from './forecast/history.ts';

/** A dose of the programme as its table has it. Days are YYYY-MM-DD. */
export interface ScheduledDose {
  readonly series: string;
  readonly title: Bilingual;
  /** `hepb-1`. */
  readonly dose: string;
  readonly number: number;
  readonly sex: 'female' | undefined;
  /** The day from which a child of this birth date is of age for it. */
  dueOn(birthDate: string): string | undefined;
  /** The last day on which it is in time. */
  timelyUntil(birthDate: string): string | undefined;
}

/** Doses of the programme by the edition in force on a day, in the order of the table. @param on YYYY-MM-DD */
export function scheduledDoses(schedule: CompiledSchedule, on: string): readonly ScheduledDose[] {
  const day = parseDay(on);
  if (day === undefined) return [];
  const edition = editionOn(schedule, day);
  return edition.series.flatMap((series) => {
    if (!series?.programme || series.season) return [];
    const doses = series.tracks[0]?.doses ?? [];
    return doses.map((dose): ScheduledDose => {
      const onDay = (birthDate: string, of: (birth: number) => number) => {
        const birth = parseDay(birthDate);
        return birth === undefined || (series.onlyFor && birth < series.onlyFor.bornFrom) ? undefined : formatDay(of(birth));
      };
      const age = dose.planned ?? dose.from;
      return {
        ...{ series: series.id, title: series.title, dose: dose.id, number: dose.number, sex: series.onlyFor?.sex },
        dueOn: (birthDate) => onDay(birthDate, (birth) => add(birth, age)),
        timelyUntil: (birthDate) =>
          onDay(birthDate, (birth) => (dose.by ? add(birth, dose.by) : addBoth(birth, age, edition.overdueAfter)) - 1),
      };
    });
  });
}
