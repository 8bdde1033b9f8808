import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scheduledDoses } from '../immunization/index.ts';
import { forecastOf, gulou } from '../immunization/testing.ts';
import type { ForecastChild } from './cohort.ts';
import { coverageCounter, standingWith } from './count.ts';
import { dueLister, listDue } from './due.ts';

const TODAY = '2026-11-29';
const doses = scheduledDoses(gulou, TODAY);
const doseOf = (name: string) => {
  const found = doses.find(({ dose }) => dose === name);
  if (!found) throw new Error(`no dose ${name}`);
  return found;
};
interface ChildOptions {
  readonly born: string;
  readonly given?: readonly string[];
  readonly sex?: 'male' | 'female';
  readonly division?: string;
  readonly resident?: string;
}
const aChild = ({
  born,
  given = [],
  sex = 'female',
  division = '350102001001',
  resident = born,
}: ChildOptions): ForecastChild => ({
  ...{ resident, name: '林小宝', sex, birthDate: born, division },
  forecast: forecastOf({ born, sex, given, today: TODAY }),
});

describe('how a child stands with a dose (edition 2026, immunisation-schedule.csv)', () => {
  test.each([
    ['hepb-1 on the day of birth is in time (within 24 h)', '2026-06-01', ['HepB 2026-06-01'], 'hepb-1', 'timely'],
    ['hepb-1 two days after birth is late', '2026-06-01', ['HepB 2026-06-03'], 'hepb-1', 'late'],
    ['bcg-1 on the last day before 3 months is in time (<3 months)', '2026-01-10', ['BCG 2026-04-09'], 'bcg-1', 'timely'],
    ['bcg-1 on the day of 3 months is late', '2026-01-10', ['BCG 2026-04-10'], 'bcg-1', 'late'],
    ['mmr-1 at 8 months is in time (<12 months)', '2025-10-01', ['MMR 2026-06-01'], 'mmr-1', 'timely'],
    ['mmr-1 at 12 months is late', '2025-10-01', ['MMR 2026-10-01'], 'mmr-1', 'late'],
    ['mmr-1 before 8 months does not count', '2025-10-01', ['MMR 2026-05-31'], 'mmr-1', 'missing'],
    ['mmr-1 without a dose is missing from the day of 8 months', '2026-03-29', [], 'mmr-1', 'missing'],
    ['mmr-1 is not asked of a child a day below 8 months', '2026-03-30', [], 'mmr-1', undefined],
    ['je-2 is not asked below 24 months', '2024-11-30', [], 'je-2', undefined],
    ['je-2 is missing at 24 months', '2024-11-29', [], 'je-2', 'missing'],
    ['dtap-1 at 2 months is in time (2026 edition: 2 months)', '2026-06-01', ['DTaP 2026-08-01'], 'dtap-1', 'timely'],
    ['hepa-1 at 18 months is in time (<24 months)', '2025-02-01', ['HepA-L 2026-08-01'], 'hepa-1', 'timely'],
  ] as const)('%s', (_name, born, given, dose, state) => {
    expect(standingWith(aChild({ born, given }), doseOf(dose), TODAY)?.state).toBe(state);
  });

  test('HPV is asked of girls born from 2011-11-10 on, at 13 years', () => {
    const girl = standingWith(aChild({ born: '2013-06-01' }), doseOf('hpv-1'), TODAY);
    const boy = standingWith(aChild({ born: '2013-06-01', sex: 'male' }), doseOf('hpv-1'), TODAY);
    const older = standingWith(aChild({ born: '2011-11-09' }), doseOf('hpv-1'), TODAY);

    expect([girl?.state, boy, older]).toEqual(['missing', undefined, undefined]);
  });
});

const aDay = (from: string, days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
const divisions = ['350102001001', '350102001002', '350102002001', '350102'];
const anyChild = fc
  .record({
    age: fc.integer({ min: 0, max: 2600 }),
    sex: fc.constantFrom('female' as const, 'male' as const),
    division: fc.constantFrom(...divisions),
    given: fc.array(
      fc.record({
        vaccine: fc.constantFrom('HepB', 'BCG', 'IPV', 'DTaP', 'MMR', 'JE-L', 'HepA-L'),
        at: fc.integer({ min: 0, max: 2600 }),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ age, sex, division, given }) => {
    const born = aDay(TODAY, -age);
    const texts = given.filter(({ at }) => at <= age).map(({ vaccine, at }) => `${vaccine} ${aDay(born, at)}`);
    return aChild({ born, sex, division, given: texts, resident: `${born} ${division}` });
  });

test('coverage is what one counts child by child, dose by dose, however they come in pages', () => {
  fc.assert(
    fc.property(fc.array(anyChild, { maxLength: 12 }), fc.integer({ min: 1, max: 12 }), (children, page) => {
      const counter = coverageCounter(doses, TODAY, { division: '350102', partOf: (home) => home.slice(0, 9) });
      for (let from = 0; from < children.length; from += page) counter.add(children.slice(from, from + page));
      const cells = counter.cells();

      for (const place of ['350102', '350102001', '350102002'])
        for (const dose of doses) {
          const there = children.filter(({ division }) => division.startsWith(place));
          const plain = { children: 0, given: 0, timely: 0 };
          for (const child of there) {
            const due = dose.dueOn(child.birthDate);
            const isAsked = due !== undefined && due <= TODAY && (dose.sex === undefined || dose.sex === child.sex);
            const rows = child.forecast.series.flatMap((one) => one.doses).filter((row) => row.dose === dose.dose);
            const valid = rows.filter(({ state }) => state === 'given-valid');
            if (!isAsked || (valid.length === 0 && rows.some(({ state }) => state === 'not-needed'))) continue;
            plain.children += 1;
            plain.given += valid.length > 0 ? 1 : 0;
            plain.timely += valid.some(({ given = '' }) => given <= (dose.timelyUntil(child.birthDate) ?? '')) ? 1 : 0;
          }
          const cell = cells.find((one) => one.division === place && one.dose === dose.dose);
          expect(cell ?? { children: 0, given: 0, timely: 0 }).toMatchObject(plain);
        }
    }),
    { numRuns: 60 },
  );
});

describe('the due list', () => {
  test('has the longest overdue first, and nobody of whom nothing is due', () => {
    const late = aChild({ born: '2026-01-10', given: ['HepB 2026-01-10', 'BCG 2026-01-10'] });
    const newborn = aChild({ born: '2026-11-20', given: ['HepB 2026-11-20', 'BCG 2026-11-20'] });
    const soon = aChild({ born: '2026-10-10', given: ['HepB 2026-10-10', 'BCG 2026-10-10', 'HepB 2026-11-10'] });

    const { items, counts } = listDue([newborn, soon, late], TODAY);

    expect(items.map(({ resident, state }) => [resident, state])).toEqual([
      ['2026-01-10', 'overdue'],
      ['2026-10-10', 'coming'],
      ['2026-11-20', 'coming'],
    ]);
    expect(counts).toEqual({ overdue: 1, due: 0, coming: 2 });
  });

  test('in pages is the same as at once, the most urgent kept', () => {
    const all = ['2024-01-01', '2026-11-20', '2025-02-01', '2026-01-10', '2025-07-07'].map((born) => aChild({ born }));
    const whole = listDue(all, TODAY);
    const list = dueLister(TODAY, { count: 2, state: 'overdue' });

    for (const child of all) list.add([child]);

    const { items, counts } = list.found();
    expect(items).toEqual(whole.items.filter(({ state }) => state === 'overdue').slice(0, 2));
    expect(items).toHaveLength(2);
    expect(counts).toEqual(whole.counts);
  });
});
