import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDateInterval, toDateRange } from './dates.ts';

const day = fc
  .date({ min: new Date('0002-01-01'), max: new Date('9998-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const two = (max: number) => fc.nat({ max }).map((number) => String(number).padStart(2, '0'));
const zone = fc.constantFrom('', 'Z', '+08:00', '-11:30', '+14:00');
const minute = fc.tuple(day, two(23), two(59)).map(([date, hour, minutes]) => `${date}T${hour}:${minutes}`);

/** What is not a date is told apart from an interval by the caller. */
const interval = (text: string) => parseDateInterval(text) ?? { from: `no date: ${text}`, to: '' };

describe('interval of a date', () => {
  test.each([
    ['2024', '2023-12-31T16:00:00.000Z', '2024-12-31T16:00:00.000Z'],
    ['2024-03', '2024-02-29T16:00:00.000Z', '2024-03-31T16:00:00.000Z'],
    ['2024-12', '2024-11-30T16:00:00.000Z', '2024-12-31T16:00:00.000Z'],
    ['2024-02-29', '2024-02-28T16:00:00.000Z', '2024-02-29T16:00:00.000Z'],
    ['2000-02-29', '2000-02-28T16:00:00.000Z', '2000-02-29T16:00:00.000Z'],
    ['2024-01-02T03:04', '2024-01-01T19:04:00.000Z', '2024-01-01T19:05:00.000Z'],
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.000Z', '2024-01-02T03:04:06.000Z'],
    ['2024-01-02T03:04:05.6Z', '2024-01-02T03:04:05.600Z', '2024-01-02T03:04:05.700Z'],
    ['2024-01-02T03:04:05.678901-05:00', '2024-01-02T08:04:05.678Z', '2024-01-02T08:04:05.679Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z', '2017-01-01T00:00:01.000Z'],
    ['0099-06', '0099-05-31T16:00:00.000Z', '0099-06-30T16:00:00.000Z'],
    ['9999-12-31', '9999-12-30T16:00:00.000Z', '9999-12-31T16:00:00.000Z'],
    ['9999-12-31T23:59:59-12:00', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z', '0001-01-01T16:00:00.000Z'],
  ])('%s goes from %s to %s', (text, from, to) => {
    expect(parseDateInterval(text)).toEqual({ from, to });
  });

  test.each([
    '',
    '2023-02-29',
    '1900-02-29',
    '2024-02-30',
    '2024-04-31',
    '2024-13',
    '2024-00-10',
    '2024-01-00',
    '0000',
    '24-01-01',
    '20240101',
    '2024-1-1',
    '2024-01-01T24:00:00Z',
    '2024-01-01T12',
    '2024-01-01T12:60:00Z',
    '2024-01-01T12:00:61Z',
    '2024-01-01T12:00:00+15:00',
    '2024-01-01T12:00:00.Z',
    '2024-01-01 12:00:00',
    ' 2024-01-01',
    '2024-01-01\n',
    '２０２４',
    '+010000-01-01',
  ])('%j is refused', (text) => {
    expect(parseDateInterval(text)).toBeUndefined();
  });

  test('at a finer precision lies inside that of a coarser one', () => {
    fc.assert(
      fc.property(minute, two(59), fc.nat({ max: 999 }), zone, (text, second, fraction, offset) => {
        // a zone moves the minute, not the precision: nesting is told at one zone
        const [date, time] = [text.slice(0, 10), `${text}:${second}.${String(fraction).padStart(3, '0')}`];
        const levels = [
          date.slice(0, 4),
          date.slice(0, 7),
          date,
          `${text}+08:00`,
          `${text}:${second}+08:00`,
          `${time}+08:00`,
        ].map(interval);

        for (const [index, inner] of levels.entries()) {
          const outer = levels[index - 1] ?? inner;
          expect(outer.from <= inner.from && inner.to <= outer.to && inner.from < inner.to).toBe(true);
        }
        expect(interval(`${text}${offset}`).from < interval(`${text}${offset}`).to).toBe(true);
      }),
    );
  });

  test('ends where the next day begins', () => {
    fc.assert(
      fc.property(day, (date) => {
        const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

        expect(interval(date).to).toBe(interval(next).from);
      }),
    );
  });

  test('never throws, whatever the text', () => {
    const looksLikeDate = fc.stringMatching(
      /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,5})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/,
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), looksLikeDate), (text) => {
        const found = parseDateInterval(text);

        expect(found === undefined || (found.from <= found.to && found.from.length === 24 && found.to.length === 24)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('of a Period is open where it has no end', () => {
    expect(toDateRange({ start: '2024-01-01' })).toEqual({ low: Date.UTC(2023, 11, 31, 16), high: Number.POSITIVE_INFINITY });
    expect(toDateRange({ end: '2024' })).toEqual({ low: Number.NEGATIVE_INFINITY, high: Date.UTC(2024, 11, 31, 16) });
  });

  test.each([undefined, null, 5, {}, { start: 'yesterday' }, ['2024']])('of %j is none', (value) => {
    expect(toDateRange(value)).toBeUndefined();
  });
});
