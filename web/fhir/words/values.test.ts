import { describe, expect, it } from 'vitest';
import { quantity } from './values.ts';

describe('a quantity', () => {
  it.each([
    [{ value: 181, unit: '10*9/L' }, '181 10⁹/L'],
    [{ value: 4.5, unit: '10*12/L' }, '4.5 10¹²/L'],
    [{ value: 76, unit: 'umol/L' }, '76 μmol/L'],
    [{ value: 13, unit: 'U/L' }, '13 U/L'],
    [{ value: 3, code: '{score}' }, '3 score'],
    [{ value: 12, unit: '1' }, '12'],
    [{ value: 5, unit: 'mg/L', comparator: '<' }, '< 5 mg/L'],
  ])('of %j reads %s', (given, words) => {
    expect(quantity(given)).toBe(words);
  });
});
