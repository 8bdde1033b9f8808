import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EverythingLimits } from './everything.ts';
import { anObservation, aPatient, aScope, type Identified, storeForTests, type TestStore, vitalSigns } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  const write = (...resources: readonly Identified[]) =>
    here.all.commit(
      resources.map((resource) => ({ kind: 'put', resource })),
      { atomic: true },
    );
  here.now = '2026-01-01T00:00:00.000Z';
  await write(...reference, ...stay('one'), ...stay('two'));
  here.now = '2026-06-01T00:00:00.000Z';
  await write(
    anObservation({ id: 'one-late', of: 'one', on: '2026-05-30', encounter, performer: [{ reference: 'Practitioner/old' }] }),
    { resourceType: 'Organization', id: 'one-ward', name: 'new name' },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

const encounter = { reference: 'Encounter/one-stay' };

const reference: Identified[] = [
  ...['doctor', 'old', 'stranger'].map((id) => ({ resourceType: 'Practitioner', id })),
  ...['one-ward', 'two-ward'].map((id) => ({ resourceType: 'Organization', id })),
];

const stay = (of: string): Identified[] => {
  const subject = { reference: `Patient/${of}` };
  const within = { reference: `Encounter/${of}-stay` };
  return [
    aPatient({ id: of }),
    {
      resourceType: 'Encounter',
      id: `${of}-stay`,
      class: { code: 'IMP' },
      status: 'finished',
      subject,
      period: { start: '2026-01-10', end: '2026-01-20' },
      serviceProvider: { reference: `Organization/${of}-ward` },
    },
    anObservation({
      id: `${of}-lab`,
      of,
      on: '2026-01-12',
      encounter: within,
      performer: [{ reference: 'Practitioner/doctor' }],
    }),
    anObservation({ id: `${of}-vital`, of, on: '2026-01-11', encounter: within, ...vitalSigns }),
    anObservation({ id: `${of}-before`, of, on: '2025-03-01' }),
    {
      resourceType: 'Condition',
      id: `${of}-condition`,
      code: { text: 'x' },
      subject,
      encounter: within,
      clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
    },
    {
      resourceType: 'MedicationAdministration',
      id: `${of}-dose`,
      status: 'completed',
      subject,
      context: within,
      medicationReference: { reference: 'Medication/nowhere' },
      effectiveDateTime: '2026-01-13',
    },
  ];
};

const ms = (text: string) => Date.parse(`${text}T00:00:00+08:00`);

/** `Type/id` on all pages of two. */
async function everything(
  what: 'everything' | 'everythingOfEncounter',
  id: string,
  limits: EverythingLimits = {},
  scope = aScope(),
) {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { entries, next } = await here.store.as(scope)[what](id, 2, cursor, limits);
    found.push(...entries.map((one) => `${one.type}/${one.id}`));
    cursor = next;
  } while (cursor);
  expect(new Set(found).size).toBe(found.length);
  return found.toSorted();
}

const ofStay = [
  'Condition/one-condition',
  'Encounter/one-stay',
  'MedicationAdministration/one-dose',
  'Observation/one-lab',
  'Observation/one-late',
  'Observation/one-vital',
  'Organization/one-ward',
  'Patient/one',
  'Practitioner/doctor',
  'Practitioner/old',
];

describe('everything of a resident, limited', () => {
  test.each<[string, EverythingLimits, readonly string[]]>([
    [
      'to types',
      { types: ['Observation', 'Practitioner'] },
      ['Observation/one-before', ...ofStay.filter((name) => /^(Obs|Prac)/.test(name))],
    ],
    ['to nothing', { types: ['Claim'] }, []],
    [
      'to what was written since, and what that names',
      { since: Date.parse('2026-06-01T00:00:00Z') },
      ['Observation/one-late', 'Organization/one-ward', 'Practitioner/old'],
    ],
    [
      'to care of a time, with what has no date of care',
      { during: { from: ms('2026-05-01'), to: ms('2026-06-01') } },
      ['Condition/one-condition', 'Observation/one-late', 'Patient/one', 'Practitioner/old'],
    ],
    [
      'to care before a time',
      { during: { from: Number.NEGATIVE_INFINITY, to: ms('2025-12-31') } },
      ['Condition/one-condition', 'Observation/one-before', 'Patient/one'],
    ],
    [
      'to care from a time on that a stay reaches into',
      { types: ['Encounter'], during: { from: ms('2026-01-19'), to: Number.POSITIVE_INFINITY } },
      ['Encounter/one-stay'],
    ],
  ])('%s', async (_, limits, expected) => {
    const found = await everything('everything', 'one', limits);

    expect(found).toEqual(expected.toSorted());
  });
});

describe('everything of an encounter', () => {
  test('is the encounter, its compartment, and what they name, each once', async () => {
    const found = await everything('everythingOfEncounter', 'one-stay');

    expect(found).toEqual(ofStay);
  });

  test.each<[string, EverythingLimits, readonly string[]]>([
    ['to types', { types: ['Patient', 'Condition'] }, ['Condition/one-condition', 'Patient/one']],
    [
      'to what was written since, and what that names',
      { since: Date.parse('2026-06-01T00:00:00Z') },
      ['Encounter/one-stay', 'Observation/one-late', 'Organization/one-ward', 'Patient/one', 'Practitioner/old'],
    ],
  ])('is limited %s', async (_, limits, expected) => {
    const found = await everything('everythingOfEncounter', 'one-stay', limits);

    expect(found).toEqual(expected);
  });

  test('is what the scope shows, and what that names', async () => {
    const observations = aScope({ databases: ['medical_records', 'reference'], allows: (type) => type !== 'Condition' });

    const found = await everything('everythingOfEncounter', 'one-stay', {}, observations);

    expect(found).toEqual(ofStay.filter((name) => !/^(Condition|Patient)|vital/.test(name)));
  });

  test('of nobody is nothing', async () => {
    expect(await everything('everythingOfEncounter', 'nobody')).toEqual([]);
  });
});
