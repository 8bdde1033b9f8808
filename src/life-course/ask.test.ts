import { describe, expect, test } from 'vitest';
import { compileCondition, compileTerm } from './ask.ts';
import type { Condition, Span, Term } from './contract.ts';
import { dayNumber } from './days.ts';
import {
  age,
  all,
  answer,
  begins,
  bornIn,
  count,
  dateAfter,
  days,
  daysFrom,
  daysSince,
  difference,
  firstOf,
  fromOn,
  greatest,
  has,
  interpolated,
  latest,
  lives,
  months,
  not,
  ongoing,
  previously,
  quotient,
  round,
  sexIs,
  sum,
  under,
} from './say.ts';
import { aLife, happened } from './testing.ts';

const life = aLife({
  born: '1960-06-15',
  events: [
    happened('2025-03-01', { enrolled: 'diabetes' }, { until: '2025-12-31' }),
    happened('2025-11-20', { contact: 'diabetes/follow-up', glucose: 8.1 }),
    happened('2026-02-10', { contact: 'diabetes/follow-up', glucose: 6.8, symptoms: '2 5' }),
    happened('2026-04-01', { glucose: 7.4 }),
  ],
});
const period = { from: dayNumber('2026-01-01'), until: dayNumber('2026-12-31') };
const asked = (on: string) => ({ course: life, at: dayNumber(on), period, contact: life.events[2], before: life.events[1] });
const holds = (condition: Condition, on = '2026-06-14') => compileCondition(condition)(asked(on));
const answerOf = (term: Term, on = '2026-06-14') => compileTerm(term)(asked(on));

describe('a question about a life', () => {
  test('knows nothing of what comes later', () => {
    expect(answerOf(latest('glucose'), '2026-03-01')).toBe(6.8);
    expect(answerOf(latest('glucose'))).toBe(7.4);
    expect(answerOf(latest('glucose'), '2025-01-01')).toBeUndefined();
  });

  test('looks at one kind of event, a period or the time just previously, alone', () => {
    expect(answerOf(latest('glucose', { among: { contact: 'diabetes/follow-up' } }))).toBe(6.8);
    expect(answerOf(count({ contact: 'diabetes/follow-up' }))).toBe(2);
    expect(answerOf(count({ contact: 'diabetes/follow-up' }, 'period'))).toBe(1);
    expect(answerOf(count({ glucose: true }, months(3)))).toBe(1);
    expect(holds(has({ glucose: true }, months(2)))).toBe(false);
  });

  test('is about the contact at hand and the one before', () => {
    expect(holds(all(answer('glucose').below(7), previously('glucose').atLeast(7)))).toBe(true);
    expect(holds(answer('symptoms').includes('5'))).toBe(true);
    expect(holds(answer('symptoms').includes('25'))).toBe(false);
  });

  test('turns on the birthday', () => {
    expect(answerOf(age('years'))).toBe(65);
    expect(answerOf(age('years'), '2026-06-15')).toBe(66);
    expect(answerOf(age('months'), '2026-06-15')).toBe(792);
  });

  test('of what is unknown is no, and no the other way round as well', () => {
    expect(holds(answer('weight').below(70))).toBe(false);
    expect(holds(answer('weight').atLeast(70))).toBe(false);
    expect(holds(answer('weight').isUnknown())).toBe(true);
    expect(holds(answer('glucose').equals('6.8'))).toBe(false);
    expect(answerOf(sum(answer('weight'), 1))).toBeUndefined();
  });

  test('follows what lasts to its end', () => {
    expect(holds(ongoing({ enrolled: 'diabetes' }), '2025-12-31')).toBe(true);
    expect(holds(ongoing({ enrolled: 'diabetes' }), '2026-01-01')).toBe(false);
    expect(answerOf(daysSince({ contact: true }), '2026-02-12')).toBe(2);
  });

  test('reckons', () => {
    expect(answerOf(round(quotient(70, 3), 2))).toBe(23.33);
    expect(answerOf(round(1.005, 2))).toBe(1.01);
    expect(answerOf(greatest(3, answer('missing'), answer('glucose')))).toBe(6.8);
    expect(answerOf(greatest(answer('missing'), '9'))).toBeUndefined();
    expect(answerOf(quotient(1, 0))).toBeUndefined();
    expect(answerOf(difference(answer('glucose'), previously('glucose')))).toBeCloseTo(-1.3);
    expect(answerOf(firstOf([[sexIs('male'), 'his']], 'hers'))).toBe('hers');
  });

  test('knows a code by its beginning, and a number by its size', () => {
    const ill = aLife({
      events: [
        happened('2026-01-01', { condition: 'I10.x00x002' }),
        happened('2026-01-02', { contact: 'a', systolic: 140 }),
        happened('2026-01-03', { contact: 'a', systolic: 139 }),
      ],
    });
    const holdsOf = (condition: Condition) => compileCondition(condition)({ course: ill, at: dayNumber('2026-02-01') });

    expect([holdsOf(has({ condition: begins('I10') })), holdsOf(has({ condition: begins('I1', 'E11') }))]).toEqual([true, true]);
    expect(holdsOf(has({ condition: begins('E11', '10') }))).toBe(false);
    expect(holdsOf(has({ systolic: begins('1') }))).toBe(false);
    expect(holdsOf(count({ systolic: fromOn(140) }).equals(1))).toBe(true);
    expect(holdsOf(count({ systolic: under(140), contact: true }).equals(1))).toBe(true);
  });

  test('reckons with dates that are told', () => {
    const born = happened('2026-03-01', { lastMenstrualPeriod: '2026-01-01', note: 'none' });
    const told = (term: Term) =>
      compileTerm(term)({ course: aLife({ events: [born] }), at: dayNumber('2026-04-02'), contact: born });

    expect(told(daysFrom(latest('lastMenstrualPeriod')))).toBe(91);
    expect(told(dateAfter(answer('lastMenstrualPeriod'), days(280)))).toBe('2026-10-08');
    expect([told(daysFrom(answer('note'))), told(daysFrom(answer('missing')))]).toEqual([undefined, undefined]);
    expect(told(dateAfter(answer('note'), days(1)))).toBeUndefined();
  });

  test('knows who was born in a time', () => {
    const child = (born: string) => aLife({ born });
    const isBorn = (born: string, window: 'period' | Span) =>
      compileCondition(bornIn(window))({ course: child(born), at: dayNumber('2026-06-30'), period });

    expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((born) => isBorn(born, 'period'))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(['2026-06-02', '2026-06-03'].map((born) => isBorn(born, days(28)))).toEqual([false, true]);
  });

  test('reads a value off a line', () => {
    const read = (x: number) =>
      answerOf(
        interpolated(x, [
          [0, 10],
          [10, 20],
          [20, 0],
        ]),
      );

    expect([0, 5, 10, 15, 20].map(read)).toEqual([10, 15, 20, 10, 0]);
    expect([-1, 21].map(read)).toEqual([undefined, undefined]);
    expect(answerOf(interpolated(answer('missing'), [[0, 10]]))).toBeUndefined();
  });

  test('knows who lives here', () => {
    const moved = aLife({
      events: [happened('2020-01-01', { 'vital-event': 'move-out' }), happened('2022-01-01', { 'vital-event': 'move-in' })],
    });
    const dead = aLife({ died: '2025-05-05' });
    const livesOn = (course: typeof life, on: string) => compileCondition(lives)({ course, at: dayNumber(on) });

    expect(livesOn(moved, '2019-12-31')).toBe(true);
    expect(livesOn(moved, '2021-01-01')).toBe(false);
    expect(livesOn(moved, '2023-01-01')).toBe(true);
    expect([livesOn(dead, '2025-05-04'), livesOn(dead, '2025-05-05')]).toEqual([true, false]);
    expect(holds(not(lives), '1950-01-01')).toBe(true);
  });

  test('is plain data', () => {
    const said = all(latest('glucose', { in: months(3) }).below(7), count({ contact: ['a', 'b'] }).atLeast(sum(1, 1)));

    expect(JSON.parse(JSON.stringify(said))).toEqual(said);
    expect(holds(JSON.parse(JSON.stringify(said)))).toBe(holds(said));
  });
});
