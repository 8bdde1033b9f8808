import { describe, expect, test } from 'vitest';
import { compileAll } from './elements.ts';
import { validate } from './index.ts';
import { anObservation, aPatient, aTransaction } from './testing.ts';

/** Place and rule of each issue. */
const wrong = (resource: unknown) => validate(resource).map(({ at, code, detail }) => `${at} ${code} ${detail}`);
const div = (inside: string) => ({ status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>` });
const extension = (rest: object) => ({ extension: [{ url: 'http://example.org/e', ...rest }] });

test('every structure of R4 compiles, with all of its invariants', () => {
  expect(compileAll()).toBeGreaterThan(650);
});

test.each([
  ['patient', aPatient()],
  ['observation', anObservation()],
  [
    'patient whose primitives have ids',
    aPatient({ _gender: { id: 'a' }, name: [{ given: ['a', 'b'], _given: [null, { id: 'b' }] }] }),
  ],
  ['transaction', aTransaction(aPatient(), anObservation())],
  ['observation without a value that says why', anObservation({ component: undefined, dataAbsentReason: { text: '拒测' } })],
  [
    'period whose ends differ in precision',
    aPatient({ name: [{ text: 'x', period: { start: '2016-10-31T08:00:00+08:00', end: '2016-10-31' } }] }),
  ],
  [
    'contained resource that points at its container',
    aPatient({
      managingOrganization: undefined,
      contained: [{ resourceType: 'Observation', id: 'o', status: 'final', code: { text: 'x' }, subject: { reference: '#' } }],
    }),
  ],
])('a %s as it should be is valid', (_name, resource) => {
  expect(wrong(omitUndefined(resource))).toEqual([]);
});

const omitUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a patient is refused at the place where', () => {
  test.each([
    ['an element is unknown', { nmae: [] }, 'Patient structure R4 has no element nmae here'],
    [
      'a key is __proto__',
      JSON.parse('{"__proto__": {"gender": "male"}}'),
      'Patient structure R4 has no element of such a name here',
    ],
    ['a single value is a list', { gender: ['male'] }, 'Patient.gender structure a text is expected'],
    ['a list is a single value', { name: { text: 'x' } }, 'Patient.name structure a list is expected'],
    ['a list is empty', { name: [] }, 'Patient.name structure an empty list is not allowed'],
    ['a text is empty', { birthDate: '' }, 'Patient.birthDate value an empty text is not a value'],
    ['an element is empty', { maritalStatus: {} }, 'Patient.maritalStatus structure ele-1: an element has a value or children'],
    [
      'an element has only an id',
      { maritalStatus: { id: 'a' } },
      'Patient.maritalStatus structure ele-1: an element has a value or children',
    ],
    ['a value is null', { gender: null }, 'Patient.gender structure null is not a value'],
    [
      'a list has null without companion',
      { name: [{ given: ['a', null] }] },
      'Patient.name[0].given[1] structure null is not a value',
    ],
    [
      'a primitive has an id and no value',
      { gender: undefined, _gender: { id: 'a' } },
      'Patient.gender structure ele-1: an element has a value or children',
    ],
    ['a companion is no element', { _gender: 'male' }, 'Patient.gender structure an element with properties is expected'],
    [
      'a code is not in its value set',
      { gender: 'zzz' },
      'Patient.gender code-invalid a code of the value set administrative-gender is required',
    ],
    [
      'a date does not exist',
      { birthDate: '2023-02-29' },
      'Patient.birthDate value a date is YYYY, YYYY-MM or YYYY-MM-DD, and exists',
    ],
    ['two choices are there', { deceasedDateTime: '2024' }, 'Patient.deceased structure only one of the choices may be there'],
    ['the resource id has a slash', { id: 'a/b' }, 'Patient.id value an id has 1 to 64 letters, digits, hyphens or dots'],
    [
      'a reference leads to a wrong type',
      { generalPractitioner: [{ reference: 'Patient/x' }] },
      'Patient.generalPractitioner[0] structure the reference leads to one of Organization, Practitioner, PractitionerRole',
    ],
    [
      'a reference names no type',
      { generalPractitioner: [{ reference: 'Doctor/x' }] },
      'Patient.generalPractitioner[0].reference value the reference names no resource type of FHIR R4',
    ],
    [
      'a contact is nobody',
      { contact: [{ gender: 'male' }] },
      "Patient.contact[0] invariant pat-1: SHALL at least contain a contact's details or a reference to an organization",
    ],
    [
      'a period ends before it starts',
      { name: [{ text: 'x', period: { start: '2020', end: '2019' } }] },
      'Patient.name[0].period invariant per-1: If present, start SHALL have a lower value than end',
    ],
    [
      'a period ends at no time',
      { name: [{ text: 'x', period: { start: '2020-01-01', end: 'x' } }] },
      'Patient.name[0].period.end value a date with time is a date, or YYYY-MM-DDThh:mm:ss with zone, and exists',
    ],
    [
      'a phone has no system',
      { telecom: [{ value: '1' }] },
      'Patient.telecom[0] invariant cpt-2: A system is required if a value is provided.',
    ],
    [
      'an extension has value and children',
      extension({ valueCode: 'a', ...extension({ valueCode: 'b' }) }),
      'Patient.extension[0] invariant ext-1: an extension has either a value or extensions',
    ],
    [
      'an extension has neither',
      extension({}),
      'Patient.extension[0] invariant ext-1: an extension has either a value or extensions',
    ],
    ['an extension has no address', { extension: [{ valueCode: 'a' }] }, 'Patient.extension[0] required url is required'],
    [
      'the narrative has a script',
      { text: div('<script>x</script>') },
      'Patient.text.div invariant txt-1: the narrative has an element that is not allowed',
    ],
    ['a number is a text', { multipleBirthInteger: '2' }, 'Patient.multipleBirth structure an integer of 32 bits is expected'],
    [
      'a number is beyond 32 bits',
      { multipleBirthInteger: 2 ** 31 },
      'Patient.multipleBirth value an integer of 32 bits is expected',
    ],
    [
      'a text has NUL',
      { language: 'a\u0000b' },
      'Patient.language value a text has no control characters and no halves of character pairs',
    ],
    [
      'a text has half a character pair',
      { language: 'a\ud800b' },
      'Patient.language value a text has no control characters and no halves of character pairs',
    ],
  ])('%s', (_what, changes, issue) => {
    expect(wrong(omitUndefined(aPatient(changes)))).toEqual([issue]);
  });

  test('a contained resource is not referred to', () => {
    const { managingOrganization: _gone, ...patient } = aPatient();

    expect(wrong(patient)).toEqual([
      'Patient.contained[0] invariant dom-3: a contained resource is referred to from the resource, or refers to it',
    ]);
  });

  test('a contained resource has what only a resource of its own has', () => {
    const inner = {
      resourceType: 'Organization',
      id: 'o1',
      name: 'x',
      contained: [{ resourceType: 'Basic', code: { text: 'x' } }],
      meta: { versionId: '1', security: [{ code: 'R' }] },
    };

    const rules = wrong(aPatient({ contained: [inner] })).map((issue) => issue.replace(/.*(dom-\d).*/, '$1'));

    expect(rules).toEqual(['dom-2', 'dom-4', 'dom-5']);
  });

  test('a local reference leads nowhere', () => {
    expect(wrong(aPatient({ managingOrganization: { reference: '#o2' } }))).toContain(
      'Patient.managingOrganization invariant ref-1: a local reference leads to a contained resource',
    );
  });
});

describe('an observation is refused where', () => {
  test.each([
    ['its status is missing', { status: undefined }, 'Observation required status is required'],
    [
      'it has two values',
      { valueString: 'a', valueInteger: 1 },
      'Observation.value structure only one of the choices may be there',
    ],
    [
      'a value stands beside the reason for none (obs-6)',
      { valueString: 'a', dataAbsentReason: { text: 'b' } },
      'Observation invariant obs-6: dataAbsentReason SHALL only be present if Observation.value[x] is not present',
    ],
    [
      'a reference range has no range (obs-3)',
      { referenceRange: [{ type: { text: 'x' } }] },
      'Observation.referenceRange[0] invariant obs-3: Must have at least a low or a high or text',
    ],
    [
      'a component repeats the code with a value (obs-7)',
      {
        valueString: 'a',
        component: [{ code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] }, valueString: 'x' }],
      },
      'Observation invariant obs-7: If Observation.code is the same as an Observation.component.code then the value element associated with the code SHALL NOT be present',
    ],
  ])('%s', (_what, changes, issue) => {
    const resource = omitUndefined(anObservation(changes));

    expect(wrong(resource)).toEqual([issue]);
  });
});

describe('a bundle', () => {
  test('names the entry whose resource is wrong', () => {
    expect(wrong(aTransaction(aPatient(), aPatient({ gender: 'x' })))).toEqual([
      'Bundle.entry[1].resource.gender code-invalid a code of the value set administrative-gender is required',
    ]);
  });

  test('of ten thousand entries is checked for repeated addresses', () => {
    const entry = Array.from({ length: 10_000 }, (_, index) => ({
      fullUrl: `http://example.org/Basic/${index % 9_999}`,
      resource: { resourceType: 'Basic', code: { text: 'x' } },
    }));

    expect(wrong({ resourceType: 'Bundle', type: 'collection', entry }).map((issue) => issue.slice(0, 22))).toEqual([
      'Bundle invariant bdl-7',
    ]);
  });

  test('keeps references within its own entries', () => {
    const inner = aPatient();

    expect(
      wrong(aTransaction(inner, aPatient({ contained: undefined, managingOrganization: { reference: '#o1' } }))).join(),
    ).toContain('ref-1');
  });
});
