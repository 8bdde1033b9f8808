import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resource } from '../../fhir/index.ts';
import { shardOf } from '../../kernel/index.ts';
import {
  aBatch,
  anObservation,
  aPatient,
  aScope,
  aTransaction,
  type EntryResponse,
  feedOf,
  get,
  idsFound,
  post,
  put,
  remove,
  send,
  storeForTests,
  type TestStore,
  withoutId,
} from '../testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

const aPractitioner = (value: string): Resource => ({
  resourceType: 'Practitioner',
  identifier: [{ system: 'urn:staff', value }],
});
const of = (reference: string, rest: Record<string, unknown> = {}): Resource => ({
  ...withoutId(anObservation({ id: '' })),
  subject: { reference },
  ...rest,
});
const statusesOf = (entries: readonly EntryResponse[]) => entries.map(({ response }) => response.status);
const problemsOf = (entries: readonly EntryResponse[]) =>
  entries.map(
    ({ response }) =>
      response.outcome?.issue.map(({ details, expression }) => [details.coding[0]?.code, ...(expression ?? [])])[0],
  );
const idIn = (entry: EntryResponse | undefined) => entry?.response.location?.split('/')[1] ?? 'no location';
const readBody = async (type: string, id: string) => JSON.parse((await here.all.read(type, id)).body);
const isThere = (type: string, id: string) =>
  here.all.read(type, id).then(
    () => true,
    () => false,
  );

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
    expect(await readBody('Observation', idIn(observation))).toMatchObject({
      subject: { reference: name },
      performer: [{ reference: name }],
      extension: [{ valueUri: name }],
      note: [{ text: 'urn:uuid:p' }],
    });
    expect(shardOf(idIn(observation))).toBe(shardOf(idIn(patient)));
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

    expect(await readBody('Observation', idIn(observation))).toMatchObject({
      subject: { reference: `Patient/${idIn(patient)}` },
    });
    expect(await readBody('Observation', idIn(elsewhere))).toMatchObject({ subject: { reference: 'Patient/17' } });
  });

  test('leaves a uri alone that is only shaped like a name', async () => {
    const [entry] = await send(
      here.all,
      aTransaction(post({ resourceType: 'Questionnaire', status: 'draft', url: 'urn:uuid:1234' })),
    );

    expect(await readBody('Questionnaire', idIn(entry))).toMatchObject({ url: 'urn:uuid:1234' });
  });

  test('leaves a Bundle that it stores as it is: that one has its own names inside', async () => {
    const document = aTransaction(
      post(of('urn:uuid:inside', { performer: [{ reference: 'Practitioner?identifier=x' }] }), { fullUrl: 'urn:uuid:1' }),
    );

    for (const bundle of [aTransaction, aBatch]) {
      const [entry] = await send(here.all, bundle(post({ ...document, type: 'document' })));

      expect(await readBody('Bundle', idIn(entry))).toMatchObject({ type: 'document', entry: document.entry });
    }
  });

  test('with a name that no entry has is refused with its place, and nothing of it is there', async () => {
    const bundle = aTransaction(put(anObservation({ id: 'half' })), post(of('urn:uuid:nobody')));

    await expect(here.all.bundle({ bundle })).rejects.toMatchObject({
      code: 'reference-unresolved',
      at: 'Bundle.entry[1].resource.subject',
    });
    expect(await isThere('Observation', 'half')).toBe(false);
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
      'Observation',
    ],
    ['whose version is none', put(anObservation({ id: 'new' }), { ifMatch: 'latest' }), 'input-invalid', 'Bundle.entry[1]'],
    ['that changes what another one changes', put(anObservation({ id: 'all-or-nothing' })), 'input-invalid', 'Bundle.entry[1]'],
    [
      'whose condition is no parameter',
      post(aPractitioner('x'), { ifNoneExist: 'name=x' }),
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
    expect(await isThere('Observation', 'all-or-nothing')).toBe(false);
  });

  test('reads last, on what it wrote', async () => {
    const entries = await send(
      here.all,
      aTransaction(
        get('Observation/read-back'),
        get('Observation?identifier=read-back&_total=accurate'),
        put(anObservation({ id: 'read-back', identifier: [{ value: 'read-back' }] })),
      ),
    );

    expect(statusesOf(entries)).toEqual(['200', '200', '201']);
    expect(entries[0]?.resource).toMatchObject({ id: 'read-back' });
    expect(entries[1]?.resource).toMatchObject({ type: 'searchset', total: 1, entry: [{ resource: { id: 'read-back' } }] });
  });

  test('answers a search of several pages with the address of the next', async () => {
    await send(
      here.all,
      aTransaction(...['1', '2', '3'].map((id) => put(anObservation({ id: `paged-${id}`, identifier: [{ value: 'paged' }] })))),
    );

    const [first] = await send(here.all, aTransaction(get('Observation?identifier=paged&_count=2')));
    const link = first?.resource?.['link'] as { url: string }[];
    const [second] = await send(here.all, aTransaction(get(link[0]?.url ?? '')));

    expect(first?.resource?.entry?.map(({ resource }) => resource.id)).toEqual(['paged-1', 'paged-2']);
    expect(second?.resource?.entry?.map(({ resource }) => resource.id)).toEqual(['paged-3']);
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

describe('a condition', () => {
  test('makes what is not there, and finds what is', async () => {
    const bundle = () => aTransaction(post(aPractitioner('cond'), { ifNoneExist: 'identifier=urn:staff|cond' }));

    const [first] = await send(here.all, bundle());
    const [second] = await send(here.all, bundle());

    expect(first?.response.status).toBe('201');
    expect(second?.response).toEqual({ status: '200', location: `Practitioner/${idIn(first)}` });
  });

  test('given twice in a bundle makes one resource, to which both names lead', async () => {
    const twice = (fullUrl: string) => post(aPractitioner('twice'), { fullUrl, ifNoneExist: 'identifier=urn:staff|twice' });

    for (const bundle of [aTransaction, aBatch]) {
      const entries = await send(here.all, bundle(twice('urn:uuid:a'), twice('urn:uuid:b')));
      expect(statusesOf(entries)[1]).toBe('200');
      expect(idIn(entries[0])).toBe(idIn(entries[1]));
    }

    expect(await idsFound(here.all, 'Practitioner', 'identifier=urn:staff|twice')).toHaveLength(1);
  });

  test('that matches several is refused with its place', async () => {
    await send(here.all, aTransaction(post(aPractitioner('same')), post(aPractitioner('same'))));

    const refused = [
      [post(aPractitioner('same'), { ifNoneExist: 'identifier=urn:staff|same' }), 'Bundle.entry[0].request'],
      [
        { resource: aPractitioner('same'), request: { method: 'PUT', url: 'Practitioner?identifier=urn:staff|same' } },
        'Bundle.entry[0].request',
      ],
      [remove('Practitioner?identifier=urn:staff|same'), 'Bundle.entry[0].request'],
      [
        post(of('Patient/1', { performer: [{ reference: 'Practitioner?identifier=urn:staff|same' }] })),
        'Bundle.entry[0].resource.performer[0]',
      ],
    ] as const;

    for (const [entry, at] of refused)
      await expect(here.all.bundle({ bundle: aTransaction(entry) })).rejects.toMatchObject({ code: 'reference-ambiguous', at });
    expect(await idsFound(here.all, 'Practitioner', 'identifier=urn:staff|same')).toHaveLength(2);
  });

  test('as a reference leads to what is stored', async () => {
    const [made] = await send(here.all, aTransaction(post(aPractitioner('known'))));

    const [entry] = await send(
      here.all,
      aTransaction(post(of('Patient/1', { performer: [{ reference: 'Practitioner?identifier=urn:staff|known' }] }))),
    );

    expect(await readBody('Observation', idIn(entry))).toMatchObject({
      performer: [{ reference: `Practitioner/${idIn(made)}` }],
    });
  });

  test('as a reference leads to what the bundle itself makes', async () => {
    const [entry, made] = await send(
      here.all,
      aTransaction(
        post(of('Patient/1', { performer: [{ reference: 'Practitioner?identifier=urn:staff|fresh' }] })),
        post(aPractitioner('fresh')),
      ),
    );

    expect(await readBody('Observation', idIn(entry))).toMatchObject({
      performer: [{ reference: `Practitioner/${idIn(made)}` }],
    });
  });

  test('as a reference that leads nowhere is refused with its place', async () => {
    const bundle = aTransaction(post(of('Patient?identifier=urn:nobody|1')));

    await expect(here.all.bundle({ bundle })).rejects.toMatchObject({
      code: 'reference-unresolved',
      at: 'Bundle.entry[0].resource.subject',
    });
  });

  test('of an update writes over what matches, or makes it', async () => {
    const update = (rest: object = {}) => ({
      resource: { ...aPractitioner('upd'), ...rest },
      request: { method: 'PUT', url: 'Practitioner?identifier=urn:staff|upd' },
    });

    const [made] = await send(here.all, aTransaction(update()));
    const [updated] = await send(here.all, aTransaction(update({ active: true })));

    expect(statusesOf([made, updated].flatMap((entry) => entry ?? []))).toEqual(['201', '200']);
    expect(await readBody('Practitioner', idIn(made))).toMatchObject({ active: true, meta: { versionId: '2' } });
    await expect(here.all.bundle({ bundle: aTransaction(update({ id: 'another' })) })).rejects.toMatchObject({
      code: 'input-invalid',
      at: 'Bundle.entry[0].resource.id',
    });
  });

  test('of an update that matches nothing keeps the id that it brings', async () => {
    await send(
      here.all,
      aTransaction({
        resource: { ...aPractitioner('own-id'), id: 'own-id' },
        request: { method: 'PUT', url: 'Practitioner?identifier=urn:staff|own-id' },
      }),
    );

    expect(await isThere('Practitioner', 'own-id')).toBe(true);
  });

  test('of a deletion takes what matches, and nothing where nothing does', async () => {
    await send(here.all, aTransaction(put({ ...aPractitioner('del'), id: 'del' })));

    const first = await send(here.all, aTransaction(remove('Practitioner?identifier=urn:staff|del')));
    const second = await send(here.all, aTransaction(remove('Practitioner?identifier=urn:staff|del')));

    expect(statusesOf([...first, ...second])).toEqual(['204', '204']);
    expect(await isThere('Practitioner', 'del')).toBe(false);
  });

  test('with a star for a value means a star', async () => {
    await send(here.all, aTransaction(put({ ...aPractitioner('starred'), id: 'starred' })));

    await send(
      here.all,
      aTransaction(remove('Practitioner?identifier=urn:staff|*'), remove('Practitioner?identifier=*|starred')),
    );

    expect(await isThere('Practitioner', 'starred')).toBe(true);
  });

  test('needs the right to search', async () => {
    const blind = here.store.as(aScope({ allows: (_type, interaction) => interaction !== 's' }));
    const bundle = aTransaction(post(aPractitioner('blind'), { ifNoneExist: 'identifier=urn:staff|blind' }));

    await expect(blind.bundle({ bundle })).rejects.toMatchObject({ code: 'right-missing' });
  });
});

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
      ['version-conflict', 'Observation'],
      ['type-unknown', 'Bundle.entry[4].request.url'],
      ['resource-unknown', 'Bundle.entry[5].request'],
      ['parameter-unsupported', 'Bundle.entry[6].request'],
      undefined,
      undefined,
    ]);
    expect(await isThere('Observation', 'batch-1')).toBe(true);
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
    expect(await readBody('Observation', 'again')).toMatchObject({ status: 'final', meta: { versionId: '1' } });
    expect((await feedOf(here.database)).filter((entry) => entry.includes('/again/'))).toEqual(['create Observation/again/1']);
  });

  test('does not place a record by a Patient that it refuses', async () => {
    await here.all.put(aPatient({ id: 'elsewhere', place: '350102002' }), undefined);
    const here1 = here.store.as(aScope({ places: ['350102001'] }));

    const entries = await send(
      here1,
      aBatch(put(aPatient({ id: 'elsewhere', place: '350102001' })), put(anObservation({ id: 'smuggled', of: 'elsewhere' }))),
    );

    expect(statusesOf(entries)).toEqual(['403', '403']);
    expect(await isThere('Observation', 'smuggled')).toBe(false);
  });
});

describe('an idempotency key', () => {
  test('that comes again with the same content gets the same answer and writes nothing', async () => {
    const bundle = aTransaction(post(aPractitioner('idem')), get('Practitioner?identifier=urn:staff|idem'));
    const first = await send(here.all, bundle, 'key-1');
    const before = await feedOf(here.database);

    const second = await send(here.all, structuredClone(bundle), 'key-1');

    expect(second).toEqual(first);
    expect(second[1]?.resource?.entry).toHaveLength(1);
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
    expect(await isThere('Observation', 'unaudited')).toBe(false);
  });
});
