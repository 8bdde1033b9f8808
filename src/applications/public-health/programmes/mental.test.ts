import { describe, expect, test } from 'vitest';
import type { FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { watch } from '../testing.ts';
import { mental } from './mental.ts';

const { state, due, classes, measure } = watch(mental);

/** A visit of somebody who is stable, but for what is said. Level 0 is code 1. */
const visit = (on: string, facts: Record<string, FactValue> = {}) =>
  happened(on, {
    contact: 'mental/follow-up',
    mentalVisited: true,
    riskLevel: '1',
    insight: '1',
    mentalStability: '3',
    ...facts,
  });
const patient = (...events: readonly ReturnType<typeof visit>[]) =>
  aLife({ events: [happened('2026-01-10', { enrolled: 'mental' }), ...events] });
const next = (...events: readonly ReturnType<typeof visit>[]) =>
  due(patient(...events), '2026-06-01').find((item) => item.startsWith('follow-up'));

test('is restricted, and so is whatever it alone asks for', () => {
  expect(mental.restricted).toBe(true);
  expect(mental.elements.filter(({ restricted }) => restricted !== true)).toEqual([]);
});

describe('who is proposed (一 服务对象)', () => {
  const known = (condition: string) => state(aLife({ events: [happened('2026-01-01', { condition })] }), '2026-02-01');

  test.each([
    ['schizophrenia', known('F20.000'), 'suggested'],
    ['schizoaffective disorder', known('F25.900'), 'suggested'],
    ['paranoid psychosis', known('F22.000x001'), 'suggested'],
    ['bipolar disorder', known('F31.900'), 'suggested'],
    ['not depression alone', known('F32.900'), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('the next visit (二（三）分类干预)', () => {
  const stable = 'follow-up 2026-05-01..2026-06-01';
  const refer = 'follow-up 2026-03-01..2026-03-15 refer';
  const twoWeeks = 'follow-up 2026-03-08..2026-03-15';
  const month = 'follow-up 2026-03-15..2026-03-29';

  test.each([
    ['stable, level 0: three months', next(visit('2026-03-01')), stable],
    ['level 1: two weeks', next(visit('2026-03-01', { riskLevel: '2', mentalStability: '2' })), twoWeeks],
    ['level 2: two weeks', next(visit('2026-03-01', { riskLevel: '3' })), twoWeeks],
    ['level 3: refer, two weeks', next(visit('2026-03-01', { riskLevel: '4' })), refer],
    ['level 5: refer, two weeks', next(visit('2026-03-01', { riskLevel: '6' })), refer],
    ['no insight: refer', next(visit('2026-03-01', { insight: '3' })), refer],
    ['a severe reaction: refer', next(visit('2026-03-01', { severeAdverseReaction: true })), refer],
    ['a severe bodily disease: refer', next(visit('2026-03-01', { severeSomaticDisease: true })), refer],
    ['judged unstable: refer', next(visit('2026-03-01', { mentalStability: '1' })), refer],
    ['functioning poor: two weeks', next(visit('2026-03-01', { functionContact: '3' })), twoWeeks],
    ['basically stable, then stable: three months', next(visit('2026-02-15', { riskLevel: '2' }), visit('2026-03-01')), stable],
    [
      'basically stable twice: one month',
      next(visit('2026-02-15', { riskLevel: '2' }), visit('2026-03-01', { riskLevel: '2' })),
      month,
    ],
    [
      'unstable, then basically stable: two weeks',
      next(visit('2026-02-15', { riskLevel: '4' }), visit('2026-03-01', { riskLevel: '2' })),
      twoWeeks,
    ],
    [
      'not met: again within two weeks',
      next(happened('2026-03-01', { contact: 'mental/follow-up', mentalVisited: false })),
      'follow-up 2026-03-01..2026-03-15',
    ],
    ['none yet', next(), 'follow-up 2026-01-10..2026-01-24'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('opening and yearly check', () => {
  test.each([
    ['the supplement is due within two weeks', due(patient(), '2026-02-01')[0], 'supplement/opening 2026-01-10..2026-01-24'],
    [
      'it is done once for all',
      due(patient(happened('2026-03-01', { contact: 'mental/supplement' })), '2027-02-01').some((item) =>
        item.startsWith('supplement'),
      ),
      false,
    ],
    [
      'an examination as elderly is the check',
      due(patient(happened('2026-03-01', { contact: 'elderly/examination' })), '2026-04-01').at(-1),
      'check/2027 2027-01-01..2027-12-31',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

test.each([
  [{}, { stability: 'stable', risk: '1' }],
  [{ riskLevel: '3' }, { stability: 'basically-stable', risk: '3' }],
  [{ riskLevel: '5' }, { stability: 'unstable', risk: '5' }],
])('%o is %o', (facts, expected) => {
  expect(classes(patient(visit('2026-03-01', facts)), '2026-03-02')).toEqual(expected);
});

describe('indicator (六 工作指标)', () => {
  const rate = (life: ReturnType<typeof aLife>, year = 2026) => measure('mental-standardised-management', life, year);
  const four = ['2026-02-01', '2026-05-01', '2026-08-01', '2026-11-01'].map((on) => visit(on));

  test.each([
    ['four visits', rate(patient(...four)), 'counted'],
    ['three', rate(patient(...four.slice(1))), 'not counted'],
    ['four, one in vain', rate(patient(...four.slice(1), visit('2026-02-02', { mentalVisited: false }))), 'not counted'],
    [
      'let go before the end of the year',
      rate(aLife({ events: [happened('2026-01-10', { enrolled: 'mental' }, { until: '2026-11-30' }), ...four] })),
      'not asked',
    ],
    ['before the enrolment', rate(patient(), 2025), 'not asked'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
