import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aBatch,
  anObservation,
  aPatient,
  aScope,
  aTransaction,
  feedOf,
  get,
  idsFound,
  post,
  put,
  remove,
  send,
  storeForTests,
  type TestStore,
} from '../testing.ts';
import { aPractitioner, isThere, of, problemsOf, readBody, statusesOf } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

describe('a batch', () => {
  test('does what is possible, and says of the rest why not', async () => {
    const entries = await send(
      here.all,
      aBatch(
        put(anObservation({ id: 'batch-1' })),
        put(aPatient({ id: 'batch-2', gender: 'F' })),
        post(of('urn:uuid:nobody')),
        put(anObservation({ id: 'batch-3' }), { ifMatch: 'W/"4"' }),
        { request: { method: 'GET', url: 'Citizen/1' } },
        get('Patient/nobody'),
        post(aPractitioner('x'), { ifNoneExist: 'date=2024' }),
        put(anObservation({ id: 'batch-4' })),
        get('Observation/batch-4'),
      ),
    );

    expect(statusesOf(entries)).toEqual(['201', '422', '422', '412', '404', '404', '400', '201', '200']);
    expect(problemsOf(entries)).toEqual([
      undefined,
      ['resource-invalid', 'Bundle.entry[1].resource.gender'],
      ['reference-unresolved', 'Bundle.entry[2].resource.subject'],
      ['version-conflict', 'Bundle.entry[3]'],
      ['type-unknown', 'Bundle.entry[4].request.url'],
      ['resource-unknown', 'Bundle.entry[5].request'],
      ['parameter-unsupported', 'Bundle.entry[6].request'],
      undefined,
      undefined,
    ]);
    expect(await isThere(here, 'Observation', 'batch-1')).toBe(true);
  });

  test('changes a resource once: the second change of it is refused, and the first one stands', async () => {
    const entries = await send(
      here.all,
      aBatch(
        put(anObservation({ id: 'again', status: 'final' })),
        put(anObservation({ id: 'again', status: 'amended' })),
        remove('Observation/again'),
      ),
    );

    expect(statusesOf(entries)).toEqual(['201', '400', '400']);
    expect(await readBody(here, 'Observation', 'again')).toMatchObject({ status: 'final', meta: { versionId: '1' } });
    expect((await feedOf(here.database)).filter((entry) => entry.includes('/again/'))).toEqual(['create Observation/again/1']);
  });

  test('does not place a record by a Patient that it refuses', async () => {
    await here.all.put(aPatient({ id: 'elsewhere', place: '350102002' }), undefined);
    const inEast = here.store.as(aScope({ places: ['350102001'] }));

    const entries = await send(
      inEast,
      aBatch(put(aPatient({ id: 'elsewhere', place: '350102001' })), put(anObservation({ id: 'smuggled', of: 'elsewhere' }))),
    );

    expect(statusesOf(entries)).toEqual(['403', '403']);
    expect(await isThere(here, 'Observation', 'smuggled')).toBe(false);
  });
});

describe('an idempotency key', () => {
  test('that comes again with the same content gets the same answer and writes nothing', async () => {
    const bundle = aTransaction(post(aPractitioner('idem')), put(anObservation({ id: 'idem' })), get('Observation/idem'));
    const first = await send(here.all, bundle, 'key-1');
    const before = await feedOf(here.database);

    const second = await send(here.all, structuredClone(bundle), 'key-1');

    expect(second).toEqual(first);
    expect(second[2]?.resource).toMatchObject({ id: 'idem' });
    expect(await feedOf(here.database)).toEqual(before);
  });

  test('that comes again with other content is refused', async () => {
    await send(here.all, aTransaction(post(aPractitioner('differs'))), 'key-2');

    const other = here.all.bundle({ bundle: aTransaction(post(aPractitioner('other'))), idempotencyKey: 'key-2' });

    await expect(other).rejects.toMatchObject({ code: 'repeat-differs', at: 'Idempotency-Key' });
    expect(await idsFound(here.all, 'Practitioner', 'identifier=urn:staff|other')).toEqual([]);
  });

  test('of what was refused may be used again', async () => {
    await expect(
      here.all.bundle({ bundle: aTransaction(post(of('urn:uuid:nobody'))), idempotencyKey: 'key-3' }),
    ).rejects.toMatchObject({ code: 'reference-unresolved' });

    const [entry] = await send(here.all, aTransaction(post(aPractitioner('retried'))), 'key-3');

    expect(entry?.response.status).toBe('201');
  });

  test('of a batch tells again what was refused', async () => {
    const bundle = aBatch(put(anObservation({ id: 'idem-batch' })), post(of('urn:uuid:nobody')));

    const first = await send(here.all, bundle, 'key-4');
    const second = await send(here.all, bundle, 'key-4');

    expect(statusesOf(first)).toEqual(['201', '422']);
    expect(second).toEqual(first);
  });
});
