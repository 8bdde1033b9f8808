import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseJson } from '../../fhir/index.ts';
import { anObservation, aPatient, type Identified, idsFound, idsOnAllPages, storeForTests, type TestStore } from '../testing.ts';
import { parseSearch } from './parse-search.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

const put = (...resources: Identified[]) =>
  here.all.commit(
    resources.map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
const found = (type: string, parameters: Record<string, string>) =>
  idsFound(here.all, type, new URLSearchParams(parameters).toString());

const UCUM = 'http://unitsofmeasure.org';

describe('a condition that is turned round', () => {
  beforeAll(() =>
    put(
      anObservation({ id: 'not-1', of: 'np', identifier: [{ value: 'not' }] }),
      anObservation({ id: 'not-2', of: 'nq', identifier: [{ value: 'not' }] }),
      anObservation({ id: 'not-3', identifier: [{ value: 'not' }] }),
      anObservation({ id: 'not-4', identifier: [{ value: 'not' }], subject: { reference: 'Group/np' } }),
    ),
  );

  test.each([
    ['subject:not', 'Patient/np', ['not-2', 'not-3', 'not-4']],
    ['subject:not', 'Patient/np,Patient/nq', ['not-3', 'not-4']],
    ['subject:missing', 'true', ['not-3']],
    ['patient:missing', 'true', ['not-3', 'not-4']],
    ['patient:missing', 'false', ['not-1', 'not-2']],
    ['patient', 'Group/np', []],
    ['subject', 'np', ['not-1', 'not-4']],
    ['code:missing', 'true', []],
  ])('%s=%s holds also of what is nobody’s', async (name, value, ids) => {
    expect(await found('Observation', { identifier: 'not', [name]: value })).toEqual(ids);
  });

  test.each([
    ['code:in', 'http://example.org/none', 'parameter-invalid'],
    ['code:in', '', 'parameter-invalid'],
    ['code:not-in', 'ValueSet/none', 'parameter-invalid'],
    ['code:in', 'http://hl7.org/fhir/ValueSet/body-site', 'terminology-incomplete'],
    ['code:in', 'http://hl7.org/fhir/ValueSet/all-languages', 'expansion-too-costly'],
    ['code:below', 'final', 'parameter-invalid'],
    ['code:below', 'http://hl7.org/fhir/observation-status|none', 'parameter-invalid'],
    ['code:above', 'http://snomed.info/sct|22298006', 'parameter-invalid'],
    ['identifier:in', 'http://hl7.org/fhir/ValueSet/administrative-gender', 'parameter-unsupported'],
    ['date:in', 'http://hl7.org/fhir/ValueSet/administrative-gender', 'parameter-unsupported'],
  ])('%s=%s is refused, by the name of the parameter', async (name, value, code) => {
    await expect(found('Observation', { [name]: value })).rejects.toMatchObject({ code, at: name });
  });

  test.each(['date:not', 'value-string:not', '_id:not', '_lastUpdated:missing', 'code:not:not'])(
    '%s is refused, never ignored',
    (name) => {
      for (const strict of [true, false])
        expect(() => parseSearch('Observation', [[name, '2024']], strict)).toThrow(
          expect.objectContaining({ code: 'parameter-unsupported', at: name }),
        );
    },
  );
});

describe('a number', () => {
  const measured = (id: string, value: number, code: string) =>
    anObservation({ id, valueQuantity: { value, unit: code, system: UCUM, code } });
  beforeAll(() =>
    put(
      measured('n-535', 5.35, 'mmol/L'),
      measured('n-545', 5.45, 'mmol/L'),
      measured('n-f', 98.6, '[degF]'),
      measured('n-huge', 1e300, 'mol/L'),
      measured('n-minus', -3.5, 'mmol/L'),
      measured('n-tiny', 1e-30, 'mol/L'),
      measured('n-ug', 1100, 'ug'),
    ),
  );

  test.each([
    [`ge1.1|${UCUM}|mg`, ['n-ug']],
    [`le1.1|${UCUM}|mg`, ['n-ug']],
    [`gt1.1|${UCUM}|mg`, []],
    [`lt1.1|${UCUM}|mg`, []],
    [`5.4|${UCUM}|mmol/L`, ['n-535']],
    ['5.4', ['n-535']],
    ['5.5', ['n-545']],
    ['-3.5', ['n-minus']],
    ['lt-3.4', ['n-minus']],
    [`ge37|${UCUM}|Cel`, ['n-f']],
    [`le37|${UCUM}|Cel`, ['n-f']],
    [`37|${UCUM}|Cel`, ['n-f']],
    [`gt37|${UCUM}|Cel`, []],
    ['ge1e300', ['n-huge']],
    [`1e-30|${UCUM}|mol/L`, ['n-tiny']],
    [`0.000000000000000000000000000001|${UCUM}|mol/L`, ['n-tiny']],
  ])('%s is compared to the last digit, in any unit', async (value, ids) => {
    expect(await found('Observation', { 'value-quantity': value })).toEqual(ids);
  });

  test.each(['1e400', `${'9'.repeat(500)}`, '1e99999999999999999999', '0x10', 'NaN', 'Infinity', '', '--5'])(
    '%s is refused',
    async (value) => {
      await expect(
        found('Observation', { 'value-quantity': value }).catch((thrown) => Promise.reject(thrown)),
      ).rejects.toMatchObject({
        code: 'parameter-invalid',
        at: 'value-quantity',
      });
    },
  );
});

describe('what a record says', () => {
  test('is filed under its own words, not under those that it writes into a value', async () => {
    const forged = 'a\u001fcompartment=victim\u001fObservation.subject>Patient/victim';
    await put(aPatient({ id: 'victim' }), anObservation({ id: 'forged', identifier: [{ value: forged }] }));

    expect(await found('Observation', { subject: 'Patient/victim' })).toEqual([]);
    expect(await found('Observation', { identifier: 'a' })).toEqual([]);
    expect(await found('Observation', { identifier: forged })).toEqual(['forged']);
  });

  test('in thousands of combinations is stored all the same', async () => {
    const codes = (name: string) => ({
      coding: Array.from({ length: 2000 }, (_, index) => ({ system: 'urn:c', code: `${name}${index}` })),
    });
    const component = [{ code: codes('a'), valueCodeableConcept: codes('b') }];

    await put(anObservation({ id: 'combined', component }));

    expect(await found('Observation', { 'component-code': 'a1999', 'component-value-concept': 'b1999' })).toEqual(['combined']);
  });

  test('in a number without end does not hide the others from a search of texts', async () => {
    const endless = parseJson('{"value":1e400000,"unit":"mg"}');
    await put(
      anObservation({ id: 'endless', code: { text: 'endless' }, valueQuantity: endless }),
      anObservation({ id: 'other', code: { text: 'Endless too' } }),
    );

    expect(await found('Observation', { 'code:text': 'endless' })).toEqual(['other']);
  });

  test('of an identity number is found by its type in either spelling', async () => {
    const type = { coding: [{ system: 'urn:types', code: 'NI' }] };
    const system = 'urn:oid:2.16.156.10011.1.3';
    await put(aPatient({ id: 'typed', identifier: [{ type, system, value: '11010519491231002x' }] }));

    for (const value of ['11010519491231002x', '11010519491231002X'])
      expect(await found('Patient', { 'identifier:of-type': `urn:types|NI|${value}` })).toEqual(['typed']);
  });
});

describe('pages', () => {
  test('by texts go by code points, whatever the letters', async () => {
    const names = ['a', 'Z', 'É', '_', '😀', '林', `${'长'.repeat(150)}`, 'z'];
    await put(...names.map((title, index) => ({ resourceType: 'Library', id: `lib-${index}`, title, status: 'draft' })));

    const whole = (await idsOnAllPages(here.all, 'Library', '_sort=title&_count=100')).flat();
    const paged = (await idsOnAllPages(here.all, 'Library', '_sort=title&_count=1')).flat();
    const backwards = (await idsOnAllPages(here.all, 'Library', '_sort=-title&_count=3')).flat();

    expect(whole).toHaveLength(names.length);
    expect(paged).toEqual(whole);
    expect(backwards).toEqual(whole.toReversed());
  });

  test('of a thousand residents include by every parameter', async () => {
    await put(...Array.from({ length: 1000 }, (_, index) => aPatient({ id: `many-${String(index).padStart(3, '0')}` })));
    await put(anObservation({ id: 'of-the-last', of: 'many-999' }));

    const { entries, included } = await here.all.search(
      parseSearch(
        'Patient',
        [
          ['_count', '1000'],
          ['_sort', '-_id'],
          ['_revinclude', 'Observation:*'],
        ],
        true,
      ),
    );

    expect(entries).toHaveLength(1000);
    expect(included.entries.map(({ id }) => id)).toContain('of-the-last');
  });
});

describe('a chain', () => {
  const FEW = 3;
  beforeAll(() =>
    put(
      ...Array.from({ length: 1100 }, (_, index) =>
        aPatient({ id: `crowd-${index}`, gender: 'other', ...(index < FEW ? { address: [{ city: '福清' }] } : {}) }),
      ),
      aPatient({ id: 'apart', gender: 'unknown' }),
      anObservation({ id: 'of-first', of: 'crowd-0', identifier: [{ value: 'chain' }] }),
      anObservation({
        id: 'of-last',
        of: 'crowd-1099',
        identifier: [{ value: 'chain' }],
        hasMember: [{ reference: 'Observation/of-first' }],
      }),
      anObservation({
        id: 'of-apart',
        of: 'apart',
        identifier: [{ value: 'chain' }],
        hasMember: [{ reference: 'Observation/of-last' }],
      }),
    ),
  );

  test.each([
    ['to few', 'Observation', 'subject:Patient.address-city=福清', ['of-first']],
    [
      'to more than are looked up by name',
      'Observation',
      'identifier=chain&subject:Patient.gender=other',
      ['of-first', 'of-last'],
    ],
    ['to nobody', 'Observation', 'identifier=chain&subject:Patient.gender=male', []],
    ['through a chain to few', 'Observation', 'has-member:Observation.subject:Patient.address-city=福清', ['of-last']],
    ['through a chain to many', 'Observation', 'has-member:Observation.subject:Patient.gender=other', ['of-apart', 'of-last']],
    [
      'inside of _has, to few',
      'Patient',
      '_has:Observation:patient:has-member.subject:Patient.address-city=福清',
      ['crowd-1099'],
    ],
    [
      'inside of _has, to many',
      'Patient',
      '_has:Observation:patient:has-member.subject:Patient.gender=other',
      ['apart', 'crowd-1099'],
    ],
  ])('%s', async (_, type, query, ids) => {
    expect(await idsFound(here.all, type, query)).toEqual(ids);
  });
});
