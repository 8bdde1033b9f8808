import { describe, expect, test } from 'vitest';
import { compileCondition, dayNumber } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { watch } from '../testing.ts';
import { childChineseMedicine } from './child-chinese-medicine.ts';

const { state, due, measure } = watch(childChineseMedicine);
const BORN = '2025-01-15';
const guided = (on: string) => happened(on, { contact: 'child-chinese-medicine/guidance' });
const infant = (...events: ReturnType<typeof guided>[]) => aLife({ born: BORN, events });

describe('guidance by age (二 服务内容)', () => {
  const next = (on: string, ...events: ReturnType<typeof guided>[]) => due(infant(...events), on)[0];

  test.each([
    ['6 months', next('2025-07-15'), 'guidance/m6 2025-07-15..2025-09-15'],
    ['12 months', next('2026-01-15'), 'guidance/m12 2026-01-15..2026-03-15'],
    ['18 months', next('2026-07-15'), 'guidance/m18 2026-07-15..2026-09-15'],
    ['24 months', next('2027-01-15'), 'guidance/m24 2027-01-15..2027-03-15'],
    ['30 months', next('2027-07-15'), 'guidance/m30 2027-07-15..2027-09-15'],
    ['36 months', next('2028-01-15'), 'guidance/m36 2028-01-15..2028-03-15'],
    ['done', next('2025-07-21', guided('2025-07-20')), 'guidance/m12 2026-01-15..2026-03-15'],
    ['not before six months', next('2025-07-21', guided('2025-07-14')), 'guidance/m6 2025-07-15..2025-09-15'],
    ['a child of 38 months is still in it', state(infant(), '2028-04-14'), 'active'],
    ['one of 39 is not', state(infant(), '2028-04-15'), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('what is taught by age', () => {
  const fields = childChineseMedicine.forms[0]?.sections[0]?.fields ?? [];
  const taughtOn = (on: string) =>
    fields
      .filter(
        ({ name, when }) => name.startsWith('taught') && when && compileCondition(when)({ course: infant(), at: dayNumber(on) }),
      )
      .map(({ name }) => name);

  test.each([
    ['6 months: belly and spine', '2025-07-15', ['taughtAbdomenSpine']],
    ['12 months: belly and spine', '2026-01-15', ['taughtAbdomenSpine']],
    ['18 months: Yingxiang and Zusanli', '2026-07-15', ['taughtYingxiangZusanli']],
    ['24 months: Yingxiang and Zusanli', '2027-01-15', ['taughtYingxiangZusanli']],
    ['30 months: Sishencong', '2027-07-15', ['taughtSishencong']],
    ['36 months: Sishencong', '2028-01-15', ['taughtSishencong']],
  ])('%s', (_, on, expected) => {
    expect(taughtOn(on)).toEqual(expected);
  });
});

test.each([
  ['guided in the year', infant(guided('2026-01-20')), 2026, 'counted'],
  ['not in it', infant(guided('2025-07-20')), 2026, 'not counted'],
  ['36 months at the end of the period', aLife({ born: '2023-12-31' }), 2026, 'not counted'],
  ['37 months', aLife({ born: '2023-11-30' }), 2026, 'not asked'],
])('indicator: %s', (_, life, year, expected) => {
  expect(measure('child-chinese-medicine', life, year)).toBe(expected);
});
