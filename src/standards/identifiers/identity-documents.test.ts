import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../kernel/index.ts';
import { documentTypes } from '../terminology/index.ts';
import { documentSystem, documentTypeOf, parseDocumentNumber } from './identity-documents.ts';

describe('number of an identity document', () => {
  test.each([
    ['01', ' 11010519491231002x ', '11010519491231002X'],
    ['01', '110105491231002', '11010519491231002X'],
    ['05', '11010519491231002X', '11010519491231002X'],
    ['03', 'e 1234 5678', 'E12345678'],
    ['06', 'h12345678', 'H12345678'],
    ['06', 'M1234567801', 'M1234567801'],
    ['07', '01234567', '01234567'],
    ['04', '军字第1234567号', '军字第1234567号'],
  ])('of type %s %j is kept as %j', (type, text, kept) => {
    expect(parseDocumentNumber(type, text)).toBe(kept);
  });

  test.each([
    ['01', '110105194912310021'],
    ['05', 'E12345678'],
    ['03', 'E1'],
    ['06', 'T12345678'],
    ['07', '1234567'],
    ['99', ''],
    ['42', '1'],
  ])('of type %s cannot be %j', (type, text) => {
    expect(parseDocumentNumber(type, text)).toMatchObject({ code: 'identifier-malformed' });
  });

  test('what is kept is read as itself again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...documentTypes.all.map(({ code }) => code)), fc.string(), (type, text) => {
        const kept = parseDocumentNumber(type, text);

        expect(kept instanceof Problem || parseDocumentNumber(type, kept) === kept).toBe(true);
      }),
    );
  });

  test('each type of the table has a system of its own', () => {
    for (const { code } of documentTypes.all) expect(documentTypeOf(documentSystem(code) ?? '')).toBe(code);
  });
});
