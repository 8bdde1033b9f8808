import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { identityNumber } from '../identifiers/systems.ts';
import { validateResource } from './validate.ts';

const aPatient = (rest: Record<string, unknown> = {}): Resource => ({
  resourceType: 'Patient',
  name: [{ text: '林晓明' }],
  ...rest,
});
const nested = (depth: number): unknown =>
  depth === 0 ? { url: 'urn:x', valueCode: 'y' } : { url: 'urn:x', extension: [nested(depth - 1)] };

describe('a resource', () => {
  test('that is well formed passes', () => {
    const good = aPatient({
      id: 'a-b.C9',
      meta: { profile: ['http://example.org'] },
      gender: 'female',
      birthDate: '1949-12',
      identifier: [{ system: identityNumber, value: '11010519491231002X' }, { value: 'anything' }],
      _birthDate: { extension: [{ url: 'urn:x', valueCode: 'y' }] },
    });

    expect(validateResource(good, 'Patient')).toBeUndefined();
  });

  test('passes with null in a list of primitives', () => {
    expect(
      validateResource(
        aPatient({ name: [{ given: ['A', null], _given: [null, { extension: [{ url: 'urn:x', valueCode: 'y' }] }] }] }),
        'Patient',
      ),
    ).toBeUndefined();
  });

  test('passes with numbers of any spelling', () => {
    const observation = parseJson(
      '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50}}',
    );

    expect(validateResource(observation as Resource, 'Observation')).toBeUndefined();
  });

  test.each<[string, Resource, string, string]>([
    ['of no type of R4', { resourceType: 'Citizen' }, 'type-unknown', 'X.resourceType'],
    ['with an id of other characters', aPatient({ id: 'a/b' }), 'resource-invalid', 'X.id'],
    ['with an id that is too long', aPatient({ id: 'x'.repeat(65) }), 'resource-invalid', 'X.id'],
    ['with an empty id', aPatient({ id: '' }), 'resource-invalid', 'X.id'],
    ['whose meta is no object', aPatient({ meta: 'x' }), 'resource-invalid', 'X.meta'],
    ['with an empty list', aPatient({ name: [] }), 'resource-invalid', 'X.name'],
    ['with an empty element', aPatient({ name: [{ period: {} }] }), 'resource-invalid', 'X.name[0].period'],
    ['with an empty text', aPatient({ name: [{ text: 'x' }, { text: '' }] }), 'resource-invalid', 'X.name[1].text'],
    ['with null', aPatient({ birthDate: null }), 'resource-invalid', 'X.birthDate'],
    ['with a NUL in a text', aPatient({ name: [{ text: 'a\u0000b' }] }), 'resource-invalid', 'X.name[0].text'],
    ['with half a character', aPatient({ name: [{ text: 'a\ud83d' }] }), 'resource-invalid', 'X.name[0].text'],
    ['with a gender of its own', aPatient({ gender: 'F' }), 'resource-invalid', 'X.gender'],
    ['born on no day', aPatient({ birthDate: '2023-02-29' }), 'resource-invalid', 'X.birthDate'],
    ['born at a time', aPatient({ birthDate: '2023-02-28T10:00:00Z' }), 'resource-invalid', 'X.birthDate'],
    ['with identifiers that are no list', aPatient({ identifier: { value: '1' } }), 'resource-invalid', 'X.identifier'],
    [
      'with an identity number whose check character is wrong',
      aPatient({ identifier: [{ value: '1' }, { system: identityNumber, value: '110105194912310021' }] }),
      'identifier-malformed',
      'X.identifier[1].value',
    ],
    [
      'with an identity number without a value',
      aPatient({ identifier: [{ system: identityNumber }] }),
      'identifier-malformed',
      'X.identifier[0].value',
    ],
  ])('%s is refused with its place', (_, resource, code, at) => {
    const problem = validateResource(resource, 'X');

    expect(problem).toMatchObject({ code, at });
    expect(problem?.message).not.toContain('林晓明');
  });

  test('nested too deep is refused, at any depth', () => {
    expect(validateResource(aPatient({ extension: [nested(20)] }), 'Patient')).toBeUndefined();
    expect(validateResource(aPatient({ extension: [nested(5000)] }), 'Patient')).toMatchObject({ code: 'resource-invalid' });
  });

  test('of any JSON is judged without throwing, and the place begins where it was told', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (rest) => {
        const problem = validateResource({ ...rest, resourceType: 'Patient' } as Resource, 'Bundle.entry[3].resource');

        expect(problem === undefined || problem instanceof Problem).toBe(true);
        if (problem) expect(problem.at).toMatch(/^Bundle\.entry\[3\]\.resource/);
      }),
    );
  });
});
