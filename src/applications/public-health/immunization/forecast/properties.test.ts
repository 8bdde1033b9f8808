import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Child, DoseForecast, Forecast, GivenDose } from '../contract.ts';
import { vaccines } from '../schedules/vaccines.ts';
import { gulou } from '../testing.ts';
import { addMonths, formatDay, parseDay } from './days.ts';
import { forecast } from './forecast.ts';

const TODAY = '2026-11-29';
const LAST = parseDay(TODAY) ?? 0;
const codes = [...Object.keys(vaccines), 'cvx:20', 'cvx:110', 'cvx:03', 'cn:03', 'cn:07', 'cvx:999'];

interface History {
  readonly child: Child;
  readonly doses: readonly GivenDose[];
}

/** Children of up to 14 years with records as they come: early, late, doubled, foreign, without a day. */
const histories: fc.Arbitrary<History> = fc.integer({ min: 0, max: 14 * 365 }).chain((age) =>
  fc.record({
    child: fc.record({
      birthDate: fc.constant(formatDay(LAST - age)),
      sex: fc.constantFrom('female', 'male', 'unknown'),
      birthWeightGrams: fc.constantFrom(undefined, 1700, 2300, 3300),
      motherHBsAg: fc.constantFrom(undefined, 'positive', 'negative', 'unknown'),
    }),
    doses: fc.array(
      fc.record({
        id: fc.uuid(),
        vaccine: fc.constantFrom(...codes),
        date: fc.oneof(
          { weight: 12, arbitrary: fc.integer({ min: 0, max: age }).map((at) => formatDay(LAST - at)) },
          { weight: 1, arbitrary: fc.constantFrom(undefined, '2025-02', '2025-02-30', '1999-01-01') },
        ),
        abroad: fc.boolean(),
      }),
      { maxLength: 25 },
    ),
  }),
);

const ask = ({ child, doses }: History, today = TODAY): Forecast => forecast(child, doses, [], today, gulou);
const rowsOf = ({ series, others }: Forecast): readonly DoseForecast[] => [...series.flatMap(({ doses }) => doses), ...others];
const stateOf = (found: Forecast) =>
  new Map(
    rowsOf(found).flatMap(({ record, series, state, dose }) => (record ? [[`${record} ${series}`, `${state} ${dose}`]] : [])),
  );
const programme = (found: Forecast) => found.series.filter((one) => one.programme);
const open = ({ state }: DoseForecast) => state === 'due' || state === 'overdue' || state === 'upcoming';
const dayFor = ({ recommended = '' }: DoseForecast, today: string) => (recommended > today ? recommended : today);
const RUNS = { numRuns: 300 };

describe('of any history', () => {
  test('the order of the records does not matter', () => {
    fc.assert(
      fc.property(
        histories.chain((history) =>
          fc.tuple(fc.constant(history), fc.shuffledSubarray([...history.doses], { minLength: history.doses.length })),
        ),
        ([history, shuffled]) => {
          expect(ask({ ...history, doses: shuffled })).toEqual(ask(history));
        },
      ),
      RUNS,
    );
  });

  test('every record is judged, in each series that it counts in', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const told = new Set(rowsOf(ask(history)).flatMap(({ record }) => record ?? []));

        expect(told).toEqual(new Set(history.doses.map(({ id }) => id)));
      }),
      RUNS,
    );
  });

  test('a later dose changes nothing of what was judged before it', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(...codes), (history, vaccine) => {
        const before = { ...history, doses: history.doses.filter(({ date = '' }) => date < '2026-11-28') };
        const earlier = stateOf(ask(before));

        const later = stateOf(ask({ ...before, doses: [...before.doses, { id: 'later', vaccine, date: '2026-11-28' }] }));

        for (const [key, state] of earlier) expect([key, later.get(key)]).toEqual([key, state]);
      }),
      RUNS,
    );
  });

  test('each next dose counts when it is given on the day recommended, and not on the day before its earliest', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { doses: rows } of ask(history).series) {
          const next = rows.find(open);
          if (!next) continue;
          const given = (day: string) => {
            const dose = { id: 'next', vaccine: next.vaccine, date: day };
            return stateOf(ask({ ...history, doses: [...history.doses, dose] }, day > TODAY ? day : TODAY)).get(
              `next ${next.series}`,
            );
          };

          expect([next, given(dayFor(next, TODAY))]).toEqual([next, `given-valid ${next.dose}`]);
          const dayBefore = formatDay((parseDay(next.earliest ?? '') ?? 0) - 1);
          // a repeat is put off for safety, and what waits for doses that are only planned is earlier without them
          const isOwn = next.steps.every(({ kind }) => !['repeat', 'live-apart', 'after-series', 'season'].includes(kind));
          // the fourth of IPV is planned at 4 years like the drops, and counts from 18 months
          if (dayBefore > TODAY && isOwn && next.series !== 'mpsvac' && next.dose !== 'polio-4')
            expect([next, given(dayBefore)]).not.toEqual([next, `given-valid ${next.dose}`]);
        }
      }),
      RUNS,
    );
  });

  test('the plan as a whole is consistent: all of it, given on its days, counts', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const rows = programme(ask(history)).flatMap(({ doses }) => doses.filter(open));
        const planned = rows.map((row) => ({ id: `plan ${row.dose}`, vaccine: row.vaccine, date: dayFor(row, TODAY) }));

        const states = stateOf(ask({ ...history, doses: [...history.doses, ...planned] }, '2046-01-01'));

        for (const { dose, series } of rows)
          expect([dose, states.get(`plan ${dose} ${series}`)]).toEqual([dose, `given-valid ${dose}`]);
      }),
      RUNS,
    );
  });

  test('whoever follows it to the letter, asking again each time, is done before 18', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let [today, doses] = [TODAY, history.doses];
        for (let turn = 0; ; turn++) {
          const found = ask({ child: history.child, doses }, today);
          const next = programme(found).flatMap((one) => one.doses.find(open) ?? []);
          if (next.length === 0) {
            const late = formatDay(addMonths(parseDay(history.child.birthDate) ?? 0, 18 * 12));
            expect(today < late).toBe(true);
            break;
          }
          const on = next.map((row) => dayFor(row, today)).sort()[0] ?? today;
          const given = next.filter((row) => dayFor(row, today) === on);
          const added = given.map(({ dose, vaccine }, index) => ({ id: `${turn}.${index} ${dose}`, vaccine, date: on }));
          [today, doses] = [on, [...doses, ...added]];
          const states = stateOf(ask({ child: history.child, doses }, today));
          for (const [index, { dose, series }] of given.entries())
            expect([dose, states.get(`${added[index]?.id} ${series}`)]).toEqual([dose, `given-valid ${dose}`]);
          expect(turn).toBeLessThan(60);
        }
      }),
      { numRuns: 150 },
    );
  });
});
