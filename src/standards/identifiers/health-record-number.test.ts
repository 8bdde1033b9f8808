import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatHealthRecordNumber, parseHealthRecordNumber, villageOf } from './health-record-number.ts';

describe('health record number', () => {
  test('what is formatted is read back', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), fc.integer({ min: 1, max: 99_999 }), (village, sequence) => {
        expect(parseHealthRecordNumber(formatHealthRecordNumber(village, sequence))).toEqual({ village, sequence });
      }),
    );
  });

  test.each(['', '3501020010010000', '35010200100100000', '3501020010010000x'])('cannot be %j', (text) => {
    expect(parseHealthRecordNumber(text)).toMatchObject({ code: 'identifier-malformed' });
  });

  test('counts together who lives in one village, or in a township whose village is not known', () => {
    expect([villageOf('350102001003'), villageOf('350102001'), villageOf('350102')]).toEqual([
      '350102001003',
      '350102001000',
      '350102000000',
    ]);
  });
});
