import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../kernel/index.ts';
import { canonicalValue } from './canonical.ts';
import { formatResidentNumber, parseResidentNumber } from './resident-number.ts';
import { healthCard, identityNumber } from './systems.ts';

const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const parts = fc.record({
  division: fc.integer({ min: 110000, max: 829999 }).map(String),
  birthDate: day.map((date) => date.toISOString().slice(0, 10)),
  sequence: fc.nat({ max: 999 }),
});

describe('resident number', () => {
  test('the example printed in GB 11643-1999 is read', () => {
    expect(parseResidentNumber('11010519491231002X')).toEqual({
      number: '11010519491231002X',
      division: '110105',
      birthDate: '1949-12-31',
      sequence: 2,
      sex: 'female',
    });
  });

  test('what is formatted is read back', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(parseResidentNumber(formatResidentNumber(given))).toMatchObject({
          ...given,
          sex: given.sequence % 2 === 1 ? 'male' : 'female',
        });
      }),
    );
  });

  test('one mistyped digit never passes', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 17 }), fc.integer({ min: 1, max: 9 }), (given, at, shift) => {
        const number = formatResidentNumber(given);
        const typed = number[at] === 'X' ? shift : (Number(number[at]) + shift) % 10;

        expect(parseResidentNumber(number.slice(0, at) + typed + number.slice(at + 1))).toBeInstanceOf(Problem);
      }),
    );
  });

  test('two neighbours in the wrong order never pass', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 16 }), (given, at) => {
        const number = formatResidentNumber(given);
        fc.pre(number[at] !== number[at + 1]);
        const swapped = `${number.slice(0, at)}${number[at + 1]}${number[at]}${number.slice(at + 2)}`;

        expect(parseResidentNumber(swapped)).toBeInstanceOf(Problem);
      }),
    );
  });

  test('the 15 digits issued until 1999 become the same person’s 18', () => {
    fc.assert(
      fc.property(parts, (given) => {
        fc.pre(given.birthDate.startsWith('19'));
        const number = formatResidentNumber(given);

        const old = number.slice(0, 6) + number.slice(8, 17);

        expect(parseResidentNumber(old)).toMatchObject({ number, ...given });
      }),
    );
  });

  test.each([
    '',
    '110105',
    '110105194902300027',
    '11010519491231002Y',
    '11010549023100',
    '110105490230002',
    '110105194912310021',
    '１１０１０５１９４９１２３１００２Ｘ',
    '11010519491231002X\n1',
  ])('%j is refused with its code and place', (text) => {
    expect(parseResidentNumber(text)).toMatchObject({ code: 'identifier-malformed', at: 'Patient.identifier.value' });
  });

  test('garbage is refused, not thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9Xx ]{10,20}$/)), (text) => {
        const found = parseResidentNumber(text);

        expect(found instanceof Problem || found.number.length === 18).toBe(true);
      }),
    );
  });

  test('a refusal never repeats the number', () => {
    const refused = parseResidentNumber('110105194912310021');

    expect(refused).toMatchObject({ message: expect.not.stringMatching(/1949|110105/) });
  });
});

describe('spelling under which an identifier is filed', () => {
  test.each([
    [identityNumber, ' 11010519491231002x ', '11010519491231002X'],
    [identityNumber, '110105491231002', '11010519491231002X'],
    [identityNumber, 'unreadable', 'unreadable'],
    [healthCard, '11010519491231002x', '11010519491231002x'],
    [undefined, '11010519491231002x', '11010519491231002x'],
  ])('of %s %j is %j', (system, value, filed) => {
    expect(canonicalValue(system, value)).toBe(filed);
  });
});
