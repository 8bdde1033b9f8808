import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chinaDay, startOfChinaDay } from './clock.ts';

const instant = fc.date({ min: new Date('1900-01-02'), max: new Date('2199-12-30'), noInvalidDate: true });

describe('day of China Standard Time', () => {
  test.each([
    ['2026-10-31T15:59:59.999Z', '2026-10-31'],
    ['2026-10-31T16:00:00.000Z', '2026-11-01'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('%s is in %s', (time, day) => {
    expect(chinaDay(new Date(time))).toBe(day);
  });

  test('begins not after the instant it contains, and less than a day before', () => {
    fc.assert(
      fc.property(instant, (time) => {
        const sinceMidnight = time.getTime() - startOfChinaDay(chinaDay(time)).getTime();

        expect(sinceMidnight).toBeGreaterThanOrEqual(0);
        expect(sinceMidnight).toBeLessThan(24 * 60 * 60 * 1000);
      }),
    );
  });
});
