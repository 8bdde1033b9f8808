import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aHousehold,
  anObservation,
  aPatient,
  aScope,
  aTransaction,
  everythingOnAllPages,
  type Identified,
  post,
  send,
  storeForTests,
  type TestStore,
  vitalSigns,
  withoutId,
} from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  await here.all.commit(
    [...records('one'), ...records('two'), ...shared, ...reference].map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

const performer = [{ reference: 'Practitioner/doctor' }, { reference: 'Organization/hospital' }];

const records = (of: string): Identified[] => [
  aPatient({ id: of }),
  ...Array.from({ length: 12 }, (_, index) => anObservation({ id: `${of}-vital-${index}`, of, performer, ...vitalSigns })),
  ...Array.from({ length: 12 }, (_, index) => anObservation({ id: `${of}-lab-${index}`, of })),
  {
    resourceType: 'AllergyIntolerance',
    id: `${of}-allergy`,
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] },
    patient: { reference: `Patient/${of}` },
  },
  {
    resourceType: 'Encounter',
    id: `${of}-visit`,
    class: { code: 'AMB' },
    status: 'finished',
    subject: { reference: `Patient/${of}` },
    serviceProvider: { reference: `Organization/${of}-ward` },
  },
];

const shared: Identified[] = [
  aHousehold({ id: 'family', members: ['one', 'two'] }),
  // a mother reports of her child: the record is the child's
  anObservation({ id: 'reported', of: 'two', performer: [{ reference: 'Patient/one' }] }),
];

const reference: Identified[] = [
  { resourceType: 'Practitioner', id: 'doctor' },
  { resourceType: 'Practitioner', id: 'stranger' },
  ...['hospital', 'one-ward', 'two-ward'].map((id) => ({ resourceType: 'Organization', id })),
];

const expectedOf = (of: string): string[] => [
  ...records(of).map(({ resourceType, id }) => `${resourceType}/${id}`),
  'Group/family',
  'Observation/reported',
  'Practitioner/doctor',
  'Organization/hospital',
  `Organization/${of}-ward`,
];

describe('everything of a resident', () => {
  test.each([1, 2, 3, 7, 10, 29, 30, 31, 32, 33, 1000])('comes whole in pages of %i, each entry once', async (count) => {
    for (const resident of ['one', 'two']) {
      const pages = await everythingOnAllPages(here.all, resident, count);

      expect(pages.flat().toSorted()).toEqual(expectedOf(resident).toSorted());
      expect(pages.slice(0, -1).every((page) => page.length === count)).toBe(true);
      expect(pages.at(-1)?.length).toBeGreaterThan(0);
    }
  });

  test('has the person first and the reference data last', async () => {
    const [page = []] = await everythingOnAllPages(here.all, 'one', 1000);

    expect(page.slice(0, 2).toSorted()).toEqual(['Group/family', 'Patient/one']);
    expect(page.slice(-3).map((name) => name.split('/')[0])).toEqual(['Organization', 'Organization', 'Practitioner']);
  });

  test.each([1, 3, 10])('leaves out types that may not be read, and in pages of %i loses none of the others', async (count) => {
    const hidden = ['Observation', 'Organization'];
    const store = here.store.as(aScope({ allows: (type) => !hidden.includes(type) }));

    const pages = await everythingOnAllPages(store, 'one', count);

    expect(pages.flat().toSorted()).toEqual([
      'AllergyIntolerance/one-allergy',
      'Encounter/one-visit',
      'Group/family',
      'Patient/one',
    ]);
  });

  test('leaves out databases that may not be seen, and reference data that only they name', async () => {
    const store = here.store.as(aScope({ databases: ['population', 'health_records', 'reference'] }));

    const [page = []] = await everythingOnAllPages(store, 'one', 1000);

    expect(page).not.toContain('Encounter/one-visit');
    expect(page).not.toContain('Organization/one-ward');
    expect(page).toContain('Organization/hospital');
    expect(page).toHaveLength(1 + 1 + 12 + 1 + 2);
  });

  test('is nothing where only reference data may be seen', async () => {
    const store = here.store.as(aScope({ databases: ['reference'] }));

    expect(await everythingOnAllPages(store, 'one', 10)).toEqual([[]]);
  });

  test('goes on without loss or repeat while records are added', async () => {
    const { all } = here;
    await send(all, aTransaction(...records('three').map((resource) => post(resource))));
    await all.put(aPatient({ id: 'growing' }), undefined);
    for (let index = 0; index < 20; index++) await all.put(anObservation({ id: `grow-${index}`, of: 'growing' }), undefined);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await all.everything('growing', 4, cursor);
      seen.push(...page.entries.map(({ id }) => id));
      await all.create(withoutId(anObservation({ id: '', of: 'growing' })));
      cursor = page.next;
    } while (cursor);

    expect(new Set(seen).size).toBe(seen.length);
    for (let index = 0; index < 20; index++) expect(seen).toContain(`grow-${index}`);
  });

  test('shows no record that was deleted', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'four' }), undefined);
    await all.put(anObservation({ id: 'four-1', of: 'four', performer }), undefined);
    await all.delete('Observation', 'four-1', undefined);

    expect(await everythingOnAllPages(all, 'four', 10)).toEqual([['Patient/four']]);
  });

  test.each(['', 'x', Buffer.from('["9","Patient/one"]').toString('base64url'), Buffer.from('[0]').toString('base64url')])(
    'at the page link %j, which is none of ours, is refused or begins anew',
    async (cursor) => {
      const page = here.all.everything('one', 5, cursor);

      if (cursor === '') await expect(page).resolves.toMatchObject({ entries: { length: 5 } });
      else await expect(page).rejects.toMatchObject({ code: 'parameter-invalid', at: '_cursor' });
    },
  );

  test('of an id with any character is nobody’s', async () => {
    for (const id of ["o'ne", 'o\\ne', "' | 'patient", 'nobody', '%'])
      expect(await everythingOnAllPages(here.all, id, 10)).toEqual([[]]);
  });
});
