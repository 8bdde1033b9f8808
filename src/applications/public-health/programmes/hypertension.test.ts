import { describe, expect, test } from 'vitest';
import type { FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { fillIn, watch } from '../testing.ts';
import { hypertension } from './hypertension.ts';

const { state, due, classes, measure } = watch(hypertension);

/** A visit at the institution that went well, but for what is said. */
const visit = (on: string, facts: Record<string, FactValue> = {}) =>
  happened(on, {
    contact: 'hypertension/follow-up',
    contactMode: '1',
    systolic: 130,
    diastolic: 80,
    followUpResult: '1',
    ...facts,
  });
const patient = (visits: readonly ReturnType<typeof visit>[], born = '1970-01-01') =>
  aLife({ born, events: [happened('2026-01-10', { enrolled: 'hypertension' }), ...visits] });
const next = (...visits: readonly ReturnType<typeof visit>[]) =>
  due(patient(visits), '2026-06-01').find((item) => item.startsWith('follow-up'));

describe('who is proposed (二（一）筛查)', () => {
  const known = (facts: Record<string, FactValue>, born = '1980-01-01', times = 1) =>
    state(aLife({ born, events: Array.from({ length: times }, (_, n) => happened(`2026-01-0${n + 1}`, facts)) }), '2026-02-01');

  test.each([
    ['a diagnosis I10', known({ condition: 'I10' }), 'suggested'],
    ['the Chinese extension I10.x00x002', known({ condition: 'I10.x00x002' }), 'suggested'],
    ['hypertensive heart disease I11.9', known({ condition: 'I11.900' }), 'suggested'],
    ['not secondary hypertension I15', known({ condition: 'I15.900' }), 'out'],
    ['not below 35 years', known({ condition: 'I10' }, '1992-01-01'), 'out'],
    ['three contacts with 140 or more', known({ contact: 'elderly/examination', systolic: 142 }, '1980-01-01', 3), 'suggested'],
    ['not two of them', known({ contact: 'elderly/examination', systolic: 142 }, '1980-01-01', 2), 'out'],
    [
      'three contacts with 90 or more below',
      known({ contact: 'diabetes/follow-up', diastolic: 90 }, '1980-01-01', 3),
      'suggested',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('the next visit (二（三）分类干预)', () => {
  const bad = { systolic: 150, followUpResult: '2' };

  test.each([
    ['satisfied: within three months', next(visit('2026-03-01')), 'follow-up 2026-05-01..2026-06-01'],
    ['first time unsatisfied: within two weeks', next(visit('2026-03-01', bad)), 'follow-up 2026-03-01..2026-03-15'],
    [
      'an adverse reaction: within two weeks',
      next(visit('2026-03-01', { followUpResult: '3' })),
      'follow-up 2026-03-01..2026-03-15',
    ],
    [
      'unsatisfied twice: refer',
      next(visit('2026-02-01', bad), visit('2026-02-14', bad)),
      'follow-up 2026-02-14..2026-02-28 refer',
    ],
    [
      'satisfied in between: not refer',
      next(visit('2026-02-01', bad), visit('2026-02-14'), visit('2026-03-14', bad)),
      'follow-up 2026-03-14..2026-03-28',
    ],
    [
      'a complication: refer at once',
      next(visit('2026-03-01', { followUpResult: '4' })),
      'follow-up 2026-03-01..2026-03-15 refer',
    ],
    [
      '180 and more: refer',
      next(visit('2026-03-01', { systolic: 180, followUpResult: '2' })),
      'follow-up 2026-03-01..2026-03-15 refer',
    ],
    ['110 below and more: refer', next(visit('2026-03-01', { diastolic: 110 })), 'follow-up 2026-03-01..2026-03-15 refer'],
    ['179 over 109: not', next(visit('2026-03-01', { systolic: 179, diastolic: 109 })), 'follow-up 2026-03-01..2026-03-15'],
    [
      'a sign of danger at a good pressure: refer',
      next(visit('2026-03-01', { hypertensionDangers: '4 7' })),
      'follow-up 2026-03-01..2026-03-15 refer',
    ],
    [
      'pregnant at a good pressure: not',
      next(visit('2026-03-01', { hypertensionDangers: '10' })),
      'follow-up 2026-05-01..2026-06-01',
    ],
    [
      'pregnant at a high one: refer',
      next(visit('2026-03-01', { hypertensionDangers: '10', systolic: 145 })),
      'follow-up 2026-03-01..2026-03-15 refer',
    ],
    [
      'high though called satisfied: within two weeks',
      next(visit('2026-03-01', { systolic: 146 })),
      'follow-up 2026-03-01..2026-03-15',
    ],
    ['none yet: two weeks from the enrolment', next(), 'follow-up 2026-01-10..2026-01-24'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  test('of who is 65, at 146: content (<150/90)', () => {
    expect(due(patient([visit('2026-03-01', { systolic: 146 })], '1955-01-01'), '2026-06-01')[0]).toBe(
      'follow-up 2026-05-01..2026-06-01',
    );
  });
});

describe('the yearly check (二（四）健康体检)', () => {
  const check = (contact: string) =>
    due(patient([happened('2026-04-01', { contact })]), '2026-06-01').find((item) => item.startsWith('check'));

  test.each([
    ['is due to the end of the year', check('none'), 'check/2026 2026-01-10..2026-12-31'],
    ['is done', check('hypertension/check'), 'check/2027 2027-01-01..2027-12-31'],
    ['is done by an examination of the diabetes programme', check('diabetes/check'), 'check/2027 2027-01-01..2027-12-31'],
    ['is not done by a visit', check('diabetes/follow-up'), 'check/2026 2026-01-10..2026-12-31'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('control and grade', () => {
  const of = (systolic: number, diastolic: number, born = '1970-01-01') =>
    classes(patient([visit('2026-03-01', { systolic, diastolic })], born), '2026-03-02');

  test.each([
    ['139/89', of(139, 89), { control: 'controlled', grade: '0' }],
    ['140/80', of(140, 80), { control: 'not-controlled', grade: '1' }],
    ['120/90', of(120, 90), { control: 'not-controlled', grade: '1' }],
    ['149/89 at 65', of(149, 89, '1960-01-01'), { control: 'controlled', grade: '1' }],
    ['150/80 at 65', of(150, 80, '1960-01-01'), { control: 'not-controlled', grade: '1' }],
    ['165/95', of(165, 95), { control: 'not-controlled', grade: '2' }],
    ['150/112', of(150, 112), { control: 'not-controlled', grade: '3' }],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('indicators (六 工作指标)', () => {
  const managed = 'hypertension-standardised-management';
  const year = (modes: readonly string[], isChecked: boolean, last = 130) =>
    patient([
      ...modes.map((contactMode, n) =>
        visit(`2026-0${n * 2 + 2}-01`, { contactMode, systolic: n === modes.length - 1 ? last : 150 }),
      ),
      ...(isChecked ? [happened('2026-10-01', { contact: 'elderly/examination' })] : []),
    ]);

  test.each([
    ['four visits face to face and a check', measure(managed, year(['1', '2', '1', '1'], true), 2026), 'counted'],
    ['three of them', measure(managed, year(['1', '2', '1'], true), 2026), 'not counted'],
    ['one of four by telephone', measure(managed, year(['1', '3', '1', '1'], true), 2026), 'not counted'],
    ['no check', measure(managed, year(['1', '2', '1', '1'], false), 2026), 'not counted'],
    ['not seen in the year', measure(managed, year(['1'], true), 2025), 'not asked'],
    ['control by the latest visit', measure('hypertension-control', year(['1', '1'], false, 138), 2026), 'counted'],
    ['not controlled at the latest', measure('hypertension-control', year(['1', '1'], false, 140), 2026), 'not counted'],
    [
      '35 and measured',
      measure('pressure-measured-35', aLife({ events: [happened('2026-05-05', { systolic: 120 })] }), 2026),
      'counted',
    ],
    [
      '35 and not measured this year',
      measure('pressure-measured-35', aLife({ events: [happened('2025-05-05', { systolic: 120 })] }), 2026),
      'not counted',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

test('the form reckons the body mass index; the examination takes the higher arm', () => {
  const answers = { weight: 70, height: 170, systolicLeft: 150, systolicRight: 144, diastolicRight: 92 };

  expect(fillIn(hypertension, 'follow-up', answers, aLife(), '2026-03-01')['bodyMassIndex']).toBe(24.2);
  expect(fillIn(hypertension, 'examination', answers, aLife(), '2026-03-01')).toMatchObject({ systolic: 150, diastolic: 92 });
});
