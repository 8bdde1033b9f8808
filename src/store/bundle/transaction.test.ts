import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shardOf } from '../../kernel/index.ts';
import {
  aBatch,
  anObservation,
  aPatient,
  aTransaction,
  get,
  post,
  put,
  remove,
  send,
  storeForTests,
  type TestStore,
  withoutId,
} from '../testing.ts';
import { aPractitioner, idIn, isThere, of, readBody, statusesOf } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

describe('a transaction', () => {
  test('answers each entry with status, location, version and time', async () => {
    const [created, updated, deleted] = await send(
      here.all,
      aTransaction(post(aPractitioner('a')), put(anObservation({ id: 'answered' })), remove('Observation/none')),
    );

    expect(created?.response).toMatchObject({ status: '201', etag: 'W/"1"', lastModified: here.now });
    expect(created?.response.location).toMatch(/^Practitioner\/[0-9a-f-]{36}\/_history\/1$/);
    expect(updated?.response).toMatchObject({ status: '201', location: 'Observation/answered/_history/1' });
    expect(deleted?.response).toEqual({ status: '204' });
  });

  test('of no entries has an answer of none, not an empty list', async () => {
    const answer = await here.all.bundle({ bundle: { resourceType: 'Bundle', type: 'transaction' } });

    expect(JSON.parse(answer)).toEqual({ resourceType: 'Bundle', type: 'transaction-response' });
  });

  test('resolves urn:uuid names wherever they stand, before and after the entry that has them', async () => {
    const [observation, patient] = await send(
      here.all,
      aTransaction(
        post(
          of('urn:uuid:p', {
            performer: [{ reference: 'urn:uuid:p' }],
            extension: [{ url: 'urn:x', valueUri: 'urn:uuid:p' }],
            note: [{ text: 'urn:uuid:p' }],
          }),
        ),
        post(withoutId(aPatient({ id: '' })), { fullUrl: 'urn:uuid:p' }),
      ),
    );

    const name = `Patient/${idIn(patient)}`;
    expect(await readBody(here, 'Observation', idIn(observation))).toMatchObject({
      subject: { reference: name },
      performer: [{ reference: name }],
      extension: [{ valueUri: name }],
      note: [{ text: 'urn:uuid:p' }],
    });
    expect(shardOf(idIn(observation))).toBe(shardOf(idIn(patient)));
  });

  test('resolves references that go round in a circle, by fullUrl and by condition', async () => {
    const [first, second, third] = await send(
      here.all,
      aTransaction(
        post(of('Patient/1', { hasMember: [{ reference: 'urn:uuid:second' }] }), { fullUrl: 'urn:uuid:first' }),
        post(of('Patient/1', { hasMember: [{ reference: 'Observation?identifier=circle' }] }), { fullUrl: 'urn:uuid:second' }),
        post(of('Patient/1', { identifier: [{ value: 'circle' }], hasMember: [{ reference: 'urn:uuid:first' }] })),
      ),
    );

    const followed = await Promise.all([first, second, third].map((entry) => readBody(here, 'Observation', idIn(entry))));
    expect(followed.map(({ hasMember }) => hasMember[0].reference)).toEqual(
      [second, third, first].map((entry) => `Observation/${idIn(entry)}`),
    );
  });

  test('resolves a reference of a resource to itself', async () => {
    const [entry] = await send(
      here.all,
      aTransaction(post(of('Patient/1', { hasMember: [{ reference: 'urn:uuid:self' }] }), { fullUrl: 'urn:uuid:self' })),
    );

    const name = `Observation/${idIn(entry)}`;
    expect(await readBody(here, 'Observation', idIn(entry))).toMatchObject({ hasMember: [{ reference: name }] });
  });

  test('resolves relative references under the base of their fullUrl', async () => {
    const [patient, observation, elsewhere] = await send(
      here.all,
      aTransaction(
        post(withoutId(aPatient({ id: '' })), { fullUrl: 'http://hospital.example/fhir/Patient/17' }),
        post(of('Patient/17'), { fullUrl: 'http://hospital.example/fhir/Observation/1' }),
        post(of('Patient/17'), { fullUrl: 'http://clinic.example/fhir/Observation/1' }),
      ),
    );

    expect(await readBody(here, 'Observation', idIn(observation))).toMatchObject({
      subject: { reference: `Patient/${idIn(patient)}` },
    });
    expect(await readBody(here, 'Observation', idIn(elsewhere))).toMatchObject({ subject: { reference: 'Patient/17' } });
  });

  test('leaves a uri alone that is only shaped like a name', async () => {
    const [entry] = await send(
      here.all,
      aTransaction(post({ resourceType: 'Questionnaire', status: 'draft', url: 'urn:uuid:1234' })),
    );

    expect(await readBody(here, 'Questionnaire', idIn(entry))).toMatchObject({ url: 'urn:uuid:1234' });
  });

  test('leaves a Bundle that it stores as it is: that one has its own names inside', async () => {
    const document = aTransaction(
      post(of('urn:uuid:inside', { performer: [{ reference: 'Practitioner?identifier=x' }] }), { fullUrl: 'urn:uuid:1' }),
    );

    for (const bundle of [aTransaction, aBatch]) {
      const [entry] = await send(here.all, bundle(post(document)));

      expect(await readBody(here, 'Bundle', idIn(entry))).toMatchObject({ type: 'transaction', entry: document.entry });
    }
  });

  test('with a name that no entry has is refused with its place, and nothing of it is there', async () => {
    const bundle = aTransaction(put(anObservation({ id: 'half' })), post(of('urn:uuid:nobody')));

    await expect(here.all.bundle({ bundle })).rejects.toMatchObject({
      code: 'reference-unresolved',
      at: 'Bundle.entry[1].resource.subject',
    });
    expect(await isThere(here, 'Observation', 'half')).toBe(false);
  });

  test.each([
    ['that may not be stored', put(aPatient({ id: 'x', gender: 'F' })), 'resource-invalid', 'Bundle.entry[1].resource.gender'],
    ['of no type of R4', get('Citizen/1'), 'type-unknown', 'Bundle.entry[1].request.url'],
    ['without a request', { resource: aPatient({ id: 'x' }) }, 'input-invalid', 'Bundle.entry[1]'],
    [
      'with a method of its own',
      { request: { method: 'MERGE', url: 'Patient/1' } },
      'input-invalid',
      'Bundle.entry[1].request.method',
    ],
    [
      'whose id is not the one in the address',
      { ...put(aPatient({ id: 'x' })), request: { method: 'PUT', url: 'Patient/y' } },
      'input-invalid',
      'Bundle.entry[1].resource.id',
    ],
    [
      'whose version is not the one there',
      put(anObservation({ id: 'new' }), { ifMatch: 'W/"3"' }),
      'version-conflict',
      'Bundle.entry[1]',
    ],
    [
      'whose version is none',
      put(anObservation({ id: 'new' }), { ifMatch: 'latest' }),
      'input-invalid',
      'Bundle.entry[1].request.ifMatch',
    ],
    ['that changes what another one changes', put(anObservation({ id: 'all-or-nothing' })), 'input-invalid', 'Bundle.entry[1]'],
    [
      'whose condition is no parameter',
      post(aPractitioner('x'), { ifNoneExist: 'colour=x' }),
      'parameter-unsupported',
      'Bundle.entry[1].request',
    ],
    [
      'whose condition is empty',
      post(aPractitioner('x'), { ifNoneExist: '_count=1' }),
      'parameter-invalid',
      'Bundle.entry[1].request',
    ],
    ['that reads what is not there', get('Patient/nobody'), 'resource-unknown', 'Bundle.entry[1].request'],
  ])('with an entry %s is refused, and nothing of it is there', async (_, entry, code, at) => {
    const bundle = aTransaction(put(anObservation({ id: 'all-or-nothing' })), entry);

    await expect(here.all.bundle({ bundle })).rejects.toMatchObject({ code, at });
    expect(await isThere(here, 'Observation', 'all-or-nothing')).toBe(false);
  });

  test('reads last, on what it wrote', async () => {
    const entries = await send(here.all, aTransaction(get('Observation/read-back'), put(anObservation({ id: 'read-back' }))));

    expect(statusesOf(entries)).toEqual(['200', '201']);
    expect(entries[0]?.resource).toMatchObject({ id: 'read-back' });
  });

  test('that is no bundle is refused', async () => {
    for (const bundle of [
      undefined,
      [],
      {},
      { resourceType: 'Patient' },
      { resourceType: 'Bundle', type: 'document' },
      { resourceType: 'Bundle', type: 'batch', entry: {} },
    ])
      await expect(here.all.bundle({ bundle })).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('of more than 10,000 entries is too large', async () => {
    const bundle = aTransaction(...Array.from({ length: 10_001 }, () => get('Patient/1')));

    await expect(here.all.bundle({ bundle })).rejects.toMatchObject({ code: 'too-large', at: 'Bundle.entry' });
  });
});

describe('who is told', () => {
  test('learns what was written in its transaction, and what is shown before it is answered', async () => {
    const told: string[] = [];
    await here.all.put(anObservation({ id: 'seen' }), undefined);

    await here.all.bundle({
      bundle: aTransaction(put(anObservation({ id: 'told' })), get('Observation/seen')),
      within: async (_tx, written) => void told.push(...written.map(({ action, row }) => `${action} ${row.id}`)),
      shown: async (entries) => void told.push(...entries.map(({ id }) => `shown ${id}`)),
    });

    expect(told).toEqual(['create told', 'shown seen']);
  });

  test('and cannot be told undoes the write', async () => {
    const failing = here.all.bundle({
      bundle: aTransaction(put(anObservation({ id: 'unaudited' }))),
      within: async () => {
        throw new Error('no audit');
      },
    });

    await expect(failing).rejects.toThrow('no audit');
    expect(await isThere(here, 'Observation', 'unaudited')).toBe(false);
  });
});
