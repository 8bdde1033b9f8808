import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, toNumber } from './json.ts';

const sign = fc.constantFrom('', '-');
const digits = (max: number) => fc.stringMatching(new RegExp(`^(0|[1-9][0-9]{0,${max}})$`));
const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,20}$/));
const exponent = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/));
/** Any number of the JSON grammar, as text. */
const number = fc.tuple(sign, digits(25), fraction, exponent).map((parts) => parts.join(''));

const { text: jsonText } = fc.letrec((tie) => ({
  text: fc.oneof(
    { maxDepth: 3 },
    number,
    fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('text'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,6}$/), tie('text')), { maxLength: 4, selector: ([key]) => key })
      .map((members) => `{${members.map(([key, value]) => `"${key}":${String(value)}`).join(',')}}`),
  ),
}));

const blanksAround = (text: string) => text.replaceAll(/[:,[\]{}](?=[-0-9])/g, (mark) => `${mark} \n\t`);

describe('JSON that keeps numbers as they were written', () => {
  test.each([
    '1.50',
    '1e3',
    '1E+3',
    '-0',
    '-0.0',
    '0.0000001',
    '12345678901234567890',
    '0.1234567890123456789',
    '[1.0,2,-0]',
    '{"value":100.0,"code":"mg"}',
    '{"low":-0,"high":1.10}',
    '{"text":"1.50 and 1e3"}',
    '1e400',
  ])('%s is written back as it was', (text) => {
    expect(JSON.stringify(parseJson(text))).toBe(text);
  });

  test('any text comes back, number by number', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(JSON.stringify(parseJson(String(text)))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('blanks around numbers change nothing', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), (numbers) => {
        const text = `{"value":${numbers[0]},"list":[${numbers.join(',')}]}`;

        expect(JSON.stringify(parseJson(blanksAround(text)))).toBe(text);
      }),
    );
  });

  test('means what JSON means', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(JSON.stringify(parseJson(text)))).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
      }),
    );
  });

  test('what JSON refuses is refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const isJson = (read: (text: string) => unknown) => {
          try {
            read(text);
            return true;
          } catch {
            return false;
          }
        };

        expect(isJson(parseJson)).toBe(isJson(JSON.parse));
      }),
    );
  });

  test('the number behind a kept spelling is known', () => {
    expect([toNumber(parseJson('1.50')), toNumber(parseJson('15')), toNumber('15')]).toEqual([1.5, 15, undefined]);
  });

  test('a property called __proto__ is a property', () => {
    const text = '{"__proto__":{"value":1.50},"a":1}';

    expect(JSON.stringify(parseJson(text))).toBe(text);
  });
});
