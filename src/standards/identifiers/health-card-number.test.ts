import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../kernel/index.ts';
import { formatHealthCardNumber, parseHealthCardNumber } from './health-card-number.ts';
import { formatResidentNumber, parseResidentNumber } from './resident-number.ts';

const parts = fc.record({
  division: fc.integer({ min: 110000, max: 829999 }).map(String),
  sequence: fc.nat({ max: 9_999_999_999 }),
});

describe('health card number', () => {
  test('what is formatted is read back', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const number = formatHealthCardNumber(given);

        expect(parseHealthCardNumber(` ${number} `)).toEqual({ ...given, number });
      }),
    );
  });

  test('one wrong digit never passes', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 17 }), fc.integer({ min: 1, max: 9 }), (given, at, shift) => {
        const number = formatHealthCardNumber(given);
        const typed = (Number(number[at]) + shift) % 10;

        expect(parseHealthCardNumber(number.slice(0, at) + typed + number.slice(at + 1))).toBeInstanceOf(Problem);
      }),
    );
  });

  test('two neighbours in the wrong order never pass, but for 09 and 90, which the check digit cannot tell', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 16 }), (given, at) => {
        const number = formatHealthCardNumber(given);
        const pair = number.slice(at, at + 2);
        fc.pre(pair[0] !== pair[1] && pair !== '09' && pair !== '90');

        expect(parseHealthCardNumber(`${number.slice(0, at)}${pair[1]}${pair[0]}${number.slice(at + 2)}`)).toBeInstanceOf(
          Problem,
        );
      }),
    );
  });

  test('is never taken for an identity number, nor the other way round', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 28 }), ({ division, sequence }, day) => {
        const birthDate = `1999-02-${String(day).padStart(2, '0')}`;
        const identity = formatResidentNumber({ division, birthDate, sequence: sequence % 1000 });

        expect(parseResidentNumber(formatHealthCardNumber({ division, sequence }))).toBeInstanceOf(Problem);
        expect(parseHealthCardNumber(identity)).toBeInstanceOf(Problem);
      }),
    );
  });

  test('garbage is refused with its code, not thrown at', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 17 }), (text) => {
        expect(parseHealthCardNumber(text)).toMatchObject({ code: 'identifier-malformed' });
      }),
    );
  });
});
