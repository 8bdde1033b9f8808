import { expect, test } from 'vitest';
import { formSearch, type ItemKey, isAfter } from './item.ts';

const item = (more: Partial<ItemKey> = {}): ItemKey => ({
  ...{ by: '2026-03-15', resident: 'b', programme: 'hypertension', activity: 'follow-up' },
  ...more,
});

test('what comes after an item is told by its day first, then by whose and what it is', () => {
  expect(isAfter(item({ by: '2026-03-16', resident: 'a' }), item())).toBe(true);
  expect(isAfter(item({ resident: 'a' }), item())).toBe(false);
  expect(isAfter(item({ activity: 'check' }), item())).toBe(false);
  expect(isAfter(item({ step: 'week-2' }), item({ step: 'week-1' }))).toBe(true);
});

test('an item is not after itself, so that one which is done and still listed is passed over', () => {
  expect(isAfter(item(), item())).toBe(false);
});

test('an address names neither a step nor a list where there is none', () => {
  expect(formSearch(item(), '')).toEqual({ by: '2026-03-15', programme: 'hypertension', activity: 'follow-up' });
});
