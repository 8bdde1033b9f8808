import type { ScheduledDose } from '../immunization/index.ts';
import type { ForecastChild } from './cohort.ts';
import type { CoverageCell, CoverageChild } from './contract.ts';

/**
 * How a child stands with a dose on a day; undefined where it is not asked of the child: not yet of age, of the other sex, or not
 * needed under the rules of catch-up. Who must not have it for good counts among the children: the denominator is everybody of age.
 */
export function standingWith(child: ForecastChild, dose: ScheduledDose, on: string): CoverageChild | undefined {
  const dueOn = dose.dueOn(child.birthDate);
  if (dueOn === undefined || dueOn > on || (dose.sex !== undefined && child.sex !== dose.sex)) return undefined;
  const rows = child.forecast.series.find(({ series }) => series === dose.series)?.doses ?? [];
  const given = rows.find((row) => row.dose === dose.dose && row.state === 'given-valid');
  if (!given && rows.some((row) => row.dose === dose.dose && row.state === 'not-needed')) return undefined;
  const by = dose.timelyUntil(child.birthDate);
  const { resident, name, birthDate, division } = child;
  return {
    ...{ resident, name, birthDate, division },
    ...(given?.given === undefined ? {} : { given: given.given }),
    ...(by === undefined ? {} : { by }),
    state: given?.given === undefined ? 'missing' : by !== undefined && given.given <= by ? 'timely' : 'late',
  };
}

export interface CoverageOf {
  readonly division: string;
  /** Division of the parts that a child is counted in. */
  readonly partOf: (home: string) => string;
}

/** Counts coverage of a division as a whole and of its parts, a page of children after the other. */
export function coverageCounter(doses: readonly ScheduledDose[], on: string, { division, partOf }: CoverageOf) {
  const counts = new Map<string, Map<string, { children: number; given: number; timely: number }>>([[division, new Map()]]);
  const enter = (place: string, dose: string, state: CoverageChild['state']) => {
    const cells = counts.get(place) ?? new Map();
    counts.set(place, cells);
    const cell = cells.get(dose) ?? { children: 0, given: 0, timely: 0 };
    cells.set(dose, cell);
    cell.children += 1;
    cell.given += state === 'missing' ? 0 : 1;
    cell.timely += state === 'timely' ? 1 : 0;
  };
  return {
    add(children: readonly ForecastChild[]): void {
      for (const child of children)
        for (const dose of doses) {
          const standing = standingWith(child, dose, on);
          if (standing) for (const place of new Set([division, partOf(child.division)])) enter(place, dose.dose, standing.state);
        }
    },
    cells: (): CoverageCell[] =>
      [...counts].flatMap(([place, cells]) => [...cells].map(([dose, cell]) => ({ division: place, dose, ...cell }))),
  };
}
