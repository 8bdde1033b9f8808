import { describe, expect, test } from 'vitest';
import type { FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { watch } from '../testing.ts';
import { diabetes } from './diabetes.ts';

const { state, due, classes, measure } = watch(diabetes);

/** A visit at the institution that went well, but for what is said. */
const visit = (on: string, facts: Record<string, FactValue> = {}) =>
  happened(on, { contact: 'diabetes/follow-up', contactMode: '1', fastingGlucose: 6.2, followUpResult: '1', ...facts });
const patient = (...visits: readonly ReturnType<typeof visit>[]) =>
  aLife({ events: [happened('2026-01-10', { enrolled: 'diabetes' }), ...visits] });
const next = (...visits: readonly ReturnType<typeof visit>[]) =>
  due(patient(...visits), '2026-06-01').find((item) => item.startsWith('follow-up'));

describe('who is proposed (二（一）筛查)', () => {
  const known = (born: string, ...all: Record<string, FactValue>[]) =>
    state(aLife({ born, events: all.map((facts, n) => happened(`2026-01-0${n + 1}`, facts)) }), '2026-02-01');

  test.each([
    ['a diagnosis E11.900', known('1980-01-01', { condition: 'E11.900' }), 'suggested'],
    ['the Chinese extension E11.900x001', known('1980-01-01', { condition: 'E11.900x001' }), 'suggested'],
    ['not type 1, E10', known('1980-01-01', { condition: 'E10.900' }), 'out'],
    ['not below 35 years', known('1992-01-01', { condition: 'E11.900' }), 'out'],
    ['fasting 7.0 or more twice', known('1980-01-01', { fastingGlucose: 7 }, { fastingGlucose: 7.4 }), 'suggested'],
    ['not once', known('1980-01-01', { fastingGlucose: 7 }, { fastingGlucose: 6.9 }), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('the next visit (二（三）分类干预)', () => {
  const bad = { fastingGlucose: 8, followUpResult: '2' };
  const plain = 'follow-up 2026-05-01..2026-06-01';
  const soon = 'follow-up 2026-03-01..2026-03-15';
  const refer = `${soon} refer`;

  test.each([
    ['satisfied: within three months', next(visit('2026-03-01')), plain],
    ['6.9: satisfied', next(visit('2026-03-01', { fastingGlucose: 6.9 })), plain],
    ['7.0 for the first time: within two weeks', next(visit('2026-03-01', { fastingGlucose: 7 })), soon],
    ['an adverse reaction: within two weeks', next(visit('2026-03-01', { followUpResult: '3' })), soon],
    ['unsatisfied twice: refer', next(visit('2026-02-15', bad), visit('2026-03-01', bad)), refer],
    ['satisfied in between: not refer', next(visit('2026-01-15', bad), visit('2026-02-01'), visit('2026-03-01', bad)), soon],
    ['a complication: refer', next(visit('2026-03-01', { followUpResult: '4' })), refer],
    ['16.7 and more: refer at once (二（二）1)', next(visit('2026-03-01', { fastingGlucose: 16.7 })), refer],
    ['16.6: not yet', next(visit('2026-03-01', { fastingGlucose: 16.6 })), soon],
    ['3.9 and less: refer at once', next(visit('2026-03-01', { fastingGlucose: 3.9 })), refer],
    ['4.0: satisfied', next(visit('2026-03-01', { fastingGlucose: 4 })), plain],
    ['180 over: refer', next(visit('2026-03-01', { systolic: 180 })), refer],
    ['heart above 100: refer', next(visit('2026-03-01', { heartRate: 101 })), refer],
    ['heart at 100: not', next(visit('2026-03-01', { heartRate: 100 })), plain],
    ['fever above 39: refer', next(visit('2026-03-01', { temperature: 39.1 })), refer],
    ['breath of acetone: refer', next(visit('2026-03-01', { diabetesDangers: '3' })), refer],
    ['none of the signs', next(visit('2026-03-01', { diabetesDangers: '1' })), plain],
    ['pregnant at 7.0: refer', next(visit('2026-03-01', { diabetesDangers: '9', fastingGlucose: 7 })), refer],
    ['pregnant at 6.2: not', next(visit('2026-03-01', { diabetesDangers: '9' })), plain],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

test('an examination made for hypertension is the yearly check (二（四）健康体检)', () => {
  const life = patient(happened('2026-04-01', { contact: 'hypertension/check' }));

  expect(due(life, '2026-06-01')).toContain('check/2027 2027-01-01..2027-12-31');
});

test.each([
  [6.9, 'controlled'],
  [7, 'not-controlled'],
  [3.9, 'low'],
])('a glucose of %s is %s', (fastingGlucose, control) => {
  expect(classes(patient(visit('2026-03-01', { fastingGlucose })), '2026-03-02')).toEqual({ control });
});

describe('indicators (六 工作指标)', () => {
  const managed = 'diabetes-standardised-management';
  const check = happened('2026-10-01', { contact: 'diabetes/check' });
  const on = ['2026-02-01', '2026-05-01', '2026-08-01'].map((day) => visit(day));
  const withoutGlucose = happened('2026-11-01', { contact: 'diabetes/follow-up', contactMode: '1', followUpResult: '1' });

  test.each([
    ['four visits with glucose and a check', measure(managed, patient(...on, visit('2026-11-01'), check), 2026), 'counted'],
    ['three', measure(managed, patient(...on, check), 2026), 'not counted'],
    ['four, one without glucose', measure(managed, patient(...on, withoutGlucose, check), 2026), 'not counted'],
    [
      'four, one by telephone',
      measure(managed, patient(...on, visit('2026-11-01', { contactMode: '3' }), check), 2026),
      'not counted',
    ],
    ['no check', measure(managed, patient(...on, visit('2026-11-01')), 2026), 'not counted'],
    ['not enrolled', measure(managed, aLife({ events: on }), 2026), 'not asked'],
    ['the latest glucose below 7.0', measure('diabetes-control', patient(...on), 2026), 'counted'],
    [
      'the latest at 7.0',
      measure('diabetes-control', patient(...on, visit('2026-11-01', { fastingGlucose: 7 })), 2026),
      'not counted',
    ],
    ['of the year before: not asked', measure('diabetes-control', patient(...on), 2025), 'not asked'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
