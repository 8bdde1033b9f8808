import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anObservation, type Identified, storeForTests, type TestStore } from '../testing.ts';
import { isDecidable, meets } from './meets.ts';
import { parseSearch } from './parse-search.ts';

let store: TestStore;
beforeAll(async () => {
  store = await storeForTests();
  const { all } = store;
  const aList = { status: 'current', mode: 'working' };
  const recorded = '2026-03-04T10:00:00Z';
  await all.put({ resourceType: 'Patient', id: 'p', gender: 'female', name: [{ family: '林' }] }, undefined);
  await all.put({ resourceType: 'Patient', id: 'q', gender: 'male', name: [{ family: '陈' }] }, undefined);
  await all.put({ resourceType: 'Group', id: 'p', type: 'person', actual: true }, undefined);
  await all.put({ resourceType: 'List', id: 'kept', ...aList, entry: [{ item: { reference: 'Observation/one' } }] }, undefined);
  await all.put({ resourceType: 'List', id: 'other', ...aList, entry: [{ item: { reference: 'Observation/two' } }] }, undefined);
  const signed = (id: string, target: string, who: string) =>
    all.put(
      { resourceType: 'Provenance', id, recorded, target: [{ reference: target }], agent: [{ who: { reference: who } }] },
      undefined,
    );
  await signed('first', 'Observation/one', 'Patient/p');
  await signed('second', 'Observation/two', 'Patient/q');
});
afterAll(() => store[Symbol.asyncDispose]());

const days = ['2026-03-01', '2026-03-02', '2026-03', '2025', '2026-03-02T10:00:00Z'] as const;
const texts = ['阴性', '阳性', 'Négatif', 'negativ'] as const;
const codes = ['a', 'b', 'c'] as const;

const observation = fc.record({
  code: fc.constantFrom(...codes),
  text: fc.constantFrom('血红蛋白', 'Hb', undefined),
  system: fc.constantFrom('urn:one', 'urn:two', undefined),
  day: fc.constantFrom(...days, undefined),
  value: fc.oneof(
    fc.record({ tenths: fc.integer({ min: 0, max: 30 }), unit: fc.constantFrom('g', 'mg') }),
    fc.constantFrom(...texts),
    fc.constant(undefined),
  ),
  subject: fc.constantFrom('Patient/p', 'Patient/q', 'Group/p', undefined),
});

const toObservation = ({
  code,
  text,
  system,
  day,
  value,
  subject,
}: typeof observation extends fc.Arbitrary<infer One> ? One : never) =>
  anObservation({
    id: 'one',
    code: { coding: [{ ...(system ? { system } : {}), code }], ...(text ? { text } : {}) },
    ...(day ? { effectiveDateTime: day } : {}),
    ...(subject ? { subject: { reference: subject } } : {}),
    ...(typeof value === 'string' ? { valueString: value } : {}),
    ...(typeof value === 'object'
      ? { valueQuantity: { value: value.tenths / 10, system: 'http://unitsofmeasure.org', code: value.unit } }
      : {}),
  });

const prefix = fc.constantFrom('', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap');
const parameter: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(fc.constantFrom('code', 'code:not'), fc.constantFrom('a', 'a,b', 'urn:one|a', '|b', 'urn:two|')),
  fc.tuple(
    fc.constantFrom('code:missing', 'date:missing', 'subject:missing', 'value-quantity:missing'),
    fc.constantFrom('true', 'false'),
  ),
  fc.tuple(
    fc.constant('date'),
    fc.tuple(prefix, fc.constantFrom(...days)).map(([one, day]) => one + day),
  ),
  fc.tuple(
    fc.constant('value-quantity'),
    fc
      .tuple(
        prefix,
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom('', '|http://unitsofmeasure.org|g', '|http://unitsofmeasure.org|mg'),
      )
      .map(([one, tenths, unit]) => `${one}${(tenths / 10).toFixed(1)}${unit}`),
  ),
  fc.tuple(
    fc.constantFrom('value-string', 'value-string:contains', 'value-string:exact'),
    fc.constantFrom('neg', '阴', ...texts),
  ),
  fc.tuple(
    fc.constantFrom('subject', 'patient', 'subject:not'),
    fc.constantFrom('p', 'Patient/p', 'Patient/p,Patient/q', 'Group/p'),
  ),
  fc.tuple(fc.constant('_id'), fc.constantFrom('one', 'two', 'one,two')),
  fc.tuple(fc.constant('_lastUpdated'), fc.constantFrom('gt2026-01-01', 'lt2026-01-01', '2020')),
  fc.tuple(fc.constant('code:text'), fc.constantFrom('血', '红', 'hb', 'H')),
);

const aboutOthers: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(fc.constantFrom('patient.gender', 'subject:Patient.gender'), fc.constantFrom('female', 'male', 'female,male')),
  fc.tuple(fc.constantFrom('subject.name', 'patient.name:contains'), fc.constantFrom('林', '陈')),
  fc.tuple(fc.constant('patient._has:Provenance:agent:_id'), fc.constantFrom('first', 'second')),
  fc.tuple(fc.constant('_has:Provenance:target:agent'), fc.constantFrom('Patient/p', 'Patient/q')),
  fc.tuple(fc.constant('_has:Provenance:target:agent:Patient.gender'), fc.constantFrom('female', 'male')),
  fc.tuple(fc.constant('_list'), fc.constantFrom('kept', 'other', 'kept,other', 'none')),
);

/** As it is stored: with its time. */
async function kept(resource: Identified): Promise<Identified> {
  const { resource: stored } = await store.all.put(resource, undefined);
  const { body } = await store.all.read('Observation', resource.id);
  return { ...stored, ...JSON.parse(body) };
}

describe('conditions asked of one resource in memory', () => {
  test('have the answer of a search in the database, whatever the resource and the parameters', async () => {
    await fc.assert(
      fc.asyncProperty(observation, fc.array(parameter, { minLength: 1, maxLength: 3 }), async (given, parameters) => {
        const query = parseSearch('Observation', parameters, true);
        const resource = await kept(toObservation(given));

        const isMet = meets(resource)(query.conditions);

        const { entries } = await store.all.search(query);
        expect(query.conditions.every(isDecidable)).toBe(true);
        expect({ resource, parameters, isMet }).toEqual({ resource, parameters, isMet: entries.length === 1 });
      }),
      { numRuns: 400 },
    );
  });

  test('the same where they ask about others, once that is answered for the resource', async () => {
    await fc.assert(
      fc.asyncProperty(
        observation,
        fc.array(aboutOthers, { minLength: 1, maxLength: 2 }),
        fc.array(parameter, { maxLength: 1 }),
        async (given, asked, parameters) => {
          const query = parseSearch('Observation', [...asked, ...parameters], true);
          const resource = await kept(toObservation(given));

          const conditions = await store.all.answerOthers([resource], query.conditions);
          const isMet = meets(resource)(conditions);

          const { entries } = await store.all.search(query);
          expect({ given, asked, parameters, isMet }).toEqual({ given, asked, parameters, isMet: entries.length === 1 });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('near a place, as the search has it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.constantFrom('26.08|119.3|50', '26.08|119.3|9000', '90|0|5000', '0|180|3000'),
        async (latitude, longitude, near) => {
          const query = parseSearch('Location', [['near', near]], true);
          const resource: Identified = { resourceType: 'Location', id: 'clinic', position: { latitude, longitude } };
          await store.all.put(resource, undefined);

          const isMet = meets(resource)(query.conditions);

          const { entries } = await store.all.search(query);
          expect({ latitude, longitude, near, isMet }).toEqual({ latitude, longitude, near, isMet: entries.length === 1 });
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each(['patient.name=x', '_list=x', '_has:Provenance:target:agent=x'])(
    'that ask for more than the resource, as %s does, are not decidable and never met',
    (text) => {
      const { conditions } = parseSearch('Observation', new URLSearchParams(text), true);

      expect(conditions.every(isDecidable)).toBe(false);
      expect(meets(anObservation({ id: 'one' }))(conditions)).toBe(false);
      expect(meets(anObservation({ id: 'one' }))(conditions.map((condition) => ({ kind: 'not', condition })))).toBe(false);
    },
  );
});
