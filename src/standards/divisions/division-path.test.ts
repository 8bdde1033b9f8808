import { describe, expect, test } from 'vitest';
import { countingDivision, partOf, pathUp } from './division-path.ts';

describe('where a resident is counted', () => {
  test.each([
    ['350102', '350102'],
    ['350102001', '350102001'],
    ['350102001003', '350102001003'],
    ['350102001000', '350102001'],
    ['350102000000', '350102'],
    ['350102000', '350102'],
    ['3501020', '350102'],
    ['35010200100', '350102001'],
    ['350100', '350100'],
  ])('of the place %s it is %s', (place, division) => {
    expect(countingDivision(place)).toBe(division);
  });

  test.each([
    ['350102001003', '350102', ['350102001003', '350102001', '350102']],
    ['350102', '000000', ['350102', '350100', '350000', '000000']],
    ['350102', '350102', ['350102']],
    ['510104', '350000', ['350000']],
  ])('%s counts up to %s at each step', (division, top, path) => {
    expect(pathUp(division, top)).toEqual(path);
  });

  test.each([
    ['000000', '350102', '350000'],
    ['350100', '350102001', '350102'],
    ['350102', '350102001003', '350102001'],
    ['350102', '350102', undefined],
    ['350102', '510104', undefined],
  ])('of %s, %s lies in the part %s', (division, code, part) => {
    expect(partOf(division, code)).toBe(part);
  });
});
