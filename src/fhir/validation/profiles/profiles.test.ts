import { describe, expect, test } from 'vitest';
import { createValidator, withoutVersion } from '../index.ts';
import { anObservation, aPatient } from '../testing.ts';

const URL = 'http://example.org/StructureDefinition/';
const LOINC = 'http://loinc.org';

/** A profile as a differential. */
const profile = (id: string, type: string, element: readonly object[], rest: object = {}) => ({
  resourceType: 'StructureDefinition',
  url: URL + id,
  name: id,
  type,
  derivation: 'constraint',
  baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`,
  differential: { element },
  ...rest,
});

/** Issues of a resource that names the first of these profiles. */
function issues(resource: Record<string, unknown>, ...profiles: readonly ReturnType<typeof profile>[]) {
  const known = new Map(profiles.map((one) => [one.url, one]));
  const validate = createValidator({
    profiles: {
      findProfile: (url) => known.get(withoutVersion(url)),
      findCodes: (url) => (url === 'http://example.org/colours' ? [{ system: 'http://c', codes: ['red', 'green'] }] : undefined),
    },
  });
  const named = { ...resource, meta: { profile: [`${profiles[0]?.url}|1.0`] } };
  return validate(named).map(
    ({ at, code, detail, profile }) => `${at} ${code} ${profile ? `${profile.replace(/^.*\/|\|.*$/g, '')}: ` : ''}${detail}`,
  );
}

const systolic = (rest: object = { valueQuantity: { value: 1 } }) => ({
  code: { coding: [{ system: LOINC, code: '8480-6' }] },
  ...rest,
});
const diastolic = { code: { coding: [{ system: LOINC, code: '8462-4' }] }, valueQuantity: { value: 1 } };

describe('a profile demands', () => {
  test.each([
    ['an element', { path: 'Patient.gender', min: 1 }, { gender: undefined }, ['Patient required p: gender is required']],
    [
      'no more than one',
      { path: 'Patient.name', max: '1' },
      { name: [{ text: 'a' }, { text: 'b' }] },
      ['Patient.name structure p: at most 1 are allowed'],
    ],
    [
      'that an element is not used',
      { path: 'Patient.photo', max: '0' },
      { photo: [{ url: 'http://a' }] },
      ['Patient.photo structure p: photo is not used'],
    ],
    [
      'an element deep inside',
      { path: 'Patient.name.family', min: 1 },
      { name: [{ family: 'a' }, { text: 'b' }] },
      ['Patient.name[1] required p: family is required'],
    ],
    [
      'a fixed value',
      { path: 'Patient.active', fixedBoolean: true },
      { active: false },
      ['Patient.active value p: the value is true'],
    ],
    [
      'a pattern',
      { path: 'Patient.maritalStatus', patternCodeableConcept: { coding: [{ system: 'http://c', code: 'x' }] } },
      { maritalStatus: { coding: [{ system: 'http://c', code: 'y' }] } },
      ['Patient.maritalStatus value p: the value contains {"coding":[{"system":"http://c","code":"x"}]}'],
    ],
    [
      'one of the types',
      { path: 'Patient.deceased[x]', type: [{ code: 'boolean' }] },
      { deceasedBoolean: undefined, deceasedDateTime: '2024' },
      ['Patient.deceased structure p: the type is one of boolean'],
    ],
    [
      'what a reference leads to',
      {
        path: 'Patient.generalPractitioner',
        type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Practitioner'] }],
      },
      { generalPractitioner: [{ reference: 'Organization/1' }] },
      ['Patient.generalPractitioner[0] structure p: the reference leads to one of Practitioner'],
    ],
    [
      'codes of a value set of its own',
      { path: 'Patient.maritalStatus', binding: { strength: 'required', valueSet: 'http://example.org/colours|1' } },
      { maritalStatus: { coding: [{ system: 'http://c', code: 'blue' }] } },
      ['Patient.maritalStatus code-invalid p: a code of the value set http://example.org/colours is required'],
    ],
    [
      'a rule',
      {
        path: 'Patient',
        constraint: [{ key: 'x-1', severity: 'error', human: 'no twins', expression: 'multipleBirth.empty()' }],
      },
      { multipleBirthBoolean: true },
      ['Patient invariant p: x-1: no twins'],
    ],
  ])('%s', (_what, element, changes, expected) => {
    const resource = JSON.parse(JSON.stringify(aPatient(changes)));

    expect(issues(resource, profile('p', 'Patient', [element]))).toEqual(expected);
  });

  test('nothing where it is kept, and nothing where it is not known', () => {
    const strict = profile('p', 'Patient', [
      { path: 'Patient.gender', min: 1 },
      { path: 'Patient.name.family', min: 1 },
    ]);

    expect(issues(aPatient(), strict)).toEqual([]);
    expect(createValidator({ profiles: { findProfile: () => undefined } })(aPatient())).toMatchObject([
      { severity: 'warning', code: 'not-found', at: 'Patient', profile: 'http://example.org/profile' },
    ]);
  });

  test('what the profile it is based on demands', () => {
    const base = profile('base', 'Patient', [{ path: 'Patient.photo', min: 1 }]);
    const derived = profile('derived', 'Patient', [{ path: 'Patient.link', min: 1 }], { baseDefinition: base.url });

    expect(issues(aPatient(), derived, base)).toEqual([
      'Patient required derived: photo is required',
      'Patient required derived: link is required',
    ]);
  });

  test('itself of every resource of the type, where it is in force', () => {
    const strict = profile('p', 'Patient', [{ path: 'Patient.photo', min: 1 }]);
    const validate = createValidator({
      profiles: { findProfile: () => strict },
      inForce: (type) => (type === 'Patient' ? [strict.url] : []),
    });

    expect(validate(aPatient({ meta: { versionId: '1' } })).map(({ detail }) => detail)).toEqual(['photo is required']);
    expect(validate(anObservation())).toEqual([]);
  });

  test('itself where the caller names it, and the caller hears that it is not known', () => {
    const strict = profile('p', 'Patient', [{ path: 'Patient.photo', min: 1 }]);
    const validate = createValidator({ profiles: { findProfile: (url) => (url === strict.url ? strict : undefined) } });

    expect(
      validate(aPatient({ meta: { versionId: '1' } }), 'X', { demanded: [strict.url] }).map(
        ({ at, detail }) => `${at} ${detail}`,
      ),
    ).toEqual(['X photo is required']);
    expect(validate(aPatient({ meta: { versionId: '1' } }), 'X', { demanded: ['http://other'] }).map(({ code }) => code)).toEqual(
      ['not-found'],
    );
  });

  test('what profiles demand that are based on each other, once', () => {
    const one = profile('one', 'Patient', [{ path: 'Patient.photo', min: 1 }], { baseDefinition: `${URL}two` });
    const two = profile('two', 'Patient', [{ path: 'Patient.link', min: 1 }], { baseDefinition: one.url });

    expect(issues(aPatient(), one, two)).toEqual([
      'Patient required one: photo is required',
      'Patient required one: link is required',
    ]);
  });

  test('a profile of an extension', () => {
    const colour = profile('colour', 'Extension', [
      { path: 'Extension.url', fixedUri: `${URL}colour` },
      { path: 'Extension.value[x]', min: 1, type: [{ code: 'code' }] },
    ]);
    const user = profile('p', 'Patient', [
      { path: 'Patient.extension', sliceName: 'colour', min: 1, type: [{ code: 'Extension', profile: [colour.url] }] },
    ]);

    expect(
      issues(
        aPatient({
          extension: [
            { url: colour.url, valueCode: 'red' },
            { url: 'http://e', valueCode: 'x' },
          ],
        }),
        user,
        colour,
      ),
    ).toEqual([]);
    expect(issues(aPatient({ extension: [{ url: colour.url, valueString: 'red' }] }), user, colour)).toEqual([
      'Patient.extension[0].value structure colour: the type is one of code',
    ]);
    expect(issues(aPatient(), user, colour)).toEqual(['Patient.extension required p: the slice colour is required']);
  });

  test('itself again within, without end', () => {
    const nested = profile('n', 'Extension', [
      { path: 'Extension.extension', type: [{ code: 'Extension', profile: [`${URL}n`] }] },
      { path: 'Extension.url', fixedUri: 'http://n' },
    ]);
    const user = profile('p', 'Patient', [{ path: 'Patient.extension', type: [{ code: 'Extension', profile: [nested.url] }] }]);
    const extension = { url: 'http://n', extension: [{ url: 'http://other', valueCode: 'x' }] };

    expect(issues(aPatient({ extension: [extension] }), user, nested)).toEqual([
      'Patient.extension[0].extension[0].url value n: the value is "http://n"',
    ]);
  });
});

describe('slices are told apart', () => {
  const code = { coding: [{ system: LOINC, code: '8480-6' }] };
  const component = (discriminator: readonly object[], rules: string, ...slice: readonly object[]) =>
    profile('s', 'Observation', [
      { path: 'Observation.component', slicing: { rules, discriminator } },
      { path: 'Observation.component', sliceName: 'systolic', min: 1, max: '1' },
      ...slice,
    ]);

  test.each([
    ['by a pattern', [{ type: 'pattern', path: 'code' }], [{ path: 'Observation.component.code', patternCodeableConcept: code }]],
    [
      'by a value above the path',
      [{ type: 'value', path: 'code.coding.code' }],
      [{ path: 'Observation.component.code', patternCodeableConcept: code }],
    ],
    [
      'by values at two paths',
      [
        { type: 'value', path: 'code.coding.code' },
        { type: 'value', path: 'code.coding.system' },
      ],
      [
        { path: 'Observation.component.code.coding.system', fixedUri: LOINC },
        { path: 'Observation.component.code.coding.code', fixedCode: '8480-6' },
      ],
    ],
    [
      'by all that they say',
      [{ type: 'value', path: 'code' }],
      [{ path: 'Observation.component.code.coding.code', min: 1, fixedCode: '8480-6' }],
    ],
  ])('%s', (_how, discriminator, slice) => {
    const open = component(discriminator, 'open', ...slice, { path: 'Observation.component.value[x]', min: 1 });

    expect(issues(anObservation({ component: [diastolic, systolic()] }), open)).toEqual([]);
    expect(issues(anObservation({ component: [diastolic] }), open)).toEqual([
      'Observation.component required s: the slice systolic is required',
    ]);
    expect(issues(anObservation({ component: [systolic(), systolic()] }), open)).toEqual([
      'Observation.component structure s: the slice systolic has at most 1',
    ]);
    expect(issues(anObservation({ component: [diastolic, systolic({ dataAbsentReason: { text: 'x' } })] }), open)).toEqual([
      'Observation.component[1] required s: value is required',
    ]);
  });

  test('by existence', () => {
    const open = component([{ type: 'exists', path: 'value' }], 'open', { path: 'Observation.component.value[x]', min: 1 });

    expect(issues(anObservation({ component: [systolic({ dataAbsentReason: { text: 'x' } })] }), open)).toEqual([
      'Observation.component required s: the slice systolic is required',
    ]);
    expect(issues(anObservation({ component: [systolic()] }), open)).toEqual([]);
  });

  test('by type, of a choice and of what is referred to', () => {
    const byType = profile('t', 'Observation', [
      { path: 'Observation.value[x]', slicing: { rules: 'closed', discriminator: [{ type: 'type', path: '$this' }] } },
      { path: 'Observation.value[x]', sliceName: 'valueQuantity', type: [{ code: 'Quantity' }] },
      { path: 'Observation.value[x].code', min: 1 },
      { path: 'Observation.performer', slicing: { rules: 'open', discriminator: [{ type: 'type', path: 'resolve()' }] } },
      {
        path: 'Observation.performer',
        sliceName: 'who',
        min: 1,
        type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Practitioner'] }],
      },
    ]);
    const performer = [{ reference: 'Organization/1' }, { reference: 'Practitioner/1' }];
    const observation = (changes: object) => anObservation({ component: undefined, performer, ...changes });
    const plain = (changes: object) => JSON.parse(JSON.stringify(observation(changes)));

    expect(issues(plain({ valueQuantity: { value: 1, system: 'http://u', code: 'x' } }), byType)).toEqual([]);
    expect(issues(plain({ valueQuantity: { value: 1 } }), byType)).toEqual(['Observation.value required t: code is required']);
    expect(issues(plain({ valueString: 'x' }), byType)).toEqual([
      'Observation.value structure t: the value belongs to one of the slices valueQuantity',
    ]);
    expect(issues(plain({ performer: performer.slice(0, 1) }), byType)).toEqual([
      'Observation.performer required t: the slice who is required',
    ]);
  });

  test('by the profile that they follow', () => {
    const adult = profile('adult', 'Patient', [{ path: 'Patient.maritalStatus', min: 1 }]);
    const bundle = profile('b', 'Bundle', [
      { path: 'Bundle.entry', slicing: { rules: 'open', discriminator: [{ type: 'profile', path: 'resource' }] } },
      { path: 'Bundle.entry', sliceName: 'adult', min: 1 },
      { path: 'Bundle.entry.resource', type: [{ code: 'Patient', profile: [adult.url] }] },
    ]);
    const of = (patient: object) => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ fullUrl: 'urn:uuid:1', resource: { ...patient, meta: { versionId: '1' } } }],
    });

    expect(issues(of(aPatient({ maritalStatus: { text: 'x' } })), bundle, adult)).toEqual([]);
    expect(issues(of(aPatient()), bundle, adult)).toEqual(['Bundle.entry required b: the slice adult is required']);
  });

  test('and others are refused where the slicing is closed', () => {
    const closed = component([{ type: 'pattern', path: 'code' }], 'closed', {
      path: 'Observation.component.code',
      patternCodeableConcept: code,
    });

    expect(issues(anObservation({ component: [systolic(), diastolic] }), closed)).toEqual([
      'Observation.component[1] structure s: the value belongs to one of the slices systolic',
    ]);
  });
});

describe('the definition of a profile', () => {
  test('names only elements that its type has', () => {
    const paths = [
      'Observation.valueBla',
      'Observation.value[x]',
      'Observation.valueQuantity.unit',
      'Observation.component.code.coding',
    ];
    const definition = {
      ...profile(
        'x',
        'Observation',
        paths.map((path) => ({ id: path, path })),
      ),
      status: 'draft',
      kind: 'resource',
      abstract: false,
    };

    expect(createValidator()(definition).map(({ at }) => at)).toEqual(['StructureDefinition.differential.element[0].path']);
  });

  test('has rules that cannot be read: they are named, and the others hold', () => {
    const constraint = ['((', 'photo.exists()', "id.matches('(?=p)')"].map((expression, index) => ({
      key: `x-${index}`,
      severity: 'error',
      human: 'x',
      expression,
    }));
    const broken = profile('p', 'Patient', [{ path: 'Patient', constraint }]);

    expect(issues(aPatient(), broken)).toEqual([
      expect.stringMatching(/^Patient invariant p: the rule x-0 is not checked: it cannot be read: ./),
      'Patient invariant p: x-1: x',
      expect.stringContaining('the rule x-2 is not checked: it cannot be read: the regular expression (?=p) of matches()'),
    ]);
  });
});
