import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aBatch,
  anObservation,
  aPatient,
  aTransaction,
  idsFound,
  post,
  put,
  send,
  storeForTests,
  type TestStore,
  withoutId,
} from '../testing.ts';
import { aPractitioner, idIn, of, readBody, statusesOf } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

const MOST = 10_000;
const list = <Value>(length: number, make: (index: number) => Value) => Array.from({ length }, (_, index) => make(index));
const aResident = (card: string) => withoutId(aPatient({ id: '', identifier: [{ system: 'urn:card', value: card }] }));
const counted = (entries: Awaited<ReturnType<typeof send>>) => {
  const counts: Record<string, number> = {};
  for (const status of statusesOf(entries)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('a transaction of as many entries as there may be', () => {
  test('whose records refer to residents of the same bundle by condition and by fullUrl is carried out whole', {
    timeout: 180_000,
  }, async () => {
    const residents = list(3000, (n) => post(aResident(`a${n}`), { fullUrl: `urn:uuid:a${n}` }));
    const byCondition = list(4000, (n) => post(of(`Patient?identifier=urn:card|a${n % 3000}`)));
    const byName = list(3000, (n) => post(of(`urn:uuid:a${n}`)));

    const entries = await send(here.all, aTransaction(...byCondition, ...byName, ...residents));

    expect(counted(entries)).toEqual({ '201': MOST });
    for (const n of [0, 1234, 2999])
      for (const at of [n, 4000 + n])
        expect(await readBody(here, 'Observation', idIn(entries[at]))).toMatchObject({
          subject: { reference: `Patient/${idIn(entries[7000 + n])}` },
        });
  });

  test('whose residents are made unless they are there makes each once', { timeout: 180_000 }, async () => {
    const bundle = () =>
      aTransaction(
        ...list(5000, (n) => post(aResident(`b${n}`), { fullUrl: `urn:uuid:b${n}`, ifNoneExist: `identifier=urn:card|b${n}` })),
        ...list(5000, (n) => post(of(`urn:uuid:b${n}`))),
      );

    const first = await send(here.all, bundle());
    const second = await send(here.all, bundle());

    expect([counted(first), counted(second)]).toEqual([{ '201': MOST }, { '200': 5000, '201': 5000 }]);
    expect(second.slice(0, 5000).map(idIn)).toEqual(first.slice(0, 5000).map(idIn));
    expect(await idsFound(here.all, 'Observation', `patient=${idIn(first[77])}`)).toHaveLength(2);
  });
});

describe('a batch of as many entries as there may be', () => {
  test('with a condition in each makes each once', { timeout: 180_000 }, async () => {
    const bundle = aBatch(
      ...list(MOST, (n) => post(aPractitioner(`c${n % 9000}`), { ifNoneExist: `identifier=urn:staff|c${n % 9000}` })),
    );

    const entries = await send(here.all, bundle);

    expect(counted(entries)).toEqual({ '200': 1000, '201': 9000 });
  });

  test('of patches changes each', { timeout: 180_000 }, async () => {
    await send(here.all, aBatch(...list(MOST, (n) => put(anObservation({ id: `d${n}` })))));
    const parts = [
      { name: 'type', valueCode: 'replace' },
      { name: 'path', valueString: 'Observation.status' },
      { name: 'value', valueCode: 'amended' },
    ];
    const patch = { resourceType: 'Parameters', parameter: [{ name: 'operation', part: parts }] };

    const entries = await send(
      here.all,
      aBatch(...list(MOST, (n) => ({ resource: patch, request: { method: 'PATCH', url: `Observation/d${n}` } }))),
    );

    expect(counted(entries)).toEqual({ '200': MOST });
    expect(await readBody(here, 'Observation', 'd9999')).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
  });
});
