import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../json.ts';
import { validate } from './index.ts';
import { anObservation, aPatient, aTransaction } from './testing.ts';

/** Place and rule of each issue. */
const wrong = (resource: unknown) => validate(resource).map(({ at, code, detail }) => `${at} ${code} ${detail}`);

describe('numbers as they were written', () => {
  test.each(['1.00', '1e3', '123456789012345678901234567890.12345', '-0.0'])('%s is a decimal', (number) => {
    const resource = parseJson(
      `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":${number}}}`,
    );

    expect(wrong(resource)).toEqual([]);
  });

  test.each(['1e401', '-1e-999999999'])('%s is beyond reason', (number) => {
    const resource = parseJson(
      `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":${number}}}`,
    );

    expect(wrong(resource)).toEqual(['Observation.value.value value a number has an exponent from -400 to 400']);
  });

  test.each(['1.00', '1e3', '12345678901234567890'])('%s is no integer', (number) => {
    const resource = parseJson(`{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":${number}}`);

    expect(wrong(resource)).toEqual(['Observation.value value an integer of 32 bits is expected']);
  });
});

describe('whatever comes in', () => {
  test('is answered with a list of issues, also where it is no resource', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(validate(value).length).toBeGreaterThan(0);
      }),
    );
  });

  test('never tells a value of the record', () => {
    expect(
      JSON.stringify(validate(aPatient({ gender: 'secret', birthDate: 'secret', id: 'sec/ret', 'sec ret': 1 }))),
    ).not.toMatch(/sec.?ret/);
  });

  test.each([
    [
      'extensions',
      (depth: number) => nest(depth, (inside) => ({ url: 'http://e', extension: [inside] }), { url: 'http://e', valueCode: 'x' }),
      'extension',
    ],
    ['unknown elements', (depth: number) => nest(depth, (inside) => ({ x: inside }), { x: 1 }), 'contact'],
    ['lists', (depth: number) => nest(depth, (inside) => [inside], 1), 'name'],
  ])('%s nested 100,000 deep are refused', (_what, make, key) => {
    expect(validate(aPatient({ [key]: [make(100_000)] })).length).toBeGreaterThan(0);
  });

  test('with a thousand thousand wrong elements has a bounded list of issues', () => {
    const name = Array.from({ length: 1_000_000 }, () => 1);

    const issues = validate(aPatient({ name }));

    expect(issues).toHaveLength(201);
    expect(issues.at(-1)).toMatchObject({ severity: 'information', detail: '999800 more issues are not listed' });
  });

  test('with thousands of elements that invariants compare with each other is answered', () => {
    const count = 8000;
    const coding = Array.from({ length: count }, (_, index) => ({ system: 'http://loinc.org', code: `c${index}` }));
    const component = coding.map((one) => ({ code: { coding: [{ ...one, code: `x${one.code}` }] }, valueInteger: 1 }));
    const element = coding.map(({ code }) => ({
      id: `Patient.${code}`,
      path: `Patient.${code}`,
      definition: 'x',
      min: 0,
      max: '1',
    }));
    const snapshot = { element: [{ id: 'Patient', path: 'Patient', definition: 'x', min: 0, max: '*' }, ...element] };
    const definition = {
      resourceType: 'StructureDefinition',
      url: 'http://x',
      name: 'X',
      status: 'draft',
      kind: 'resource',
      abstract: false,
      type: 'Patient',
    };

    expect(wrong(anObservation({ code: { coding }, valueInteger: 1, component }))).toEqual([]);
    expect(wrong({ ...definition, snapshot, differential: snapshot }).join()).toContain('sdf-8b');
  });

  test('with a text of many megabytes is refused for its length', () => {
    expect(wrong(aPatient({ language: 'x'.repeat(20_000_000) }))).toEqual([
      'Patient.language value a text has at most 1048576 characters',
    ]);
  });
});

function nest(depth: number, wrap: (inside: unknown) => unknown, start: unknown): unknown {
  let value = start;
  for (let index = 0; index < depth; index++) value = wrap(value);
  return value;
}

type Owner = Record<string, unknown>;

const isOwner = (value: unknown): value is Owner => typeof value === 'object' && value !== null;

/** Places in a resource where something can be changed: the owner and the key. */
function places(value: unknown): readonly (readonly [Owner, string])[] {
  if (!isOwner(value)) return [];
  return Object.keys(value).flatMap((key) => [[value, key] as const, ...places(value[key])]);
}

const start = fc.constantFrom(aPatient, anObservation, () => aTransaction(aPatient(), anObservation()));
const hostile = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom<unknown>(
    '',
    '\u0000',
    '\ud800',
    'x'.repeat(70_000),
    [],
    {},
    null,
    [null],
    { id: 'x' },
    -1,
    Number.POSITIVE_INFINITY,
    '#',
    'Patient/',
    '<div>',
  ),
);
const mutation = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom<'drop' | 'replace' | 'add'>('drop', 'replace', 'add'),
  key: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'extension', '_status', 'resourceType', 'contained', 'valueString'),
  ),
  value: hostile,
});

function mutate(
  resource: Owner,
  { at, kind, key, value }: typeof mutation extends fc.Arbitrary<infer Value> ? Value : never,
): void {
  const all = places(resource);
  const [owner, old] = all[at % all.length] ?? [resource, 'id'];
  const changed = { value: structuredClone(value), enumerable: true, configurable: true, writable: true };
  if (kind === 'drop') delete owner[old];
  else Object.defineProperty(owner, kind === 'replace' ? old : key, changed);
}

describe('a valid resource', () => {
  test('changed in any way is answered, in time and twice alike', () => {
    fc.assert(
      fc.property(start, fc.array(mutation, { minLength: 1, maxLength: 4 }), (make, mutations) => {
        const resource = structuredClone(make());
        for (const one of mutations) mutate(resource, one);

        const issues = validate(resource);

        expect(validate(resource)).toEqual(issues);
        for (const { at, detail } of issues) expect([at.length < 400, detail.length < 300]).toEqual([true, true]);
      }),
      { numRuns: 500 },
    );
  });

  test('is valid in any order of its keys', () => {
    const shuffled = (value: unknown, random: () => number): unknown => {
      if (Array.isArray(value)) return value.map((one) => shuffled(one, random));
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).map(([key, inside]) => [random(), key, inside] as const);
      return Object.fromEntries(entries.toSorted(([a], [b]) => a - b).map(([, key, inside]) => [key, shuffled(inside, random)]));
    };
    fc.assert(
      fc.property(start, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (make, stream) => {
        expect(wrong(shuffled(make(), () => stream.next().value))).toEqual([]);
      }),
    );
  });
});
