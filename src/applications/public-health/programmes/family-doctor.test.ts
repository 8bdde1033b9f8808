import { describe, expect, test } from 'vitest';
import { aLife, happened } from '../../../life-course/testing.ts';
import { fillIn, watch } from '../testing.ts';
import { familyDoctor } from './family-doctor.ts';

const { due, state, measure } = watch(familyDoctor);
const signed = (on: string) => happened(on, { contact: 'family-doctor/signing' });
const client = (until: string | undefined, ...events: ReturnType<typeof signed>[]) =>
  aLife({ events: [happened('2025-03-01', { enrolled: 'family-doctor' }, until === undefined ? {} : { until }), ...events] });

describe('signed for a year at a time', () => {
  const next = (on: string, ...events: ReturnType<typeof signed>[]) => due(client(undefined, ...events), on);
  const served = happened('2025-06-01', { contact: 'family-doctor/service' });

  test.each([
    ['the contract is signed within a week', next('2025-03-02'), ['signing 2025-03-01..2025-03-08']],
    ['renewed in its last month', next('2025-03-02', signed('2025-03-01')), ['signing 2026-02-01..2026-03-01']],
    [
      'from the day of the last one',
      next('2026-02-10', signed('2025-03-01'), signed('2026-02-05')),
      ['signing 2027-01-05..2027-02-05'],
    ],
    ['overdue until it is', next('2026-06-01', signed('2025-03-01')), ['signing 2026-02-01..2026-03-01']],
    ['a service is no renewal', next('2025-06-02', signed('2025-03-01'), served), ['signing 2026-02-01..2026-03-01']],
    ['nothing is due of who has left', due(client('2025-12-31', signed('2025-03-01')), '2026-02-10'), []],
    ['nobody is proposed', state(aLife(), '2026-02-10'), 'out'],
    ['who was let go is out', state(client('2025-12-31'), '2026-02-10'), 'out'],
    [
      'who has died is out',
      state(aLife({ died: '2025-04-01', events: [happened('2025-03-01', { enrolled: 'family-doctor' })] }), '2026-02-10'),
      'out',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test.each([
    ['2026-03-01', '2027-02-28'],
    ['2028-02-29', '2029-02-27'],
    ['2026-01-01', '2026-12-31'],
  ])('a contract from %s lasts until %s', (contractFrom, until) => {
    expect(fillIn(familyDoctor, 'contract', { contractFrom }, aLife(), contractFrom)['contractUntil']).toBe(until);
  });
});

describe('coverage', () => {
  test.each([
    ['signed within the last year', client(undefined, signed('2025-03-01')), 2025, 'counted'],
    ['not renewed', client(undefined, signed('2025-03-01')), 2026, 'not counted'],
    ['renewed', client(undefined, signed('2025-03-01'), signed('2026-03-01')), 2026, 'counted'],
    ['left', client('2025-11-30', signed('2025-03-01')), 2025, 'not counted'],
    ['never signed', aLife(), 2025, 'not counted'],
    ['died', aLife({ died: '2025-06-01' }), 2025, 'not asked'],
  ] as const)('%s', (_, life, year, expected) => {
    expect(measure('family-doctor-coverage', life, year)).toBe(expected);
  });
});
