import { describe, expect, test } from 'vitest';
import type { DoseForecast } from './contract.ts';
import { checkForSchool } from './school-check.ts';
import { type Case, forecastOf } from './testing.ts';

const names = (rows: readonly DoseForecast[]) => rows.map(({ dose }) => dose);
const firstThreeYears = [
  ...[
    'HepB 2023-09-01',
    'HepB 2023-10-01',
    'HepB 2024-03-01',
    'BCG 2023-09-01',
    'IPV 2023-11-01',
    'IPV 2023-12-01',
    'bOPV 2024-01-01',
  ],
  ...['DTaP 2023-12-01', 'DTaP 2024-01-01', 'DTaP 2024-02-01', 'DTaP 2025-03-01', 'MPSV-A 2024-03-01', 'MPSV-A 2024-06-01'],
  ...['MMR 2024-05-01', 'MMR 2025-03-01', 'JE-L 2024-05-01', 'JE-L 2025-09-01', 'HepA-L 2025-03-01'],
];
const check = (asked: Case, shown = true) => checkForSchool(forecastOf(asked), 'kindergarten', shown);

describe('the check at kindergarten', () => {
  test('of a child with all doses of its age is complete; what is due in time is told', () => {
    const found = check({ born: '2023-09-01', given: firstThreeYears, today: '2026-09-01' });

    expect(found).toMatchObject({ result: 'complete', missing: [], edition: '2026' });
    expect(names(found.due)).toEqual(['mpsvac-1']);
    expect(names(found.next)).toContain('polio-4');
  });

  test('names what is missing, what follows it at once, and what was recorded without counting', () => {
    const given = firstThreeYears.filter((dose) => !dose.startsWith('JE-L')).concat('JE-L 2024-04-01');

    const found = check({ born: '2023-09-01', given, today: '2026-09-01' });

    expect(found.result).toBe('doses-missing');
    expect(names(found.missing)).toEqual(['je-1', 'je-2']);
    expect(names(found.uncounted)).toEqual(['je-1']);
  });

  test('without a certificate says so, whatever is recorded', () => {
    expect(check({ born: '2023-09-01', given: firstThreeYears, today: '2026-09-01' }, false).result).toBe('no-certificate');
  });

  test('asks for nothing outside the programme', () => {
    const { missing, due, next } = check({ born: '2023-09-01', today: '2026-11-01' });

    expect([...missing, ...due, ...next].filter(({ series }) => series === 'influenza')).toEqual([]);
  });
});
