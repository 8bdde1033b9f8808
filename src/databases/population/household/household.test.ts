import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHousehold, aPatient, aScope, storeForTests, type TestStore } from '../../../store/testing.ts';
import { householdOf } from './household.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  const relation = (id: string, valueCoding: object) => ({
    entity: { reference: `Patient/${id}` },
    extension: [{ url: 'urn:minkang:extension:relation-to-head', valueCoding }],
  });
  await here.all.commit(
    [
      aPatient({ id: 'head', place: '350102001', name: [{ text: '林父' }], birthDate: '1950-01-01', gender: 'male' }),
      aPatient({ id: 'child', place: '350102002', name: [{ text: '林子' }] }),
      aPatient({ id: 'alone' }),
      {
        ...aHousehold({ id: 'family', members: [] }),
        member: [
          relation('head', { code: '02' }),
          relation('child', { code: '20' }),
          { entity: { reference: 'Practitioner/x' } },
          relation('nobody', { code: '99' }),
        ],
      },
      { ...aHousehold({ id: 'a-cohort', members: ['head', 'alone'] }), code: { coding: [{ code: 'cohort' }] } },
    ].map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

describe('household of a resident', () => {
  test('has its members in their order, with their relation to the head', async () => {
    const household = await householdOf(here.all, 'child');

    expect(household).toMatchObject({
      id: 'family',
      members: [
        { id: 'head', name: '林父', sex: 'male', birthDate: '1950-01-01', relation: '02' },
        { id: 'child', name: '林子', sex: 'female', relation: '20' },
      ],
    });
    expect(household.members).toHaveLength(2);
  });

  test('is none for who is only in another kind of group', async () => {
    expect(await householdOf(here.all, 'alone')).toEqual({ members: [] });
  });

  test('shows the members inside the scope', async () => {
    const east = here.store.as(aScope({ places: ['350102001'] }));

    expect((await householdOf(east, 'head')).members.map(({ id }) => id)).toEqual(['head']);
  });
});
