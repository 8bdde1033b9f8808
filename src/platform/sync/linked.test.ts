import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { anIdentityNumber, anObservation, aPerson } from '../../../tests/support/people.ts';
import { act } from '../../databases/population/index.ts';
import type { Database } from '../../store/index.ts';
import { indexState, matchingStore, sendAll } from './testing.ts';

const GULOU = '350102';

let county: Database & AsyncDisposable;
let prefecture: Database & AsyncDisposable;
beforeEach(async () => {
  [county, prefecture] = [await freshDatabase(), await freshDatabase()];
  return async () => {
    await county[Symbol.asyncDispose]();
    await prefecture[Symbol.asyncDispose]();
  };
});

test('a resident of two registrations is one above, with the numbers and records of both; parted, they are two again', async () => {
  const store = await matchingStore(county, GULOU);
  const number = anIdentityNumber();
  const [one, other] = ['350102900000000017', '350102900000000025'];
  await store.put({ ...aPerson({ id: 'first', number, card: one }), id: 'first' }, undefined);
  await store.put({ ...anObservation('first'), id: 'of-first' }, undefined);
  await sendAll(county, GULOU, prefecture);

  await store.put({ ...aPerson({ id: 'second', number, card: other }), id: 'second' }, undefined);
  await store.put({ ...anObservation('second'), id: 'of-second' }, undefined);
  await sendAll(county, GULOU, prefecture);
  const linked = await indexState(prefecture);
  await act(store, { kind: 'apart', a: 'second', b: 'first' }, { by: 'registrar', at: '2026-11-01T08:00:00.000Z' });
  await sendAll(county, GULOU, prefecture);
  const parted = await indexState(prefecture);

  expect(linked).toEqual({
    '350102/first': { name: '林晓明', holdings: ['medical_records.Observation 2'], numbers: [number, one, other].sort() },
  });
  expect(parted).toEqual({
    '350102/first': { name: '林晓明', holdings: ['medical_records.Observation 1'], numbers: [number, one].sort() },
    '350102/second': { name: '林晓明', holdings: ['medical_records.Observation 1'], numbers: [number, other].sort() },
  });
});
