import { describe, expect, test } from 'vitest';
import { contraindicationsIn, faultsOf, observedFor } from './assess.ts';
import type { PreCheck } from './contract.ts';

const TODAY = '2026-11-29';
const aCheck = (answers: Partial<PreCheck> = {}): PreCheck => ({
  ...{
    temperature: 36.5,
    conditions: [],
    reaction: 'none',
    accompaniedBy: '林母',
    relation: '52',
    consents: true,
    decision: 'fit',
  },
  ...answers,
});
const faultyFields = (answers: Partial<PreCheck>) => faultsOf(aCheck(answers), TODAY).map(({ at }) => at);

describe('a pre-check', () => {
  test.each([
    ['of a healthy child', {}, []],
    ['with 37.2 °C', { temperature: 37.2 }, []],
    ['with 37.3 °C', { temperature: 37.3 }, ['decision']],
    ['with a fever, put off', { temperature: 38.5, decision: 'postpone', until: '2026-12-05' }, []],
    ['put off until today', { decision: 'postpone', until: TODAY, reason: '咳嗽' }, ['until']],
    ['put off without a reason', { decision: 'postpone', until: '2026-12-05' }, ['reason']],
    ['contraindicated without a reason', { decision: 'contraindicated' }, ['reason']],
    ['of a child whose guardian declines', { decision: 'decline', consents: false }, []],
    ['declined with consent', { decision: 'decline' }, ['consents']],
    ['with nobody beside the child', { accompaniedBy: ' ' }, ['accompaniedBy']],
    ['with a temperature of water', { temperature: 3.65 }, ['temperature']],
  ] as const)('%s has its faults', (_name, answers, faulty) => {
    expect(faultyFields(answers)).toEqual(faulty);
  });

  test('forbids by fever and by what holds until the day to which it is put off', () => {
    const found = contraindicationsIn(aCheck({ temperature: 38, conditions: ['pregnancy'], until: '2026-12-05' }), TODAY);

    expect(found).toEqual([
      { condition: 'pregnancy', from: TODAY, until: '2026-12-05' },
      { condition: 'acute-illness', from: TODAY, until: '2026-12-05' },
    ]);
  });
});

test('a child is observed for 30 minutes to the millisecond', () => {
  const given = '2026-11-29T08:00:00.000Z';

  const left = ['08:00:00.000', '08:29:59.999', '08:30:00.000', '09:00:00.000'].map((time) =>
    observedFor(given, new Date(`2026-11-29T${time}Z`)),
  );

  expect(left).toEqual([1_800_000, 1, 0, 0]);
});
