import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anObservation, aPatient, aScope, type Identified, idsFound, storeForTests, type TestStore } from '../testing.ts';
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
const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';

describe('what is not so', () => {
  test('holds of a record that is nobody’s', async () => {
    await put(
      anObservation({ id: 'not-1', of: 'np', identifier: [{ value: 'not' }] }),
      anObservation({ id: 'not-2', of: 'nq', identifier: [{ value: 'not' }] }),
      anObservation({ id: 'not-3', identifier: [{ value: 'not' }] }),
      anObservation({ id: 'not-4', subject: { reference: 'Group/g' }, identifier: [{ value: 'not' }] }),
    );
    expect(await found('Observation', { identifier: 'not', 'subject:not': 'Patient/np' })).toEqual(['not-2', 'not-3', 'not-4']);
    expect(await found('Observation', { identifier: 'not', 'subject:not': 'Patient/np,Patient/nq' })).toEqual(['not-3', 'not-4']);
    expect(await found('Observation', { identifier: 'not', 'patient:missing': 'true' })).toEqual(['not-3', 'not-4']);
    expect(await found('Observation', { identifier: 'not', 'patient:missing': 'false' })).toEqual(['not-1', 'not-2']);
    expect(await found('Observation', { identifier: 'not', 'subject:missing': 'true' })).toEqual(['not-3']);
    expect(await found('Observation', { identifier: 'not', patient: 'Group/g' })).toEqual([]);
    expect(await found('Observation', { identifier: 'not', 'code:missing': 'true' })).toEqual([]);
  });
  test.each(['date:not', 'name:not', '_id:not', '_lastUpdated:missing', 'code:not:not'])('%s is refused', async (name) => {
    for (const strict of [true, false]) expect(() => parseSearch('Observation', [[name, '2024']], strict)).toThrow();
  });
});

describe('numbers', () => {
  const value = (id: string, value: number, code: string) =>
    anObservation({
      id,
      code: { coding: [{ system: LOINC, code: 'num' }] },
      valueQuantity: { value, system: UCUM, code, unit: code },
    });
  beforeAll(() =>
    put(
      value('n-ug', 1100, 'ug'),
      value('n-535', 5.35, 'mmol/L'),
      value('n-545', 5.45, 'mmol/L'),
      value('n-neg', -3.5, 'mmol/L'),
      value('n-f', 98.6, '[degF]'),
      value('n-tiny', 1e-30, 'mol/L'),
      value('n-huge', 1e300, 'mol/L'),
    ),
  );
  test.each([
    [`ge1.1|${UCUM}|mg`, ['n-ug']],
    [`le1.1|${UCUM}|mg`, ['n-ug']],
    [`gt1.1|${UCUM}|mg`, []],
    [`5.4|${UCUM}|mmol/L`, ['n-535']],
    ['5.4', ['n-535']],
    ['5.5', ['n-545']],
    ['-3.5', ['n-neg']],
    ['lt-3.4', ['n-neg']],
    ['gt-3.5&value-quantity=lt0', []],
    [`ge37|${UCUM}|Cel`, ['n-f']],
    [`le37|${UCUM}|Cel`, ['n-f']],
    [`37|${UCUM}|Cel`, ['n-f']],
    ['ge1e300', ['n-huge']],
    [`1e-30|${UCUM}|mol/L`, ['n-tiny']],
    [`0.000000000000000000000000000001|${UCUM}|mol/L`, ['n-tiny']],
  ])('%s', async (text, ids) => {
    expect(await idsFound(here.all, 'Observation', `value-quantity=${text.replaceAll('|', '%7C')}`)).toEqual(ids);
  });
});

describe('injection', () => {
  test('a separator', async () => {
    await put(
      aPatient({ id: 'victim' }),
      anObservation({
        id: 'forged',
        identifier: [{ value: 'a\u001fcompartment=victim\u001fObservation.subject>Patient/victim' }],
      }),
    );
    expect(await found('Observation', { subject: 'Patient/victim' })).toEqual([]);
    expect(await found('Observation', { identifier: 'a' })).toEqual([]);
    expect(
      await found('Observation', { identifier: 'a\u001fcompartment=victim\u001fObservation.subject>Patient/victim' }),
    ).toEqual(['forged']);
  });
  test('cross product', async () => {
    const many = (p: string) => Array.from({ length: 3000 }, (_, i) => ({ system: 's', code: `${p}${i}` }));
    await put(
      anObservation({ id: 'cross', component: [{ code: { coding: many('a') }, valueCodeableConcept: { coding: many('b') } }] }),
    );
  }, 60_000);
});

describe('denial', () => {
  const attempts: [string, string, () => string, string][] = [
    ['codes', 'Observation', () => Array.from({ length: 10_000 }, (_, i) => i).join(','), 'code'],
    ['combo', 'Observation', () => Array.from({ length: 40_000 }, (_, i) => i).join(','), 'combo-code'],
    ['dates', 'Observation', () => Array.from({ length: 10_000 }, () => '2024').join(','), 'date'],
    ['quantities', 'Observation', () => Array.from({ length: 10_000 }, () => '2024').join(','), 'value-quantity'],
    ['names', 'Patient', () => Array.from({ length: 10_000 }, (_, i) => `a${i}`).join(','), 'name'],
    ['subjects', 'Composition', () => Array.from({ length: 10_000 }, (_, i) => `a${i}`).join(','), 'subject'],
    ['ids', 'Patient', () => Array.from({ length: 10_000 }, (_, i) => `a${i}`).join(','), '_id'],
    ['chain any', 'Task', () => 'x', 'focus.subject.subject.status'],
    ['chain any 2', 'Provenance', () => 'x', 'target.subject.subject.subject.status'],
    ['chain deep', 'Observation', () => 'x', 'encounter.service-provider.partof.partof.name'],
    [
      'has deep',
      'Patient',
      () => 'x',
      '_has:Observation:patient:_has:Observation:has-member:_has:Observation:has-member:_has:Observation:has-member:code',
    ],
    ['text', 'Observation', () => 'x'.repeat(100_000), 'code:text'],
    ['text regex', 'Observation', () => '((a+)+)+$\\u0041\u0001"\\', 'code:text'],
    ['name', 'Patient', () => 'x'.repeat(100_000), 'name'],
    ['contains', 'Patient', () => '%'.repeat(100_000), 'name:contains'],
    ['sort', 'Patient', () => Array.from({ length: 1000 }, () => 'name').join(','), '_sort'],
    ['elements', 'Patient', () => Array.from({ length: 100_000 }, () => 'name').join(','), '_elements'],
    ['cursor', 'Patient', () => Buffer.from('["1e999","a"]').toString('base64url'), '_sort=birthdate&_cursor'],
    [
      'cursor2',
      'Patient',
      () => Buffer.from('["0000-01-01 00:00:00+00","a"]').toString('base64url'),
      '_sort=_lastUpdated&_cursor',
    ],
    [
      'cursor3',
      'Patient',
      () => Buffer.from('["2024-02-30 00:00:00+00","a"]').toString('base64url'),
      '_sort=_lastUpdated&_cursor',
    ],
  ];
  test.each(attempts)(
    '%s',
    async (_n, type, text, name) => {
      const [last = '', ...before] = name.split('&').reverse();
      const parameters: [string, string][] = [
        ...before.map((one): [string, string] => one.split('=') as [string, string]),
        [last, text()],
      ];
      const start = Date.now();
      const answer = await Promise.resolve()
        .then(() => here.all.search(parseSearch(type, parameters, true, { base: 'http://here/fhir' })))
        .then(
          (r) => `${r.entries.length} entries`,
          (thrown) => `${thrown.code} ${String(thrown.message).slice(0, 100)} ${String(thrown.stack).split('\n')[1]}`,
        );
      console.log(_n, answer, Date.now() - start, 'ms');
      expect(answer).toMatch(/entries|parameter-invalid|parameter-unsupported|too-large/);
    },
    60_000,
  );
  test('many conditions', async () => {
    for (const [name, value] of [
      ['code', 'a'],
      ['date', 'ge2000'],
      ['subject:Patient.name', 'x'],
      ['value-quantity', 'gt5'],
      ['_include', 'Observation:subject'],
      ['_revinclude', 'Observation:subject'],
    ] as const) {
      const start = Date.now();
      const answer = await Promise.resolve()
        .then(() =>
          here.all.search(
            parseSearch(
              'Observation',
              Array.from({ length: 3000 }, () => [name, value] as const),
              true,
            ),
          ),
        )
        .then(
          (r) => `${r.entries.length} entries`,
          (thrown) => `${thrown.code} ${String(thrown.message).slice(0, 100)}`,
        );
      console.log(name, answer, Date.now() - start, 'ms');
    }
  }, 120_000);
  test('revinclude all on a big page', async () => {
    await put(...Array.from({ length: 1000 }, (_, i) => aPatient({ id: `big-${i}` })));
    const start = Date.now();
    const answer = await here.all
      .search(
        parseSearch(
          'Patient',
          [
            ['_count', '1000'],
            ['_revinclude', 'Observation:*'],
            ['_revinclude:iterate', 'Task:*'],
            ['_include', '*'],
          ],
          true,
        ),
      )
      .then(
        (r) => `${r.entries.length} entries`,
        (thrown) => `${thrown.code} ${String(thrown.message).slice(0, 100)}`,
      );
    console.log(answer, Date.now() - start, 'ms');
    expect(answer).toBe('1000 entries');
  }, 120_000);
});
void aScope;
