import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, dayText, type FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { developmentOf, gradeOf, growthOf } from '../growth/index.ts';
import { fillIn, watch } from '../testing.ts';
import { child } from './child.ts';

const { state, due, classes, measure } = watch(child);
const BORN = '2025-01-15';
const check = (on: string, facts: Record<string, FactValue> = {}) => happened(on, { contact: 'child/check', ...facts });
const infant = (...events: ReturnType<typeof check>[]) => aLife({ born: BORN, events });
/** The first item of an activity that is due. */
const next = (activity: string, on: string, ...events: ReturnType<typeof check>[]) =>
  due(infant(...events), on).find((item) => item.startsWith(activity));

describe('who is in it (一 服务对象)', () => {
  test.each([
    ['from birth', state(infant(), BORN), 'active'],
    ['to the day before the seventh birthday', state(infant(), '2032-01-14'), 'active'],
    ['not at seven', state(infant(), '2032-01-15'), 'out'],
    ['not who has died', state(aLife({ born: BORN, died: '2025-02-01' }), '2025-03-01'), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('checks by age (二（一）～（四）)', () => {
  test.each([
    ['newborn', next('check', '2025-01-16'), 'check/newborn 2025-01-15..2025-01-29'],
    ['full month: 28 to 30 days', next('check', '2025-02-12', check('2025-01-20')), 'check/month 2025-02-12..2025-02-14'],
    [
      'a visit on the 27th day is none of the full month',
      next('check', '2025-02-12', check('2025-02-11')),
      'check/month 2025-02-12..2025-02-14',
    ],
    ['3 months', next('check', '2025-04-15'), 'check/m3 2025-04-15..2025-05-15'],
    ['6 months', next('check', '2025-07-15'), 'check/m6 2025-07-15..2025-08-15'],
    ['8 months', next('check', '2025-09-15'), 'check/m8 2025-09-15..2025-10-15'],
    ['12 months', next('check', '2026-01-15'), 'check/m12 2026-01-15..2026-03-15'],
    ['18 months', next('check', '2026-07-15'), 'check/m18 2026-07-15..2026-09-15'],
    ['24 months', next('check', '2027-01-15'), 'check/m24 2027-01-15..2027-03-15'],
    ['30 months', next('check', '2027-07-15'), 'check/m30 2027-07-15..2027-09-15'],
    ['36 months', next('check', '2028-01-15'), 'check/m36 2028-01-15..2028-03-15'],
    ['4 years', next('check', '2029-01-15'), 'check/y4 2029-01-15..2029-07-15'],
    ['5 years', next('check', '2030-01-15'), 'check/y5 2030-01-15..2030-07-15'],
    ['6 years', next('check', '2031-01-15'), 'check/y6 2031-01-15..2031-07-15'],
    ['late, made up before the next one', next('check', '2025-07-02', check('2025-07-01')), 'check/m6 2025-07-15..2025-08-15'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('haemoglobin and hearing (二（三）（四）)', () => {
  test.each([
    ['blood at 6 to 8 months', next('haemoglobin', '2025-07-15'), 'haemoglobin/m6 2025-07-15..2025-10-15'],
    [
      'is done when measured at any check',
      next('haemoglobin', '2025-09-20', check('2025-09-16', { haemoglobin: 118 })),
      'haemoglobin/m18 2026-07-15..2026-09-15',
    ],
    [
      'and in a hospital',
      next('haemoglobin', '2025-09-20', happened('2025-09-16', { haemoglobin: 118 })),
      'haemoglobin/m18 2026-07-15..2026-09-15',
    ],
    [
      'not by a check without it',
      next('haemoglobin', '2025-09-20', check('2025-09-16')),
      'haemoglobin/m6 2025-07-15..2025-10-15',
    ],
    ['every year from 4 on', next('haemoglobin', '2030-01-15'), 'haemoglobin/y5 2030-01-15..2030-07-15'],
    ['hearing at 6 months', next('hearing', '2025-07-15'), 'hearing/m6 2025-07-15..2025-08-15'],
    ['hearing at 12, 24, 36 months', due(infant(), '2025-07-15').filter((item) => item.startsWith('hearing')).length, 4],
    [
      'the screen at birth is not that of 6 months',
      next('hearing', '2025-07-15', check('2025-01-20', { hearingScreen: '1' })),
      'hearing/m6 2025-07-15..2025-08-15',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('what was found', () => {
  const of = (facts: Record<string, FactValue>) => classes(infant(check('2026-01-20', facts)), '2026-01-21');

  test.each([
    ['110: no anaemia', of({ haemoglobin: 110 }), { anaemia: 'none' }],
    ['109: mild', of({ haemoglobin: 109 }), { anaemia: 'mild' }],
    ['89: moderate', of({ haemoglobin: 89 }), { anaemia: 'moderate' }],
    ['59: severe', of({ haemoglobin: 59 }), { anaemia: 'severe' }],
    ['stunted', of({ bodyDevelopment: '4' }), { growth: '4' }],
    ['development', of({ developmentPassed: false }), { development: 'not-passed' }],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('the form reckons the age at the visit', () => {
    expect(fillIn(child, 'newborn', {}, infant(), '2025-01-20')['visitAgeDays']).toBe(5);
  });
});

describe('growth by the standards of WHO', () => {
  const of = (on: string, facts: Record<string, FactValue>, sex: 'male' | 'female' = 'male') => {
    const all = fillIn(child, 'check', facts, aLife({ born: BORN, sex }), on);
    return [all['weightForAge'], all['heightForAge'], all['bodyDevelopment']];
  };

  test.each([
    ['a boy of a year, median', of('2026-01-15', { weight: 9.7, height: 75.9 }), ['22', '22', '1']],
    ['a light and short girl', of('2026-01-15', { weight: 6.9, height: 68 }, 'female'), ['3', '3', '4']],
    ['a boy of a year, thin', of('2026-01-15', { weight: 7.8, height: 76 }), ['24', '22', '3']],
    ['a boy of a year, heavy', of('2026-01-15', { weight: 11.5, height: 76 }), ['21', '22', '5']],
    ['nothing measured', of('2026-01-15', {}), [undefined, undefined, undefined]],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('the form grades as the module of growth does', () => {
    const measured = fc.record({
      sex: fc.constantFrom('male' as const, 'female' as const),
      ageDays: fc.integer({ min: 30, max: 2500 }),
      weight: fc.integer({ min: 25, max: 350 }).map((hectograms) => hectograms / 10),
      height: fc.integer({ min: 46, max: 125 }),
    });

    fc.assert(
      fc.property(measured, (one) => {
        const growth = growthOf(one);
        const all = fillIn(
          child,
          'check',
          { weight: one.weight, height: one.height },
          aLife({ born: BORN, sex: one.sex }),
          dayText(dayNumber(BORN) + one.ageDays),
        );
        // z-scores are rounded, and a line between measurements is not quite one between scores: not at the very border
        fc.pre(Object.values(growth).every((z) => z === undefined || Math.abs(z - Math.round(z)) > 0.03));
        expect(all['weightForAge']).toBe(growth.weightForAge === undefined ? undefined : gradeOf(growth.weightForAge));
        expect(all['heightForAge']).toBe(growth.heightForAge === undefined ? undefined : gradeOf(growth.heightForAge));
        expect(all['bodyDevelopment']).toBe(developmentOf(growth));
      }),
      { numRuns: 500 },
    );
  });
});

describe('indicators (六 工作指标)', () => {
  const newborn = (life: ReturnType<typeof aLife>, year = 2025) => measure('newborn-visit', life, year);
  const managed = (life: ReturnType<typeof aLife>, year = 2026) => measure('child-management', life, year);

  test.each([
    ['visited within 28 days', newborn(infant(check('2025-02-12', { visitAgeDays: 28 }))), 'counted'],
    ['on the 29th day', newborn(infant(check('2025-02-13', { visitAgeDays: 29 }))), 'not counted'],
    ['not visited', newborn(infant()), 'not counted'],
    ['a live birth that died later counts', newborn(aLife({ born: BORN, died: '2025-02-01' })), 'not counted'],
    ['born in another year', newborn(infant(), 2026), 'not asked'],
    ['followed up in the year', managed(infant(check('2026-05-05'))), 'counted'],
    ['only the year before', managed(infant(check('2025-05-05'))), 'not counted'],
    ['seven at the end of the year', managed(infant(), 2032), 'not asked'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
