import { expect, test } from 'vitest';
import { dayNumber, dayText } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { compileDue } from '../../../programmes/index.ts';
import { outbreakContact } from './outbreak-contact.ts';

const enrolled = (from: string, until: string) => ({
  ...happened(from, { enrolled: 'outbreak-contact' }),
  until: dayNumber(until),
});
const followed = (on: string, ill = false) => happened(on, { contact: 'outbreak-contact/observation', contactIll: ill });
const dueOn = (today: string, ...events: ReturnType<typeof happened>[]) => {
  const standing = compileDue(outbreakContact).standingOf(aLife({ events }), dayNumber(today));
  return standing?.due.map(({ from, by, choice }) => [dayText(from), dayText(by), choice]);
};
const measles = enrolled('2026-11-01', '2026-11-22');

test('the first day is the one after the last contact, and each follows the one before', () => {
  expect(dueOn('2026-11-01', measles)).toEqual([['2026-11-02', '2026-11-02', undefined]]);
  expect(dueOn('2026-11-02', measles, followed('2026-11-02'))).toEqual([['2026-11-03', '2026-11-03', undefined]]);
});

test('a day that was missed is overdue until the contact is seen', () => {
  expect(dueOn('2026-11-06', measles, followed('2026-11-03'))).toEqual([['2026-11-04', '2026-11-04', undefined]]);
});

test('who is ill is referred and seen the next day', () => {
  expect(dueOn('2026-11-03', measles, followed('2026-11-03', true))).toEqual([['2026-11-04', '2026-11-04', 0]]);
});

test('after the last day was done nothing is due, and the next day the contact is no more in it', () => {
  expect(dueOn('2026-11-22', measles, followed('2026-11-22'))).toEqual([]);
  expect(dueOn('2026-11-23', measles)).toBeUndefined();
});

test('a second outbreak begins anew', () => {
  const later = enrolled('2027-03-01', '2027-03-15');

  expect(dueOn('2027-03-01', measles, followed('2026-11-22'), later)).toEqual([['2027-03-02', '2027-03-02', undefined]]);
});

test('nothing is due of who died', () => {
  const died = { ...aLife({ events: [measles] }), died: dayNumber('2026-11-05') };

  expect(compileDue(outbreakContact).standingOf(died, dayNumber('2026-11-06'))).toBeUndefined();
});
