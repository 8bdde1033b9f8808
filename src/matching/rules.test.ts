import { describe, expect, test } from 'vitest';
import { Comparer } from './compare.ts';
import { findConflict, isForReview } from './rules.ts';
import { peopleOf, type Written } from './testing.ts';

const patternOf = (one: Written, other: Written) => new Comparer(peopleOf([one, other])).pattern(0, 1);

const twin: Written = { name: '封静梅', sex: '2', birth_date: '1973-03-18', id_no: '370202197303181101', phone: '17869747852' };

describe('two records are taken for two people', () => {
  test('when their right numbers differ, however close', () => {
    const pattern = patternOf(twin, { ...twin, id_no: '370202197303181128' });

    expect(findConflict(pattern, true)).toBe('numbers');
  });

  test('when born on one day in one household with another given name: they are twins', () => {
    const pattern = patternOf(twin, { ...twin, name: '封静秀', id_no: '' });

    expect(findConflict(pattern, true)).toBe('twins');
  });

  test('but nobody has a twin where the data know no households', () => {
    const pattern = patternOf({ ...twin, id_no: '' }, { ...twin, name: '封静秀', id_no: '' });

    expect(findConflict(pattern, false)).toBeUndefined();
  });

  test('when a child is registered with its mother’s number', () => {
    const child = { name: '汤洛月', birth_date: '2020-07-28', id_no: '370202197303181101' };

    expect(findConflict(patternOf(twin, child), true)).toBe('foreign');
  });

  test('also when the child’s day of birth is missing', () => {
    const child = { name: '汤洛月', sex: '2', birth_date: '', id_no: '370202197303181101' };

    expect(findConflict(patternOf(twin, child), true)).toBe('foreign');
  });
});

test('somebody whose name changed keeps number and day of birth: no rule speaks against it', () => {
  expect(findConflict(patternOf(twin, { ...twin, name: '封建华' }), true)).toBeUndefined();
});

test('a name that is a part of the other’s is shown to somebody, unless a number tells', () => {
  expect(isForReview(patternOf({ ...twin, id_no: '' }, { ...twin, name: '封静' }))).toBe(true);
  expect(isForReview(patternOf(twin, { ...twin, name: '封静' }))).toBe(false);
});
