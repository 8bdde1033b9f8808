import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOneWay, isWhole, shown, withSeparators } from './typed-date.ts';

/** What stands there after each key. */
const typed = (keys: string, kind: 'day' | 'minute' | 'month') =>
  [...keys].reduce((text, key) => withSeparators(text + key, kind), '');

describe('a date that is typed', () => {
  test.each([
    ['20261112', 'day', '2026-11-12'],
    ['2026-11-12', 'day', '2026-11-12'],
    ['202611120321', 'minute', '2026-11-12T03:21'],
    ['2026-11-12 03:21', 'minute', '2026-11-12T03:21'],
    ['2026-11-12T03:21', 'minute', '2026-11-12T03:21'],
    ['202611', 'month', '2026-11'],
    ['2026111299', 'day', '2026-11-12'],
  ] as const)('as %s (%s) is %s', (keys, kind, expected) => {
    expect(typed(keys, kind)).toBe(expected);
    expect(withSeparators(keys, kind)).toBe(expected);
    expect(isWhole(expected, kind)).toBe(true);
  });

  test.each([
    ['2026/3/5', 'day', '2026-03-05'],
    ['2026年3月5日', 'day', '2026-03-05'],
    ['2026.03.05', 'day', '2026-03-05'],
    ['2026-3-5', 'day', '2026-03-05'],
    ['2026/3/5 7:05', 'minute', '2026-03-05T07:05'],
    ['2026年3月', 'month', '2026-03'],
  ] as const)('in another way, %s (%s), is %s when it is left', (text, kind, expected) => {
    expect(inOneWay(typed(text, kind), kind)).toBe(expected);
  });

  test.each(['2026-02-30', '2026-13-01', '2026-00-10', '2026-11', '12-11-2026', ''])('as %j is none', (text) => {
    expect(isWhole(text, 'day')).toBe(false);
  });

  test.each(['2026-11-12T24:00', '2026-11-12T10:60', '2026-11-12'])('to the minute as %j is none', (text) => {
    expect(isWhole(text, 'minute')).toBe(false);
  });

  test('stays what it is, once it is whole', () => {
    const aDay = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(aDay, (date) => {
        const day = date.toISOString().slice(0, 10);

        expect([withSeparators(day, 'day'), inOneWay(day, 'day'), typed(day.replaceAll('-', ''), 'day')]).toEqual([
          day,
          day,
          day,
        ]);
        expect(isWhole(day, 'day')).toBe(true);
      }),
    );
  });

  test('never crashes what is typed', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof inOneWay(withSeparators(text, 'minute'), 'minute') === 'string'));
  });

  test('to the minute is read with a space', () => {
    expect(shown('2026-11-12T03:21')).toBe('2026-11-12 03:21');
  });
});
