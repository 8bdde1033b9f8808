import { describe, expect, test } from 'vitest';
import { compileMeasures } from '../../../indicators/count.ts';
import { parsePeriod } from '../../../indicators/index.ts';
import type { FactValue, LifeCourse } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { programme2026 } from '../immunization/schedules/programme-2026.ts';
import { vaccination } from './vaccination.ts';

const year = parsePeriod('2026');
const count = compileMeasures(vaccination.measures, year ? [year] : []);
/** Whether somebody is counted for a measure, and in its numerator. */
const asked = (life: LifeCourse, measure: string) => count(life).find((one) => one.measure === measure)?.numerator;
const dose = (on: string, vaccine: FactValue) => happened(on, { vaccine });

describe('the rate of certificates', () => {
  test.each([
    [
      'born in the year, with a certificate',
      '2026-03-01',
      [happened('2026-03-20', { contact: 'vaccination/certificate' })],
      true,
    ],
    ['born in the year, with a dose on record', '2026-03-01', [dose('2026-03-01', 'HepB')], true],
    ['born in the year, with neither', '2026-03-01', [], false],
    ['born the year before', '2025-12-31', [], undefined],
    ['moved away', '2026-03-01', [happened('2026-05-01', { 'vital-event': 'move-out' })], undefined],
  ])('%s (service specification on vaccination, 6)', (_, born, events, expected) => {
    expect(asked(aLife({ born, events }), 'vaccination-certificate')).toBe(expected);
  });
});

describe('coverage', () => {
  test('is asked for every dose of the national programme before school', () => {
    const codes = vaccination.measures.map(({ code }) => code);

    expect(codes).toEqual(
      expect.arrayContaining(['coverage-hepb-1', 'coverage-hepb-3', 'coverage-bcg-1', 'coverage-mmr-2', 'coverage-je-2']),
    );
    expect(codes.some((code) => code.includes('hpv'))).toBe(false);
    expect(programme2026.series.filter(({ programme }) => programme).length).toBeGreaterThan(8);
  });

  test.each([
    ['hepb-3: 12 months old, three doses', '2025-12-31', ['HepB', 'HepB', 'HepB'], 'coverage-hepb-3', true],
    ['hepb-3: 12 months old, two doses', '2025-12-31', ['HepB', 'HepB'], 'coverage-hepb-3', false],
    ['hepb-3: under 12 months', '2026-01-01', ['HepB'], 'coverage-hepb-3', undefined],
    ['hepb-1: two days old', '2026-12-29', [], 'coverage-hepb-1', false],
    ['hepb-2: two months and no dose', '2026-10-30', ['01'], 'coverage-hepb-2', false],
    ['hepb-2: by the national code', '2026-10-30', ['01', '01'], 'coverage-hepb-2', true],
    [
      'a vaccine of several components counts in each series',
      '2025-12-31',
      ['DTaP-IPV-HB', 'HepB', 'HepB'],
      'coverage-hepb-1',
      true,
    ],
    ['mmr-2 at 24 months', '2024-12-31', ['MMR', '11'], 'coverage-mmr-2', true],
    ['mmr-2 under 24 months', '2025-02-01', ['MMR'], 'coverage-mmr-2', undefined],
    ['school children are not asked about', '2019-12-31', [], 'coverage-mmr-2', undefined],
  ])('%s', (_, born, given, measure, expected) => {
    const events = given.map((vaccine, at) => dose(`2026-12-${10 + at}`, vaccine));

    expect(asked(aLife({ born, events }), measure)).toBe(expected);
  });
});
