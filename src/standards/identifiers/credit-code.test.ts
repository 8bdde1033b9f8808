import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../kernel/index.ts';
import { formatCreditCode, parseCreditCode } from './credit-code.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const characters = fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{17}$/);

describe('unified social credit code', () => {
  test.each(['914403001922038216', '91330100799655058B', '9144030071526726XG', ' 91330100799655058b '])(
    '%s, of a real company, is read',
    (code) => {
      expect(parseCreditCode(code)).toBe(code.trim().toUpperCase());
    },
  );

  test('what is formatted is read back', () => {
    fc.assert(
      fc.property(characters, (first) => {
        const code = formatCreditCode(first);

        expect(parseCreditCode(code)).toBe(code);
      }),
    );
  });

  test('one wrong character never passes', () => {
    fc.assert(
      fc.property(characters, fc.nat({ max: 17 }), fc.integer({ min: 1, max: 30 }), (first, at, shift) => {
        const code = formatCreditCode(first);
        const wrong = ALPHABET[(ALPHABET.indexOf(code.charAt(at)) + shift) % 31];

        expect(parseCreditCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeInstanceOf(Problem);
      }),
    );
  });

  test('two neighbours in the wrong order never pass', () => {
    fc.assert(
      fc.property(characters, fc.nat({ max: 16 }), (first, at) => {
        const code = formatCreditCode(first);
        fc.pre(code[at] !== code[at + 1]);

        expect(parseCreditCode(`${code.slice(0, at)}${code[at + 1]}${code[at]}${code.slice(at + 2)}`)).toBeInstanceOf(Problem);
      }),
    );
  });

  test('the letters that look like digits are refused', () => {
    for (const letter of 'IOSVZ')
      expect(parseCreditCode(`91330100799655${letter}58B`)).toMatchObject({ code: 'identifier-malformed' });
  });

  test('garbage is refused, not thrown at', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = parseCreditCode(text);

        expect(found instanceof Problem || found.length === 18).toBe(true);
      }),
    );
  });
});
