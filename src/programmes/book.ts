import { compilePattern, dayText, earliest, type LifeCourse } from '../life-course/index.ts';
import type { Programme } from './contract.ts';
import { compileDue, type DueRules, type Standing } from './due.ts';
import { compileNextDue, compileNextEntry, type NextChange } from './next-change.ts';

/** All programmes in all their versions, ready to be asked of a life. */
export interface Book {
  readonly programmes: readonly Programme[];
  /** How a resident stands in each programme that concerns it on a day. */
  standingsOf(course: LifeCourse, today: number): readonly Standing[];
  /** The first day after `today` on which they may be others though nothing happens; undefined where there is none. */
  nextChange(course: LifeCourse, today: number, standings: readonly Standing[]): number | undefined;
  /** One version of a programme; without one, that in force on the day (YYYY-MM-DD). */
  find(code: string, which: { readonly version: string } | { readonly on: string }): Programme | undefined;
}

interface Edition {
  readonly rules: DueRules;
  readonly nextEntry: NextChange;
  readonly nextDue: NextChange;
}

/** @throws Error where a version is given twice, or two are in force on one day: a slip of the definitions */
export function openBook(programmes: readonly Programme[]): Book {
  const editions = programmes.map((programme) => ({
    rules: compileDue(programme),
    nextEntry: compileNextEntry(programme),
    nextDue: compileNextDue(programme),
  }));
  const byCode = [...Map.groupBy(editions, ({ rules }) => rules.programme.code)].map(([code, all]) => openVersions(code, all));
  return {
    programmes,
    standingsOf: (course, today) =>
      byCode.flatMap((versions) => versions.of(course, today)?.rules.standingOf(course, today) ?? []),
    nextChange: (course, today, standings) => {
      const mine = new Map(standings.map((standing) => [standing.programme, standing]));
      return earliest(byCode.flatMap((versions) => versions.nextChanges(course, today, mine.get(versions.code))));
    },
    find: (code, which) =>
      programmes.find(
        (one) => one.code === code && ('version' in which ? one.version === which.version : isValid(one, which.on)),
      ),
  };
}

const isValid = ({ valid }: Programme, on: string): boolean =>
  valid.from <= on && (valid.until === undefined || on <= valid.until);

function openVersions(code: string, editions: readonly Edition[]) {
  refuseDoubles(code, editions);
  const isOf = compilePattern({ enrolled: code });
  const validOn = (on: string) => editions.find(({ rules }) => isValid(rules.programme, on));
  /** Who is enrolled stays under the version of the enrolment. */
  const of = (course: LifeCourse, today: number): Edition | undefined => {
    const open = course.events.findLast(
      (event) => event.day <= today && (event.until === undefined || event.until >= today) && isOf(event),
    );
    if (!open) return validOn(dayText(today));
    const named = editions.find(({ rules }) => rules.programme.version === open.facts['version']);
    return named ?? validOn(dayText(open.day)) ?? validOn(dayText(today));
  };
  const nextChanges = (course: LifeCourse, today: number, standing: Standing | undefined) => [
    ...editions.map(({ nextEntry }) => nextEntry(course, today, undefined)),
    ...(standing ? [of(course, today)?.nextDue(course, today, standing.since)] : []),
  ];
  return { code, of, nextChanges };
}

function refuseDoubles(code: string, editions: readonly Edition[]): void {
  const sorted = editions.map(({ rules }) => rules.programme).toSorted((a, b) => (a.valid.from < b.valid.from ? -1 : 1));
  for (const [index, one] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && (one.version === next.version || one.valid.until === undefined || next.valid.from <= one.valid.until))
      throw new Error(`versions ${one.version} and ${next.version} of ${code} overlap`);
  }
}
