import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anObservation, type Identified, storeForTests, type TestStore } from '../testing.ts';
import { isDecidable, meets } from './meets.ts';
import { parseSearch } from './parse-search.ts';

let store: TestStore;
beforeAll(async () => {
  store = await storeForTests();
});
afterAll(() => store[Symbol.asyncDispose]());

const days = ['2026-03-01', '2026-03-02', '2026-03', '2025', '2026-03-02T10:00:00Z'] as const;
const texts = ['阴性', '阳性', 'Négatif', 'negativ'] as const;
const codes = ['a', 'b', 'c'] as const;

const observation = fc.record({
  code: fc.constantFrom(...codes),
  system: fc.constantFrom('urn:one', 'urn:two', undefined),
  day: fc.constantFrom(...days, undefined),
  value: fc.oneof(
    fc.record({ tenths: fc.integer({ min: 0, max: 30 }), unit: fc.constantFrom('g', 'mg') }),
    fc.constantFrom(...texts),
    fc.constant(undefined),
  ),
  subject: fc.constantFrom('Patient/p', 'Patient/q', 'Group/p', undefined),
});

const toObservation = ({ code, system, day, value, subject }: typeof observation extends fc.Arbitrary<infer One> ? One : never) =>
  anObservation({
    id: 'one',
    code: { coding: [{ ...(system ? { system } : {}), code }] },
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
);

describe('conditions asked of one resource in memory', () => {
  test('have the answer of a search in the database, whatever the resource and the parameters', async () => {
    await fc.assert(
      fc.asyncProperty(observation, fc.array(parameter, { minLength: 1, maxLength: 3 }), async (given, parameters) => {
        const resource: Identified = toObservation(given);
        const query = parseSearch('Observation', parameters, true);
        await store.all.put(resource, undefined);

        const isMet = meets(resource)(query.conditions);

        const { entries } = await store.all.search(query);
        expect(query.conditions.every(isDecidable)).toBe(true);
        expect({ resource, parameters, isMet }).toEqual({ resource, parameters, isMet: entries.length === 1 });
      }),
      { numRuns: 400 },
    );
  });

  test.each(['patient.name=x', '_lastUpdated=2026', '_has:Provenance:target:agent=x', 'code:text=x'])(
    'that ask for more than the resource, as %s does, are not decidable and never met',
    (text) => {
      const { conditions } = parseSearch('Observation', new URLSearchParams(text), true);

      expect(conditions.every(isDecidable)).toBe(false);
      expect(meets(anObservation({ id: 'one' }))(conditions)).toBe(false);
      expect(meets(anObservation({ id: 'one' }))(conditions.map((condition) => ({ kind: 'not', condition })))).toBe(false);
    },
  );
});
