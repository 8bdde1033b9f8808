import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPatient, storeForTests, type TestStore } from '../../../store/testing.ts';
import { guardEvents } from './guard-events.ts';
import { aCorrection, aDeath } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  await here.all.commit(
    ['one', 'two', 'three'].map((id) => ({
      kind: 'put',
      resource: aPatient({ id, place: '350102001', birthDate: '1950-01-01', gender: 'male' }),
    })),
    { atomic: true },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

const rowOf = async (id: string) => {
  const [row] = await here.database.sql<object[]>`
    select kind, resident, happened_on::text, place, sex, birth_date::text, corrected_by from population.event_v1 where id = ${id}`;
  return row;
};
const openOf = async (event: string) =>
  here.database.sql<{ what: string }[]>`
    select what from population.closing_v1 where event = ${event} and withdrawn_at is null and closed_at is null order by what`;

describe('the rows of events', () => {
  test('come with the event, with what is known of the resident, and what is to be closed', async () => {
    await here.all.put(aDeath({ id: 'd1', of: 'one', on: '2026-10-02', certificate: '110105195001010011' }), undefined);

    expect(await rowOf('d1')).toEqual({
      kind: 'death',
      resident: 'one',
      happened_on: '2026-10-02',
      place: '350102001',
      sex: 'male',
      birth_date: '1950-01-01',
      corrected_by: null,
    });
    expect((await openOf('d1')).map(({ what }) => what)).toEqual(['health-card', 'insurance', 'programmes']);
  });

  test('refuse a second event with the number of one that stands', async () => {
    await here.all.put(aDeath({ id: 'd2', of: 'two', on: '2026-10-02', certificate: 'N2' }), undefined);

    const second = here.all.put(aDeath({ id: 'd3', of: 'three', on: '2026-10-03', certificate: 'N2' }), undefined);

    await expect(second).rejects.toMatchObject({ code: 'event-recorded', at: 'certificate' });
    expect(await rowOf('d3')).toBeUndefined();
  });

  test('tell which correction undid an event, once; its number is free again and nothing is left to close', async () => {
    await here.all.put(aDeath({ id: 'd4', of: 'three', on: '2026-10-02', certificate: 'N4' }), undefined);

    await here.all.put(aCorrection({ id: 'c4', of: 'three', corrects: 'd4' }), undefined);

    expect(await rowOf('d4')).toMatchObject({ corrected_by: 'c4' });
    expect(await openOf('d4')).toEqual([]);
    const again = here.all.put(aCorrection({ id: 'c5', of: 'three', corrects: 'd4' }), undefined);
    await expect(again).rejects.toMatchObject({ code: 'event-corrected' });
    await here.all.put(aDeath({ id: 'd5', of: 'three', on: '2026-10-03', certificate: 'N4' }), undefined);
    expect(await rowOf('d5')).toMatchObject({ happened_on: '2026-10-03' });
  });
});

describe('whoever is not the platform', () => {
  test('writes, changes and deletes no vital event', () => {
    const event = aDeath({ id: 'd9', of: 'one', on: '2026-10-02' });
    const scope = { places: [''], databases: [], allows: () => true, bearer: { id: 'a', role: 'doctor', scopes: [] } };

    const answers = [
      guardEvents({ kind: 'create', resource: event }, undefined, scope),
      guardEvents({ kind: 'put', resource: { ...event, category: [] } }, JSON.stringify(event), scope),
      guardEvents({ kind: 'delete', type: 'Composition', id: 'd9' }, JSON.stringify(event), scope),
    ];

    expect(answers).toMatchObject(Array(3).fill({ code: 'right-missing' }));
    const other = { kind: 'put', resource: { ...event, category: [] } } as const;
    expect(guardEvents(other, undefined, scope)).toBe(other);
  });
});
