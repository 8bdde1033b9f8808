import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from './json.ts';
import { belowBase, forEachReference, mapReferences, parseLocalReference, referencesInText } from './references.ts';

describe('local reference', () => {
  test.each([
    ['Patient/123', { type: 'Patient', id: '123' }],
    ['Patient/a-b.c', { type: 'Patient', id: 'a-b.c' }],
    ['Patient/123/_history/2', { type: 'Patient', id: '123' }],
  ])('%s is read', (text, expected) => {
    expect(parseLocalReference(text)).toEqual(expected);
  });

  test.each([
    'urn:uuid:0f0e',
    'http://example.org/fhir/Patient/1',
    '#contained',
    'Patient?identifier=1',
    'Patient/',
    'patient/1',
    `Patient/${'x'.repeat(65)}`,
    'Patient/1/2',
    '',
  ])('%j is none', (text) => {
    expect(parseLocalReference(text)).toBeUndefined();
  });
});

describe('a reference by an absolute address', () => {
  const below = belowBase('https://gulou.example/fhir');

  test.each([
    ['https://gulou.example/fhir/Patient/1', 'Patient/1'],
    ['https://gulou.example/fhir/Patient/1/_history/2', 'Patient/1/_history/2'],
    ['HTTPS://Gulou.Example:443/fhir/Patient/1', 'Patient/1'],
  ])('%s is below its base', (text, expected) => {
    expect(below(text)).toBe(expected);
  });

  test.each([
    'Patient/1',
    'http://gulou.example/fhir/Patient/1',
    'https://gulou.example:8443/fhir/Patient/1',
    'https://gulou.example/fhirs/Patient/1',
    'https://gulou.example.org/fhir/Patient/1',
    'https://gulou.example/fhir/Patient/1#x',
    'https://gulou.example/fhir/Patient?identifier=1',
    'https://gulou.example/fhir/../fhir2/Patient/1',
    'https://[/fhir/Patient/1',
    'urn:uuid:1',
    '',
  ])('%j is not', (text) => {
    expect(below(text)).toBeUndefined();
    expect(belowBase('')(text)).toBeUndefined();
  });
});

const anObservation = {
  resourceType: 'Observation',
  subject: { reference: 'urn:uuid:p' },
  performer: [{ display: 'nobody' }, { reference: 'urn:uuid:q' }],
  contained: [{ resourceType: 'Practitioner', id: 'reference' }],
  extension: [{ url: 'urn:uuid:r', valueUri: 'urn:uuid:s' }],
  note: [{ text: 'urn:uuid:p' }],
};

describe('references in a resource', () => {
  test('are each visited with their place', () => {
    const seen: string[] = [];

    forEachReference(anObservation, (text, at) => seen.push(`${at} ${text}`));

    expect(seen).toEqual(['subject urn:uuid:p', 'performer[1] urn:uuid:q']);
  });

  test('are replaced, uris too, and texts are not', () => {
    const mapped = mapReferences(anObservation, (text, kind) => `${kind} ${text.slice(-1)}`);

    expect(mapped).toEqual({
      ...anObservation,
      subject: { reference: 'reference p' },
      performer: [{ display: 'nobody' }, { reference: 'reference q' }],
      extension: [{ url: 'uri r', valueUri: 'uri s' }],
    });
  });

  test('are replaced in a copy: what was given stays, what is not changed is shared', () => {
    const before = structuredClone(anObservation);

    const mapped = mapReferences(anObservation, (text) => (text === 'urn:uuid:q' ? 'Practitioner/1' : text));

    expect(anObservation).toEqual(before);
    expect(mapped.subject).toBe(anObservation.subject);
    expect(mapped.performer[1]).toEqual({ reference: 'Practitioner/1' });
  });

  test('without a change leave any value as it is, spellings of numbers included', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = parseJson(`{"value":1.50,"inside":${text}}`);

        expect(mapReferences(value, (reference) => reference)).toBe(value);
        expect(JSON.stringify(mapReferences(value, (reference) => `${reference}!`))).toContain('"value":1.50');
      }),
    );
  });
});

describe('references read from a text', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom('Patient/1', 'urn:uuid:1', '"reference":"Patient/2"', '\\"reference\\":\\"x'),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('reference', 'subject', 'text', '"reference":"'), tie('value'), { maxKeys: 4 }),
    ),
  }));

  test('are those of the value, but for such as need escapes', () => {
    fc.assert(
      fc.property(value, (resource) => {
        const visited: string[] = [];
        forEachReference(resource, (text) => void visited.push(text));

        const found = referencesInText(JSON.stringify(resource));

        expect(found).toEqual(visited.filter((text) => !JSON.stringify(text).includes('\\')));
      }),
    );
  });
});
