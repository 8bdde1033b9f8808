import { expect, test } from 'vitest';
import { createValidator, type StrictRule, type Terminology } from './index.ts';

const LOINC = 'http://loinc.org';
const names: Terminology = {
  validateCode: () => 'unknown',
  namesOf: (system, _version, code) => (system === LOINC && code === '8480-6' ? ['Systolic blood pressure', '收缩压'] : []),
};
const faults = (resource: unknown, ...strict: StrictRule[]) =>
  createValidator({ strict, terminology: names, profiles: { findProfile: () => undefined } })(resource)
    .filter(({ severity }) => severity === 'error')
    .map(({ at }) => at);

const aNote = (text: string) => ({ resourceType: 'Communication', status: 'completed', note: [{ text }] });
const aScan = (url: string) => ({ resourceType: 'Patient', photo: [{ contentType: 'image/png', url }] });
const aReading = (display: string, code = '8480-6') => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: LOINC, code, display }] },
});

test.each(['http://example.org/1', 'https://files.example.com:8443/1', 'https://user@acme.com', 'http://clinic.test?x=1'])(
  'an attachment at %s is refused where addresses of examples are',
  (url) => {
    expect(faults(aScan(url), 'example-addresses')).toContain('Patient.photo[0].url');
    expect(faults(aScan(url))).toEqual([]);
  },
);

test.each([
  'https://files.gulou.gov.cn/example.org/1',
  'http://example.organisation.cn/1',
  'urn:uuid:5f1d0f6e-0c7c-4c44-9d4b-6d8f9f6f2c11',
])('an attachment at %s is not', (url) => {
  expect(faults(aScan(url), 'example-addresses')).toEqual([]);
});

test.each(['见 <b>附件</b>', 'a<br/>b', '</p>', '<!-- hidden -->', '``<i>`` and <script src=x>'])(
  'the note %j is refused where markup is',
  (text) => {
    expect(faults(aNote(text), 'markup')).toEqual(['Communication.note[0].text']);
    expect(faults(aNote(text))).toEqual([]);
  },
);

test.each(['体温 <38.5 且 >36', '`<b>`', '\\<b>', '<https://example.org/a>', 'a < b'])('the note %j is not', (text) => {
  expect(faults(aNote(text), 'markup')).toEqual([]);
});

test('a name that is none of the code is refused where displays are held to it, and only where names are known', () => {
  expect(faults(aReading('Body weight'), 'other-displays')).toEqual(['Observation.code.coding[0].display']);
  expect(faults(aReading('Body weight'))).toEqual([]);
  expect(faults(aReading(' systolic  Blood pressure'), 'other-displays')).toEqual([]);
  expect(faults(aReading('收缩压'), 'other-displays')).toEqual([]);
  expect(faults(aReading('Body weight', '29463-7'), 'other-displays')).toEqual([]);
});

test('an extension without a definition is refused where those are, but for what HL7 publishes with R4', () => {
  const extension = [
    { url: 'http://hl7.org/fhir/StructureDefinition/patient-nationality', extension: [{ url: 'code', valueString: 'CN' }] },
    { url: 'https://gulou.gov.cn/fhir/own', valueString: 'x' },
  ];
  const patient = { resourceType: 'Patient', extension };

  expect(faults(patient, 'unknown-extensions')).toEqual(['Patient.extension[1]']);
  expect(faults(patient)).toEqual([]);
});
