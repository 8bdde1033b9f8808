import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { primitiveChecks } from './primitives.ts';
import { Run } from './run.ts';

/** The regular expressions of https://hl7.org/fhir/R4/datatypes.html#primitive, as oracles. */
const YEAR = '([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)';
const DAY = `${YEAR}(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1])`;
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const ZONE = '(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';
const oracles = {
  date: `${DAY})?)?`,
  dateTime: `${DAY}(T${TIME}${ZONE})?)?)?`,
  instant: `${YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])T${TIME}${ZONE}`,
  time: TIME,
  code: '[^\\s]+(\\s[^\\s]+)*',
  id: '[A-Za-z0-9\\-\\.]{1,64}',
  oid: 'urn:oid:[0-2](\\.(0|[1-9][0-9]*))+',
  base64Binary: '(\\s*([0-9a-zA-Z\\+/=]){4}\\s*)+',
};

function isValid(type: string, value: unknown): boolean {
  const run = new Run('Basic', { now: () => '2024-01-01T00:00:00Z', checkResource: () => undefined });
  primitiveChecks[type]?.(value, run);
  return run.issues.length === 0;
}

/** Days that a calendar has; the regular expressions let 02-30 pass. */
function isOnCalendar(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  if (day === undefined) return true;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

const part = fc.oneof(
  fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0')),
  fc.constantFrom('1999', '2024', '0000', '02', '29', '30', '31', '23', '24', '59', '60', '14', '00'),
);
const joint = fc.constantFrom('-', '-', ':', ':', 'T', 'Z', '+', '.', '', ' ');
const nearlyMoment = fc.array(fc.tuple(part, joint), { maxLength: 9 }).map((parts) => parts.flat().join(''));
const wellFormed = fc
  .tuple(
    fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
    fc.constantFrom('Z', '+08:00', '-11:30', '+14:00', '+14:01', ''),
  )
  .map(([date, zone]) => date.toISOString().slice(0, -1) + zone);
const moment = fc.oneof(
  nearlyMoment,
  wellFormed,
  wellFormed.chain((text) => fc.nat({ max: 30 }).map((length) => text.slice(0, length))),
);

describe('formats agree with the regular expressions of the specification', () => {
  test.each(['date', 'dateTime', 'instant', 'time'] as const)('%s', (type) => {
    const oracle = new RegExp(`^${oracles[type]}$`);
    fc.assert(
      fc.property(moment, (text) => {
        expect([text, isValid(type, text)]).toEqual([text, text !== '' && oracle.test(text) && isOnCalendar(text)]);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['code', ' aB-_', oracles.code],
    ['id', 'aZ9-._/', oracles.id],
    ['oid', 'urn:oid:0123.', oracles.oid],
  ])('%s', (type, alphabet, source) => {
    const oracle = new RegExp(`^${source}$`);
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 70 }),
      fc.nat().map((number) => `urn:oid:2.16.${number}`),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect([value, isValid(type, value)]).toEqual([value, value !== '' && oracle.test(value)]);
      }),
    );
  });

  test('base64Binary takes what an encoder makes, and nothing that it cannot', () => {
    const oracle = new RegExp(`^${oracles.base64Binary}$`);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        expect(isValid('base64Binary', Buffer.from(bytes).toString('base64'))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('A', 'b', '9', '+', '/', '=', ' ', '-'), maxLength: 12 }), (text) => {
        // the expression lets = stand anywhere
        if (isValid('base64Binary', text)) expect(text.replaceAll(/\s/g, '')).toMatch(oracle);
      }),
    );
  });
});

describe('texts', () => {
  test.each([
    ['a tab and line ends', 'a\tb\r\nc', true],
    ['Chinese characters and pairs', '王芳𠮷😀', true],
    ['a control character', 'a\u0001', false],
    ['a control character behind a pair', '😀\u0001', false],
    ['half a pair', 'a\udc00', false],
    ['the empty text', '', false],
    ['a number', 1, false],
  ])('%s', (_what, value, expected) => {
    expect(isValid('string', value)).toBe(expected);
  });
});
