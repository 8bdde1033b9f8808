import { describe, expect, test } from 'vitest';
import { aLife, happened } from '../../../life-course/testing.ts';
import { fillIn, watch } from '../testing.ts';
import { elderly } from './elderly.ts';

const { state, due, classes, measure } = watch(elderly);
const examined = (on: string, contact = 'elderly/examination', selfCare = '1') => happened(on, { contact, selfCare });
const resident = (...events: ReturnType<typeof examined>[]) => aLife({ born: '1961-06-15', events });

describe('who is in it (一 服务对象)', () => {
  test.each([
    ['on the 65th birthday', state(resident(), '2026-06-15'), 'active'],
    ['not the day before', state(resident(), '2026-06-14'), 'out'],
    ['not who has died', state(aLife({ born: '1950-01-01', died: '2026-01-01' }), '2026-06-15'), 'out'],
    ['not who has moved away', state(resident(happened('2026-01-01', { 'vital-event': 'move-out' })), '2026-07-01'), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('once a year (二 服务内容)', () => {
  const old = (...events: ReturnType<typeof examined>[]) => due(aLife({ born: '1950-01-01', events }), '2026-06-20');

  test.each([
    ['is due', old(), ['examination/2026 2026-01-01..2026-12-31']],
    ['is done', old(examined('2026-03-01')), ['examination/2027 2027-01-01..2027-12-31']],
    [
      'is done by a check for hypertension',
      old(examined('2026-03-01', 'hypertension/check')),
      ['examination/2027 2027-01-01..2027-12-31'],
    ],
    ['is due again in the next year', old(examined('2025-12-31')), ['examination/2026 2026-01-01..2026-12-31']],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('self-care (附件 老年人生活自理能力评估表)', () => {
  const score = (eating: number, grooming: number, dressing: number, toilet: number, moving: number) => {
    const answers = {
      ...{ selfCareEating: eating, selfCareGrooming: grooming, selfCareDressing: dressing },
      ...{ selfCareToilet: toilet, selfCareMoving: moving },
    };
    const { selfCareScore, selfCare } = fillIn(elderly, 'examination', answers, resident(), '2026-07-01');
    return [selfCareScore, selfCare];
  };

  test.each([
    ['all alone', score(0, 0, 0, 0, 0), [0, '1']],
    ['3: independent', score(3, 0, 0, 0, 0), [3, '1']],
    ['4: mildly dependent', score(3, 1, 0, 0, 0), [4, '2']],
    ['8: mildly dependent', score(3, 3, 0, 1, 1), [8, '2']],
    ['9: moderately dependent', score(3, 1, 0, 0, 5), [9, '3']],
    ['18: moderately dependent', score(3, 7, 3, 0, 5), [18, '3']],
    ['19: not able', score(3, 7, 3, 1, 5), [19, '4']],
    ['all with help', score(5, 7, 5, 10, 10), [37, '4']],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('of an incomplete scale nothing is said', () => {
    const filled = fillIn(elderly, 'examination', { selfCareEating: 0 }, resident(), '2026-07-01');

    expect([filled['selfCareScore'], filled['selfCare']]).toEqual([undefined, undefined]);
  });

  test('is known from the latest examination, wherever it was', () => {
    const life = aLife({ born: '1950-01-01', events: [examined('2025-03-01'), examined('2026-03-01', 'diabetes/check', '3')] });

    expect(classes(life, '2026-03-02')).toEqual({ 'self-care': '3' });
  });
});

describe('elderly management rate (六 工作指标)', () => {
  const rate = (life: ReturnType<typeof aLife>, year = 2026) => measure('elderly-management', life, year);

  test.each([
    ['who was examined', rate(resident(examined('2026-07-01'))), 'counted'],
    ['in the year in which they are 65, before the birthday too', rate(resident(examined('2026-05-01'))), 'counted'],
    ['who was examined the year before', rate(aLife({ born: '1950-01-01', events: [examined('2025-07-01')] })), 'not counted'],
    [
      'without an assessment of self-care',
      rate(resident(happened('2026-07-01', { contact: 'elderly/examination' }))),
      'not counted',
    ],
    ['who is 64 at the end of the year', rate(resident(), 2025), 'not asked'],
    ['who died in it', rate(aLife({ born: '1950-01-01', died: '2026-11-11' })), 'not asked'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
