import { expect, test } from 'vitest';
import { askedOf, factsOfNumber } from './identity-number.ts';

test('a whole number tells day of birth and sex, as people type it', () => {
  // GB 11643-1999, the example of annex A, and an old one of 15 digits
  expect(factsOfNumber('11010519491231002X')).toEqual({ birthDate: '1949-12-31', sex: 'female' });
  expect(factsOfNumber('110105 19491231 002x')).toEqual({ birthDate: '1949-12-31', sex: 'female' });
  expect(factsOfNumber('110105491231002')).toEqual({ birthDate: '1949-12-31', sex: 'female' });
});

test.each(['110105194912310021', '11010519490231002X', '1101051949123', '', '110105194912310X2X'])('%j tells nothing', (text) => {
  expect(factsOfNumber(text)).toBeUndefined();
});

test('nobody is looked for by a name alone, or by half a number', () => {
  expect(askedOf({ name: '林晓明' })).toBeUndefined();
  expect(askedOf({ name: '林晓明', documentType: '01', documentNumber: '1101051949' })).toBeUndefined();
  expect(askedOf({ name: '林晓明', birthDate: '1984-05-06', sex: 'unknown' })).toEqual({
    name: '林晓明',
    birthDate: '1984-05-06',
  });
});

test('a passport number is not taken for an identity number', () => {
  expect(askedOf({ documentType: '03', documentNumber: '11010519491231002X' })).toBeUndefined();
});
