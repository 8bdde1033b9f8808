import { describe, expect, test } from 'vitest';
import type { FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { fillIn, watch } from '../testing.ts';
import { tuberculosis } from './tuberculosis.ts';

const { state, due, classes, measure } = watch(tuberculosis);

/** A follow-up in the intensive phase, supervised by staff, without trouble, but for what is said. */
const visit = (on: string, facts: Record<string, FactValue> = {}) =>
  happened(on, {
    ...{ contact: 'tuberculosis/follow-up', tuberculosisPhase: '1', tuberculosisSupervisor: '1' },
    ...{ missedDoses: 0, adverseReaction: false, tuberculosisComplication: false },
    ...facts,
  });
const first = happened('2026-01-12', { contact: 'tuberculosis/first-visit' });
const patient = (...events: readonly ReturnType<typeof visit>[]) =>
  aLife({ events: [happened('2026-01-10', { enrolled: 'tuberculosis' }), ...events] });
const find = (code: string, ...events: readonly ReturnType<typeof visit>[]) =>
  due(patient(...events), '2026-06-01').find((item) => item.startsWith(code));

describe('who is proposed', () => {
  const known = (condition: string) => state(aLife({ events: [happened('2026-01-01', { condition })] }), '2026-02-01');

  test.each([
    ['confirmed A15', known('A15.000'), 'suggested'],
    ['not confirmed A16', known('A16.200x001'), 'suggested'],
    ['miliary A19', known('A19.900'), 'suggested'],
    ['not of other organs, A18', known('A18.000'), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('the first visit (二（二）第一次入户随访)', () => {
  test.each([
    ['within 72 hours of the notice', find('first-visit'), 'first-visit/within-72-hours 2026-01-10..2026-01-13'],
    ['is made once', find('first-visit', first), undefined],
    [
      'is not made by a follow-up',
      find('first-visit', visit('2026-01-12')),
      'first-visit/within-72-hours 2026-01-10..2026-01-13',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('a patient who is not met', () => {
  const vain = (on: string) => happened(on, { contact: 'tuberculosis/attempt' });

  test.each([
    ['once: nothing is reported', find('report', vain('2026-01-11')), undefined],
    ['twice: it is reported', find('report', vain('2026-01-11'), vain('2026-01-13')), 'report/not-met 2026-01-13..2026-01-14'],
    ['and met after all: not', find('report', vain('2026-01-11'), vain('2026-01-12'), first), undefined],
    [
      'the report is made',
      find('report', vain('2026-01-11'), vain('2026-01-13'), happened('2026-01-14', { contact: 'tuberculosis/report' })),
      undefined,
    ],
    [
      'the first visit is still due',
      find('first-visit', vain('2026-01-11')),
      'first-visit/within-72-hours 2026-01-10..2026-01-13',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('the next follow-up (二（三）督导服药和随访管理)', () => {
  const ten = 'follow-up 2026-03-08..2026-03-11';
  const month = 'follow-up 2026-03-21..2026-03-31';
  const refer = 'follow-up 2026-03-01..2026-03-15 refer';

  test.each([
    ['none yet', find('follow-up', first), 'follow-up 2026-01-13..2026-01-23'],
    ['by family in the intensive phase: ten days', find('follow-up', visit('2026-03-01', { tuberculosisSupervisor: '2' })), ten],
    ['by nobody in the intensive phase: ten days', find('follow-up', visit('2026-03-01', { tuberculosisSupervisor: '3' })), ten],
    [
      'by family in the continuation phase: a month',
      find('follow-up', visit('2026-03-01', { tuberculosisSupervisor: '2', tuberculosisPhase: '2' })),
      month,
    ],
    ['by staff in the intensive phase: a month', find('follow-up', visit('2026-03-01')), month],
    ['by staff in the continuation phase: a month', find('follow-up', visit('2026-03-01', { tuberculosisPhase: '2' })), month],
    ['an adverse reaction: refer', find('follow-up', visit('2026-03-01', { adverseReaction: true })), refer],
    ['a complication: refer', find('follow-up', visit('2026-03-01', { tuberculosisComplication: true })), refer],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

test.each([
  [{}, 'regular'],
  [{ missedDoses: 2 }, 'missed'],
  [{ missedDoses: 2, adverseReaction: true }, 'trouble'],
])('%o is %s', (facts, treatment) => {
  expect(classes(patient(visit('2026-03-01', facts)), '2026-03-02')).toEqual({ treatment });
});

test('the share of doses is reckoned', () => {
  const closed = (dosesTaken: number) =>
    fillIn(tuberculosis, 'closing', { dosesDue: 180, dosesTaken }, aLife(), '2026-08-01')['doseRate'];

  expect([closed(162), closed(161), closed(180)]).toEqual([90, 89.4, 100]);
});

describe('indicators (六 工作指标)', () => {
  const closing = (doseRate: number, treatmentStopReason = '1') =>
    happened('2026-08-01', { contact: 'tuberculosis/closing', doseRate, treatmentStopReason });
  const regular = (...events: readonly ReturnType<typeof visit>[]) =>
    measure('tuberculosis-regular-medication', patient(...events), 2026);

  test.each([
    ['managed: visited', measure('tuberculosis-management', patient(first), 2026), 'counted'],
    ['not visited', measure('tuberculosis-management', patient(), 2026), 'not counted'],
    ['notified in another year', measure('tuberculosis-management', patient(first), 2027), 'not asked'],
    ['90% of the doses', regular(closing(90)), 'counted'],
    ['89.9%', regular(closing(89.9)), 'not counted'],
    ['not completed', regular(closing(95, '3')), 'not asked'],
    ['still treated', regular(first), 'not asked'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
