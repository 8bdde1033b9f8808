import { describe, expect, test } from 'vitest';
import { makeDictionary } from './dictionary.ts';
import { toPiece } from './extract.ts';

const ICD_10 = 'http://hl7.org/fhir/sid/icd-10';
const ICD_10_OF_DOCUMENTS = 'urn:oid:2.16.156.10011.2.3.3.11.3';
const CHINESE_MEDICINE = 'urn:oid:2.16.156.10011.2.3.3.14';
const SNOMED = 'http://snomed.info/sct';

describe('the disease of a Condition', () => {
  const diseaseOf = (...coding: readonly (readonly [system: string | undefined, code: string])[]) =>
    toPiece(
      {
        resourceType: 'Condition',
        id: 'c1',
        recordedDate: '2026-01-05',
        code: { coding: coding.map(([system, code]) => (system === undefined ? { code } : { system, code })) },
      },
      makeDictionary([]),
    )?.facts['condition'];

  test.each([
    ['is its code of ICD-10', diseaseOf([ICD_10, 'I10.x00x002']), 'I10.x00x002'],
    ['in documents of China too', diseaseOf([ICD_10_OF_DOCUMENTS, 'E11.900']), 'E11.900'],
    ['wherever it stands', diseaseOf([CHINESE_MEDICINE, 'A01.01'], [SNOMED, '38341003'], [ICD_10, 'I10']), 'I10'],
    ['or the first that is told', diseaseOf([SNOMED, '38341003'], [undefined, 'I10']), '38341003'],
    ['without a system as well', diseaseOf([undefined, 'I10']), 'I10'],
    ['but none of Chinese medicine, which would be read as typhoid', diseaseOf([CHINESE_MEDICINE, 'A01.01']), undefined],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
