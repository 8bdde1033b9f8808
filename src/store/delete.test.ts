import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anObservation, aPatient, feedOf, storeForTests, type TestStore, vitalSigns } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

describe('delete', () => {
  test('takes the resource away and keeps its history', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'deleted' }), undefined);

    await all.delete('Observation', 'deleted', 1);

    await expect(all.read('Observation', 'deleted')).rejects.toMatchObject({ code: 'resource-gone' });
    await expect(all.readVersion('Observation', 'deleted', 2)).rejects.toMatchObject({ code: 'resource-gone' });
    await expect(all.readVersion('Observation', 'deleted', 1)).resolves.toMatchObject({ version: 1 });
    const history = await all.history('Observation', 'deleted', 10);
    expect(history.map(({ version, body }) => [version, body !== undefined])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  test('with another version than what is there is refused', async () => {
    await here.all.put(anObservation({ id: 'kept' }), undefined);

    await expect(here.all.delete('Observation', 'kept', 2)).rejects.toMatchObject({ code: 'version-conflict' });
    await expect(here.all.read('Observation', 'kept')).resolves.toMatchObject({ version: 1 });
  });

  test('of what is not there, or no longer, does nothing', async () => {
    const { all, database } = here;
    await all.put(anObservation({ id: 'twice' }), undefined);
    await all.delete('Observation', 'twice', undefined);
    const before = await feedOf(database);

    const again = await all.delete('Observation', 'twice', undefined);
    const never = await all.delete('Observation', 'never', undefined);

    expect([again, never]).toMatchObject([
      { action: 'none', version: 2 },
      { action: 'none', version: 0 },
    ]);
    expect(await feedOf(database)).toEqual(before);
  });

  test('is undone by putting the resource again: the versions go on', async () => {
    const { all, database } = here;
    await all.put(anObservation({ id: 'back', ...vitalSigns }), undefined);
    await all.delete('Observation', 'back', undefined);

    const { version, action } = await all.put(anObservation({ id: 'back' }), 2);

    expect({ version, action }).toEqual({ version: 3, action: 'create' });
    await expect(all.read('Observation', 'back')).resolves.toMatchObject({ version: 3 });
    const history = await all.history('Observation', 'back', 10);
    expect(history.map(({ version: one, body }) => [one, body !== undefined])).toEqual([
      [3, true],
      [2, false],
      [1, true],
    ]);
    expect((await feedOf(database)).slice(-3)).toEqual([
      'create Observation/back/1',
      'delete Observation/back/2',
      'create Observation/back/3',
    ]);
  });

  test('of a resident with records is refused', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'owner' }), undefined);
    await all.put(anObservation({ id: 'owned', of: 'owner' }), undefined);

    await expect(all.delete('Patient', 'owner', undefined)).rejects.toMatchObject({ code: 'resident-has-records' });
    await all.delete('Observation', 'owned', undefined);
    await expect(all.delete('Patient', 'owner', undefined)).resolves.toMatchObject({ action: 'delete' });
  });

  test('of a resident along with all records is one change', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'leaving' }), undefined);
    await all.put(anObservation({ id: 'leaving-1', of: 'leaving' }), undefined);
    await all.put(anObservation({ id: 'leaving-2', of: 'leaving', ...vitalSigns }), undefined);
    const gone = (type: string, id: string) => ({ kind: 'delete', type, id }) as const;
    const everything = [gone('Patient', 'leaving'), gone('Observation', 'leaving-1'), gone('Observation', 'leaving-2')];

    await expect(all.commit(everything.slice(0, 2), { atomic: true })).rejects.toMatchObject({ code: 'resident-has-records' });
    const outcomes = await all.commit(everything, { atomic: true });

    expect(outcomes).toMatchObject([{ action: 'delete' }, { action: 'delete' }, { action: 'delete' }]);
  });
});

describe('history', () => {
  test('comes in pages, newest first', async () => {
    const { all } = here;
    for (let version = 1; version <= 7; version++)
      await all.put(anObservation({ id: 'long', note: [{ text: `${version}` }] }), undefined);

    const first = await all.history('Observation', 'long', 3);
    const second = await all.history('Observation', 'long', 3, 5);
    const third = await all.history('Observation', 'long', 3, 2);

    expect([first, second, third].map((page) => page.map(({ version }) => version))).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
  });
});
