import { describe, expect, test } from 'vitest';
import { investigateBy, reportBy } from './rules.ts';

const FOUND = '2026-11-20T08:00:00.000Z';

describe('by when an event is reported (监测方案: 48 hours; 2 hours where it is severe)', () => {
  test.each([
    ['not-serious', false, '2026-11-22T08:00:00.000Z'],
    ['admission', false, '2026-11-22T08:00:00.000Z'],
    ['life-threatening', false, '2026-11-22T08:00:00.000Z'],
    ['disability', false, '2026-11-20T10:00:00.000Z'],
    ['death', false, '2026-11-20T10:00:00.000Z'],
    ['not-serious', true, '2026-11-20T10:00:00.000Z'],
  ] as const)('%s, of a cluster: %s', (seriousness, isCluster, by) => {
    expect(reportBy({ found: FOUND, seriousness, isCluster })).toBe(by);
  });

  test('the investigation begins within 48 hours of the report', () => {
    expect(investigateBy(FOUND)).toBe('2026-11-22T08:00:00.000Z');
  });
});
