import { describe, expect, test } from 'vitest';
import { nationalSchedule } from '../schedules/national.ts';
import type { Schedule, Series } from '../schedules/rules.ts';
import { forecastOf, linesOf } from '../testing.ts';
import { compileSchedule } from './compile.ts';

const [first, ...rest] = nationalSchedule.editions;
if (!first) throw new Error('the nation has a schedule');
const changed = (change: (series: Series) => Series): Schedule => ({
  ...nationalSchedule,
  editions: [...rest, { ...first, id: 'next', from: '2027-01-01', series: first.series.map(change) }, first],
});

describe('a schedule', () => {
  test('has each edition in force from its day on, in whatever order they are listed', () => {
    const schedule = compileSchedule({ ...nationalSchedule, editions: nationalSchedule.editions.toReversed() });

    const days = ['2015-01-01', '2024-12-31', '2025-01-01', '2025-11-10', '2026-06-16', '2026-06-17'];
    const editions = days.map((today) => forecastOf({ born: '2014-06-01', today, schedule }).edition);
    expect(editions).toEqual(['2021', '2021', '2025', '2025-11', '2025-11', '2026']);
  });

  test('that changes plans everybody anew from its day on, and judges what was given before as it was', () => {
    const later = (series: Series): Series =>
      series.id === 'bcg' || series.id !== 'mmr'
        ? series
        : {
            ...series,
            tracks: series.tracks.map((track) => ({
              ...track,
              doses: track.doses.map((dose) => ({ ...dose, from: '12 months' as const })),
            })),
          };
    const schedule = compileSchedule(changed(later));
    const child = { born: '2026-02-01', given: ['BCG 2026-02-01'], schedule };

    const before = forecastOf({ ...child, today: '2026-12-31' });
    const after = forecastOf({ ...child, today: '2027-01-01' });
    const given = forecastOf({ ...child, given: ['BCG 2026-02-01', 'MMR 2026-10-01'], today: '2027-01-01' });

    expect(linesOf(before, 'mmr')[0]).toBe('mmr-1 due MMR 2026-10-01..2027-01-31');
    expect(linesOf(after, 'mmr')[0]).toBe('mmr-1 upcoming MMR 2027-02-01..2027-02-01');
    expect(linesOf(given, 'mmr')[0]).toBe('mmr-1 given-valid');
  });

  test('may let doses count that are some days early', () => {
    const graced = compileSchedule({
      ...nationalSchedule,
      editions: nationalSchedule.editions.map((one) => ({ ...one, graceDays: 4 })),
    });
    const asked = { born: '2026-01-01', given: ['MMR 2026-08-28'], today: '2026-09-01' };

    expect(linesOf(forecastOf({ ...asked, schedule: graced }), 'mmr')[0]).toBe('mmr-1 given-valid');
    expect(linesOf(forecastOf({ ...asked, given: ['MMR 2026-08-27'], schedule: graced }), 'mmr')[0]).toBe(
      'mmr-1 given-invalid from',
    );
    expect(linesOf(forecastOf(asked), 'mmr')[0]).toBe('mmr-1 given-invalid from');
  });

  test('with a length that is none does not compile', () => {
    const wrong = (series: Series): Series => ({ ...series, tuberculinFrom: 'x months' as '3 months' });

    expect(() => compileSchedule(changed(wrong))).toThrow('x months');
  });

  test.each([
    ['no day of birth', { born: '2026-02-30', today: '2026-11-29' }, 'birthDate'],
    ['a birth to come', { born: '2026-12-01', today: '2026-11-29' }, 'birthDate'],
    ['no day to judge by', { born: '2026-01-01', today: 'today' }, 'today'],
    [
      'an unknown condition',
      { born: '2026-01-01', today: '2026-11-29', conditions: [{ condition: 'x' }] },
      'contraindication.condition',
    ],
  ])('refuses %s', (_, asked, at) => {
    expect(() => forecastOf(asked)).toThrow(expect.objectContaining({ code: 'input-invalid', at }));
  });
});
