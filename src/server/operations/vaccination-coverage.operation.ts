import { z } from 'zod';
import { type ScheduledDose, scheduledDoses } from '../../applications/public-health/immunization/index.ts';
import {
  type Coverage,
  type CoverageChild,
  coverageCounter,
  type ForecastChild,
  forecastCohort,
  standingWith,
} from '../../applications/public-health/vaccination-coverage/index.ts';
import { type Bilingual, Problem } from '../../kernel/index.ts';
import { placeNames } from '../../platform/directory/index.ts';
import { prefixOf } from '../../security/access/index.ts';
import { scheduleOf } from '../immunization-schedule.ts';
import { type Context, operation } from './context.ts';
import { deskOf, recordShown } from './vaccination-desk.ts';

const aDivision = z.string().regex(/^\d{6}(?:\d{3})?(?:\d{3})?$/, 'a division has 6, 9 or 12 digits');
const asked = {
  division: aDivision.optional().describe('That of the account where left out'),
  from: z.iso.date().describe('Born from'),
  until: z.iso.date().describe('Born until'),
  on: z.iso.date().optional().describe('As of this day; today where left out'),
};
type Asked = z.output<z.ZodObject<typeof asked>>;
const statistics = { right: 'vaccination.read', purpose: 'PUBHLTH' } as const;

interface Cohort {
  readonly division: string;
  readonly on: string;
  readonly doses: readonly ScheduledDose[];
  /** The whole cohort, page by page. */
  readonly pages: AsyncIterable<readonly ForecastChild[]>;
}

function cohortOf(context: Context, { division: wanted, from, until, on: day }: Asked): Cohort {
  const { platform, subject } = context;
  const { today, scope } = deskOf(context);
  const on = day ?? today;
  if (on > today || until < from) throw new Problem('input-invalid', 'The days do not follow one another', { at: 'on' });
  const division = wanted ?? (subject.place.length > 6 ? subject.place : platform.settings.division);
  const { sql } = platform.database;
  const schedule = scheduleOf(platform);
  const pages = forecastCohort({ sql, scope, on, schedule }, { division: prefixOf(division), from, until });
  return { division, on, doses: scheduledDoses(schedule, on), pages };
}

const LEVELS = [6, 9, 12] as const;
/** The division below in which a home lies: of a county its townships, of a township its villages. */
const partIn = (division: string) => {
  const digits = LEVELS.find((one) => one > division.length) ?? 12;
  return (home: string): string => home.slice(0, digits);
};

/** GET /api/vaccination/coverage */
const coverageOperation = operation({
  method: 'GET',
  path: '/vaccination/coverage',
  title: 'Coverage of a birth cohort by vaccine, dose and division: ever and in time, of the registered children',
  needs: statistics,
  input: z.object(asked),
  async run({ input, ...context }): Promise<Coverage> {
    const { division, on, doses, pages } = cohortOf(context, input);
    const counter = coverageCounter(doses, on, { division, partOf: partIn(division) });
    let registered = 0;
    let edition = '';
    for await (const children of pages) {
      counter.add(children);
      registered += children.length;
      edition ||= children[0]?.forecast.edition ?? '';
    }
    const cells = counter.cells();
    const codes = [...new Set(cells.map((cell) => cell.division))].filter((code) => code !== division).sort();
    const names = await placeNames(context.platform.database.sql, [division, ...codes]);
    const own = names.get(division)?.zh;
    const nameOf = (code: string): Bilingual => {
      const { zh = code, en = code } = names.get(code) ?? {};
      // a township that nobody has named yet is told apart by its code
      return code !== division && zh === own ? { zh: `${zh} ${code}`, en: `${en} ${code}` } : { zh, en };
    };
    return {
      ...{ division, from: input.from, until: input.until, on, cells },
      divisionName: nameOf(division),
      edition,
      registered,
      doses: doses.map(({ dose, series, title, number }) => ({ dose, series, title, number })),
      parts: codes.map((code) => ({ division: code, name: nameOf(code) })),
    };
  },
});

const MOST_LISTED = 500;

/** GET /api/vaccination/coverage/children */
const coverageChildrenOperation = operation({
  method: 'GET',
  path: '/vaccination/coverage/children',
  title: 'The children behind a figure of coverage',
  needs: statistics,
  input: z.object({ ...asked, dose: z.string().max(40), state: z.enum(['timely', 'late', 'missing']).optional() }),
  async run({ input, ...context }): Promise<readonly CoverageChild[]> {
    const { on, doses, pages } = cohortOf(context, input);
    const dose = doses.find((one) => one.dose === input.dose);
    if (!dose) throw new Problem('input-invalid', 'The schedule has no such dose', { at: 'dose' });
    const all: CoverageChild[] = [];
    for await (const children of pages) {
      const standing = children.flatMap((child) => standingWith(child, dose, on) ?? []);
      all.push(...standing.filter(({ state }) => input.state === undefined || state === input.state));
      if (all.length >= MOST_LISTED) break;
    }
    const found = all.slice(0, MOST_LISTED);
    await recordShown(
      context,
      'search',
      'Immunization/coverage',
      found.map(({ resident }) => resident),
    );
    return found;
  },
});

/** Operations of coverage. */
export const vaccinationCoverageOperations = [coverageOperation, coverageChildrenOperation] as const;
