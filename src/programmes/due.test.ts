import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  age,
  all,
  answer,
  type Condition,
  dayNumber,
  days,
  dayText,
  has,
  latest,
  months,
  weeks,
  years,
} from '../life-course/index.ts';
import { aLife, happened } from '../life-course/testing.ts';
import { openBook } from './book.ts';
import type { Programme } from './contract.ts';
import { defineProgramme } from './define.ts';

const words = { zh: '试', en: 'Trial' };
const base = {
  version: '1',
  valid: { from: '2000-01-01' },
  title: words,
  purpose: words,
  source: 'test',
  forms: [],
  elements: [],
  classifications: [],
  measures: [],
} satisfies Partial<Programme>;

const checks = defineProgramme({
  ...base,
  code: 'child',
  enrolment: { kind: 'population', eligible: age('years').below(7) },
  activities: [
    {
      code: 'check',
      title: words,
      schedule: {
        kind: 'steps',
        anchor: 'birth',
        steps: [
          { code: 'newborn', title: words, from: days(0), by: days(7) },
          { code: 'month', title: words, from: days(28), by: days(30) },
          { code: 'm3', title: words, from: months(3), by: months(4) },
          { code: 'y1', title: words, from: years(1), by: months(15) },
        ],
      },
    },
  ],
});

const pressure = defineProgramme({
  ...base,
  code: 'pressure',
  enrolment: { kind: 'case', suggested: all(age('years').atLeast(35), has({ condition: 'I10' })), closing: [] },
  activities: [
    {
      code: 'visit',
      title: words,
      schedule: {
        kind: 'follow-up',
        first: { after: days(0), within: weeks(2) },
        choices: [{ when: answer('systolic').atLeast(140), after: days(0), within: weeks(2) }],
        otherwise: { after: months(2), within: months(1) },
      },
    },
    { code: 'check', title: words, schedule: { kind: 'yearly' }, when: age('years').atLeast(65) },
  ],
  classifications: [],
});

const pregnancy = defineProgramme({
  ...base,
  code: 'pregnancy',
  elements: [{ name: 'lastPeriod', title: words, type: 'date' }],
  enrolment: { kind: 'case', closing: [] },
  activities: [
    {
      code: 'antenatal',
      title: words,
      doneBy: [{ procedure: '88.78' }],
      schedule: {
        kind: 'steps',
        anchor: { dateOf: 'lastPeriod' },
        steps: [
          { code: 'first', title: words, from: days(0), by: weeks(13) },
          { code: 'second', title: words, from: weeks(16), by: weeks(21) },
        ],
      },
    },
  ],
});

const book = openBook([checks, pressure, pregnancy]);
const dueOn = (life: ReturnType<typeof aLife>, on: string) =>
  book
    .standingsOf(life, dayNumber(on))
    .flatMap(({ due }) => due.map(({ activity, step, from, by }) => [activity, step, dayText(from), dayText(by)].join(' ')));

describe('steps after birth', () => {
  const child = (...visits: string[]) =>
    aLife({ born: '2026-01-31', events: visits.map((on) => happened(on, { contact: 'child/check' })) });

  test('are all to come for a newborn', () => {
    expect(dueOn(child(), '2026-02-01')).toEqual([
      'check newborn 2026-01-31 2026-02-07',
      'check month 2026-02-28 2026-03-02',
      'check m3 2026-04-30 2026-05-31',
      'check y1 2027-01-31 2027-04-30',
    ]);
  });

  test('are done by a contact in their time, late ones too', () => {
    expect(dueOn(child('2026-02-03', '2026-03-20'), '2026-03-21')[0]).toBe('check m3 2026-04-30 2026-05-31');
  });

  test('that were missed are past once the next one begins', () => {
    expect(dueOn(child(), '2026-04-29')[0]).toMatch('check month');
    expect(dueOn(child(), '2026-04-30')[0]).toMatch('check m3');
  });

  test('end with the age', () => {
    expect(dueOn(child(), '2033-01-30')).toEqual(['check y1 2027-01-31 2027-04-30']);
    expect(dueOn(child(), '2033-01-31')).toEqual([]);
  });
});

describe('steps from a date that is told', () => {
  const woman = (...events: Parameters<typeof happened>[]) =>
    aLife({ events: [['2026-02-01', { enrolled: 'pregnancy' }] as const, ...events].map(([on, facts]) => happened(on, facts)) });

  test('are counted from that date, not from the day it was told', () => {
    expect(dueOn(woman(), '2026-02-01')).toEqual([]);
    expect(dueOn(woman(['2026-02-10', { lastPeriod: '2026-01-01' }]), '2026-02-11')).toEqual([
      'antenatal first 2026-01-01 2026-04-02',
      'antenatal second 2026-04-23 2026-05-28',
    ]);
  });

  test('take no date that was told before the enrolment', () => {
    expect(dueOn(woman(['2024-02-10', { lastPeriod: '2024-01-01' }]), '2026-02-11')).toEqual([]);
  });

  test('are done by another event that counts as well', () => {
    const seen = woman(['2026-02-10', { lastPeriod: '2026-01-01' }], ['2026-03-01', { procedure: '88.78' }]);

    expect(dueOn(seen, '2026-03-02')).toEqual(['antenatal second 2026-04-23 2026-05-28']);
  });
});

describe('a follow-up', () => {
  const patient = (...visits: [string, number][]) =>
    aLife({
      events: [
        happened('2026-01-10', { enrolled: 'pressure' }),
        ...visits.map(([on, systolic]) => happened(on, { contact: 'pressure/visit', systolic })),
      ],
    });

  test('is due from enrolment on, and then by what was found', () => {
    expect(dueOn(patient(), '2026-01-11')[0]).toBe('visit  2026-01-10 2026-01-24');
    expect(dueOn(patient(['2026-01-12', 150]), '2026-01-13')[0]).toBe('visit  2026-01-12 2026-01-26');
    expect(dueOn(patient(['2026-01-12', 150], ['2026-01-20', 130]), '2026-01-21')[0]).toBe('visit  2026-03-20 2026-04-20');
  });

  test('that is recorded late counts from its day', () => {
    const late = patient(['2026-03-01', 130], ['2026-02-01', 170]);

    expect(dueOn(late, '2026-03-02')[0]).toBe('visit  2026-05-01 2026-06-01');
  });

  test('is not due for who has died or left', () => {
    const { events } = patient();
    const died = aLife({ died: '2026-02-01', events });
    const closed = aLife({ events: [happened('2026-01-10', { enrolled: 'pressure' }, { until: '2026-01-31' })] });

    expect([dueOn(died, '2026-02-02'), dueOn(closed, '2026-02-01')]).toEqual([[], []]);
  });

  test('is not due for who has the disease and is not enrolled: that one is proposed, once', () => {
    const known = aLife({ events: [happened('2026-01-01', { condition: 'I10' })] });
    const closed = aLife({
      events: [
        happened('2025-01-01', { condition: 'I10' }),
        happened('2025-01-10', { enrolled: 'pressure' }, { until: '2025-12-31' }),
      ],
    });

    expect(book.standingsOf(known, dayNumber('2026-01-02'))).toMatchObject([
      { programme: 'pressure', state: 'suggested', due: [] },
    ]);
    expect(book.standingsOf(closed, dayNumber('2026-01-02'))).toEqual([]);
  });

  test('keeps the version under which the resident was enrolled', () => {
    const next = { ...pressure, version: '2', valid: { from: '2026-06-01' }, activities: pressure.activities.slice(1) };
    const both = openBook([{ ...pressure, valid: { from: '2000-01-01', until: '2026-05-31' } }, next]);

    expect(both.standingsOf(patient(), dayNumber('2026-07-01'))).toMatchObject([{ version: '1' }]);
    expect(() => openBook([pressure, next])).toThrow('overlap');
  });
});

test('a definition that asks for what nobody tells is refused', () => {
  const asking = (eligible: Condition) => () => defineProgramme({ ...checks, enrolment: { kind: 'population', eligible } });

  expect(asking(has({ sistolic: true }))).toThrow('no element sistolic');
  expect(asking(latest('wieght').above(1))).toThrow('no element wieght');
  expect(asking(has({ condition: 'I10', systolic: true }))).not.toThrow();
});

test('between two looks nothing changes by time alone', () => {
  const day = fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2027-12-31') });
  const event = fc.record({
    on: day,
    length: fc.option(fc.nat(400)),
    facts: fc.constantFrom(
      { enrolled: 'pressure' },
      { condition: 'I10' },
      { contact: 'pressure/visit', systolic: 150 },
      { contact: 'pressure/visit', systolic: 120 },
      { contact: 'pressure/check' },
      { contact: 'child/check' },
      { enrolled: 'pregnancy' },
      { lastPeriod: '2025-02-01' },
      { procedure: '88.78' },
      { 'vital-event': 'move-out' },
      { 'vital-event': 'move-in' },
    ),
  });
  const life = fc
    .record({
      born: fc.oneof(day, fc.integer({ min: dayNumber('1955-01-01'), max: dayNumber('1995-01-01') })),
      died: fc.option(day),
      events: fc.array(event, { maxLength: 6 }),
    })
    .map(({ born, died, events }) =>
      aLife({
        born: dayText(born),
        ...(died === null ? {} : { died: dayText(died) }),
        events: events.map(({ on, length, facts }) =>
          happened(dayText(on), facts, length === null ? {} : { until: dayText(on + length) }),
        ),
      }),
    );

  fc.assert(
    fc.property(life, day, fc.nat(800), (course, first, later) => {
      const before = book.standingsOf(course, first);
      const change = book.nextChange(course, first, before) ?? Number.POSITIVE_INFINITY;
      const then = Math.min(first + later, change - 1);
      expect(change).toBeGreaterThan(first);
      expect(book.standingsOf(course, then)).toEqual(before);
    }),
    { numRuns: 3000 },
  );
});
