import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followUntil, followUpDays } from './follow-up-days.ts';

test('a contact of measles on 1 November is followed to the 22nd: 21 days', () => {
  expect(followUntil('2026-11-01', 21)).toBe('2026-11-22');
});

test('each day is well, ill or missing, and today is due until it is done', () => {
  const contact = { lastOn: '2026-11-01', untilOn: '2026-11-22' };
  const found = new Map([
    ['2026-11-02', false],
    ['2026-11-04', true],
  ]);

  expect(followUpDays(contact, found, '2026-11-05')).toEqual({
    days: [
      { day: '2026-11-02', found: 'well' },
      { day: '2026-11-03', found: 'missing' },
      { day: '2026-11-04', found: 'ill' },
      { day: '2026-11-05', found: 'missing' },
    ],
    isDue: true,
  });
  expect(followUpDays(contact, new Map([['2026-11-05', false]]), '2026-11-05').isDue).toBe(false);
});

test('on the day of the contact and after the last day nothing is due', () => {
  const contact = { lastOn: '2026-11-01', untilOn: '2026-11-03' };

  expect([followUpDays(contact, new Map(), '2026-11-01'), followUpDays(contact, new Map(), '2026-11-04').isDue]).toEqual([
    { days: [], isDue: false },
    false,
  ]);
});

test('there are never more days than the incubation has', () => {
  fc.assert(
    fc.property(fc.nat(90), fc.nat(200), (incubation, later) => {
      const lastOn = '2026-01-01';
      const today = followUntil(lastOn, later);
      expect(followUpDays({ lastOn, untilOn: followUntil(lastOn, incubation) }, new Map(), today).days).toHaveLength(
        Math.min(incubation, later),
      );
    }),
  );
});
