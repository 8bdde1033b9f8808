import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMisformed } from './code-forms.ts';

const SNOMED = 'http://snomed.info/sct';
const LOINC = 'http://loinc.org';

test.each([
  [SNOMED, '22298006', false],
  [SNOMED, '900000000000207008', false],
  [SNOMED, '71388002 |Procedure| : 405813007 = 774007', false],
  [SNOMED, '1', true],
  [SNOMED, '22298007', true],
  [SNOMED, '22289006', true],
  [SNOMED, 'infarction', true],
  [LOINC, '8480-6', false],
  [LOINC, 'LA6568-5', false],
  [LOINC, '8480-5', true],
  [LOINC, '8408-6', true],
  ['http://example.org', '1', false],
])('of %s the code %s is misformed: %s', (system, code, expected) => {
  expect(isMisformed(system, code)).toBe(expected);
});

test('one wrong digit, or two digits in each other’s place, is told', () => {
  const sound = '22298006';
  fc.assert(
    fc.property(fc.nat(7), fc.nat(9), (at, digit) => {
      const changed = sound.slice(0, at) + digit + sound.slice(at + 1);
      expect(isMisformed(SNOMED, changed)).toBe(changed !== sound);
    }),
  );
  fc.assert(
    fc.property(fc.nat(6), (at) => {
      const swapped = sound.slice(0, at) + sound[at + 1] + sound[at] + sound.slice(at + 2);
      expect(isMisformed(SNOMED, swapped)).toBe(swapped !== sound);
    }),
  );
});
