import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDays, DAY, ordinal, parseDay, toLunar } from './calendar.ts';

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' });
const day = fc.date({ min: new Date('1900-02-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const packed = (date: Date) => Number(date.toISOString().slice(0, 10).replaceAll('-', ''));

describe('a day of birth', () => {
  test.each([
    '1982-12-01',
    '19821201',
    '1982/12/1',
    '1982.12.01',
    '1982年12月1日',
    '1/12/1982'.replace('1/12', '12/1'),
    ' 1982-12-01T08:00:00 ',
  ])('%s is read', (text) => {
    expect(parseDay(text)).toBe(19821201);
  });

  test.each(['', '1982', '1982-13-32', '0000-00-00', 'unknown', '82-12-01'])('%j is no day', (text) => {
    expect(parseDay(text)).toBe(0);
  });

  test('a day and a month that changed places are put right where only one order can be', () => {
    expect(parseDay('1982-31-12')).toBe(19821231);
  });

  test('counts of days are those of the calendar', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const days = Math.round(
          (Date.parse(b.toISOString().slice(0, 10)) - Date.parse(a.toISOString().slice(0, 10))) / 86_400_000,
        );
        expect(ordinal(packed(b)) - ordinal(packed(a))).toBe(days);
      }),
    );
  });

  test('lunar dates are those of ICU', () => {
    fc.assert(
      fc.property(day, (date) => {
        const parts = lunar.formatToParts(new Date(`${date.toISOString().slice(0, 10)}T00:00:00Z`));
        const part = (type: string) => Number.parseInt(parts.find((found) => (found.type as string) === type)?.value ?? '', 10);
        expect(toLunar(packed(date))).toBe(part('relatedYear') * 10_000 + part('month') * 100 + part('day'));
      }),
    );
  });
});

describe('two days of birth', () => {
  test.each([
    [19821212, 19821212, 'same'],
    [19820503, 19820305, 'pattern'],
    [19820503, 19830503, 'pattern'],
    [19930329, 19930307, 'pattern'],
    [19820101, 19820917, 'near'],
    [19820917, 19820927, 'near'],
    [19820917, 19820717, 'near'],
    [19820917, 19820508, 'partly'],
    [19820917, 19610917, 'partly'],
    [19820917, 19610508, 'different'],
    [0, 19610508, 'unknown'],
  ] as const)('%i and %i agree: %s', (a, b, level) => {
    expect(compareDays(a, b)).toBe(DAY[level]);
    expect(compareDays(b, a)).toBe(DAY[level]);
  });
});
