import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskNumber, maskPhone } from './mask.ts';

describe('masked number', () => {
  test.each([
    ['11010519491231002X', '110105********002X'],
    ['12345678901', '123456*8901'],
    ['1234567890', '********90'],
    ['12', '12'],
    ['', ''],
  ])('%j is shown as %j', (number, shown) => {
    expect(maskNumber(number)).toBe(shown);
  });

  test('keeps its length and never shows the day of birth of an identity number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{17}[0-9X]$/), (number) => {
        const shown = maskNumber(number);

        expect(shown).toHaveLength(18);
        expect(shown.slice(6, 14)).toBe('********');
      }),
    );
  });
});

test('of a telephone number the middle is hidden, of a short one all but the end', () => {
  expect(['13805916519', '87654321', '110'].map(maskPhone)).toEqual(['138****6519', '876*4321', '*10']);
});
