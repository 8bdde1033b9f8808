import { describe, expect, it } from 'vitest';
import { createValidator, type Terminology } from './index.ts';
import { aPatient } from './testing.ts';

/** Knows one value set, in which there is one code. */
const only = (valueSet: string, system: string, code: string): Terminology => ({
  validateCode: (asked, askedSystem, askedCode) => {
    if (asked !== valueSet) return 'unknown';
    return (askedSystem ?? system) === system && askedCode === code ? 'yes' : 'no';
  },
});

const MIME_TYPES = 'http://hl7.org/fhir/ValueSet/mimetypes';
const aPhoto = (contentType: string) => aPatient({ photo: [{ contentType, url: 'http://example.org/1' }] });

describe('required bindings which the platform answers for', () => {
  const issuesOf = createValidator({ terminology: only(MIME_TYPES, 'urn:ietf:bcp:13', 'image/png') });

  it('refuse a code that the value set does not have', () => {
    expect(issuesOf(aPhoto('image/png'))).toEqual([]);
    expect(issuesOf(aPhoto('picture'))).toMatchObject([{ code: 'code-invalid', at: 'Patient.photo[0].contentType' }]);
  });

  it('are not checked where the platform does not know the value set', () => {
    const knowsNothing = createValidator({ terminology: { validateCode: () => 'unknown' } });

    expect(knowsNothing(aPhoto('picture'))).toEqual([]);
  });

  it('are not checked where there is nobody to ask', () => {
    expect(createValidator()(aPhoto('picture'))).toEqual([]);
  });
});

describe('a required binding of a profile which the platform answers for', () => {
  const COLOURS = 'http://example.org/ValueSet/colours';
  const profile = {
    resourceType: 'StructureDefinition',
    url: 'http://example.org/coloured',
    name: 'Coloured',
    type: 'Patient',
    kind: 'resource',
    derivation: 'constraint',
    differential: {
      element: [{ path: 'Patient.maritalStatus', binding: { strength: 'required', valueSet: `${COLOURS}|2` } }],
    },
  };
  const issuesOf = createValidator({
    profiles: { findProfile: (url) => (url === profile.url ? profile : undefined) },
    terminology: only(`${COLOURS}|2`, 'http://example.org/colour', 'red'),
  });
  const coloured = (...coding: object[]) => aPatient({ meta: { profile: [profile.url] }, maritalStatus: { coding } });

  it('is met by one coding of several', () => {
    const [other, red] = [
      { system: 'http://example.org/other', code: 'x' },
      { system: 'http://example.org/colour', code: 'red' },
    ];

    expect(issuesOf(coloured(other, red))).toEqual([]);
  });

  it('is not met where no coding is of the value set', () => {
    expect(issuesOf(coloured({ system: 'http://example.org/colour', code: 'blue' }))).toMatchObject([
      { code: 'code-invalid', at: 'Patient.maritalStatus' },
    ]);
  });
});
