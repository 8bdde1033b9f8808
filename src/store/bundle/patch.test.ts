import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aBatch,
  anObservation,
  aPatient,
  aScope,
  aTransaction,
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
import { aPractitioner, problemsOf, readBody, statusesOf } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests(8);
});
afterAll(() => here[Symbol.asyncDispose]());

const jsonPatch = (url: string, steps: readonly object[], request: object = {}) => ({
  resource: {
    resourceType: 'Binary',
    contentType: 'application/json-patch+json',
    data: Buffer.from(JSON.stringify(steps)).toString('base64'),
  },
  request: { method: 'PATCH', url, ...request },
});
const replaced = (path: string, value: object) => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'replace' },
        { name: 'path', valueString: path },
        { name: 'value', ...value },
      ],
    },
  ],
});
const fhirPathPatch = (url: string, path: string, value: object) => ({
  resource: replaced(path, value),
  request: { method: 'PATCH', url },
});
const note = (text: string) => [{ op: 'add', path: '/note', value: [{ text }] }];

describe('a patch in a transaction', () => {
  test('changes what it names, as JSON Patch or FHIRPath Patch', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'one' }), undefined);
    await all.put(aPatient({ id: 'p' }), undefined);

    const answers = await send(
      all,
      aTransaction(jsonPatch('Observation/one', note('x')), fhirPathPatch('Patient/p', 'Patient.gender', { valueCode: 'male' })),
    );

    expect(answers.map(({ response: { status, location, etag } }) => [status, location, etag])).toEqual([
      ['200', 'Observation/one/_history/2', 'W/"2"'],
      ['200', 'Patient/p/_history/2', 'W/"2"'],
    ]);
    expect(await readBody(here, 'Observation', 'one')).toMatchObject({ status: 'final', note: [{ text: 'x' }] });
    expect(await readBody(here, 'Patient', 'p')).toMatchObject({ gender: 'male' });
  });

  test('finds its resource by a condition, and refers to what the same transaction makes', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'two', identifier: [{ value: 'two' }] }), undefined);
    const performer = [
      {
        op: 'add',
        path: '/performer',
        value: [{ reference: 'urn:uuid:dr' }, { reference: 'Practitioner?identifier=urn:staff|known' }],
      },
    ];
    await send(all, aTransaction(post(aPractitioner('known'))));
    const [known] = await idsFound(all, 'Practitioner', 'identifier=urn:staff|known');

    const answers = await send(
      all,
      aTransaction(jsonPatch('Observation?identifier=two', performer), post(aPractitioner('new'), { fullUrl: 'urn:uuid:dr' })),
    );

    expect(statusesOf(answers)).toEqual(['200', '201']);
    const [made] = await idsFound(all, 'Practitioner', 'identifier=urn:staff|new');
    expect((await readBody(here, 'Observation', 'two')).performer).toEqual([
      { reference: `Practitioner/${made}` },
      { reference: `Practitioner/${known}` },
    ]);
  });

  test.each<[string, object, string, string]>([
    ['of nothing', jsonPatch('Observation/none', note('x')), 'resource-unknown', 'Bundle.entry[1].request.url'],
    ['of nobody found', jsonPatch('Observation?identifier=none', note('x')), 'resource-unknown', 'Bundle.entry[1].request.url'],
    ['of no address', jsonPatch('Observation', note('x')), 'input-invalid', 'Bundle.entry[1].request.url'],
    [
      'over another version',
      jsonPatch('Observation/kept', note('x'), { ifMatch: 'W/"7"' }),
      'version-conflict',
      'Bundle.entry[1]',
    ],
    [
      'that does not fit',
      jsonPatch('Observation/kept', [{ op: 'remove', path: '/x' }]),
      'patch-invalid',
      'Bundle.entry[1].resource.data[0]',
    ],
    [
      'that makes it invalid',
      jsonPatch('Observation/kept', [{ op: 'remove', path: '/status' }]),
      'resource-invalid',
      'Bundle.entry[1].resource',
    ],
    [
      'by a path to nothing',
      fhirPathPatch('Observation/kept', 'Observation.method', { valueCodeableConcept: { text: 'x' } }),
      'patch-invalid',
      'Bundle.entry[1].resource.parameter[0]',
    ],
    [
      'that is no patch',
      { resource: aPatient({ id: 'p' }), request: { method: 'PATCH', url: 'Patient/p' } },
      'patch-invalid',
      'Bundle.entry[1].resource',
    ],
    ['of what it writes besides', jsonPatch('Basic/beside', note('x')), 'resource-unknown', 'Bundle.entry[1].request.url'],
  ])('%s undoes all, and says where', async (_, patch, code, at) => {
    const { all } = here;
    await all.put(anObservation({ id: 'kept' }), undefined);
    const beside = { resourceType: 'Basic', id: 'beside', code: { text: 'x' } };

    const sent = send(all, aTransaction(put(beside), patch));

    await expect(sent).rejects.toMatchObject({ code, at });
    await expect(all.read('Basic', 'beside')).rejects.toMatchObject({ code: 'resource-unknown' });
  });

  test('of the same resource twice, or of one that is also written, is refused', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'twice' }), undefined);
    const once = jsonPatch('Observation/twice', note('x'));

    for (const other of [once, put(anObservation({ id: 'twice' })), remove('Observation/twice')])
      await expect(send(all, aTransaction(once, other))).rejects.toMatchObject({ code: 'input-invalid', at: 'Bundle.entry[1]' });
  });

  test('is told to the audit as a reading too, whatever comes of it', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'seen' }), undefined);
    const shown: string[] = [];
    const tried = (steps: readonly object[]) =>
      all.bundle({
        bundle: aTransaction(jsonPatch('Observation/seen', steps)),
        shown: async (entries) => void shown.push(...entries.map(({ id }) => id)),
      });

    await tried(note('x'));
    await expect(tried([{ op: 'test', path: '/status', value: 'amended' }])).rejects.toMatchObject({ code: 'patch-invalid' });

    expect(shown).toEqual(['seen', 'seen']);
  });

  test('needs the right to read as well as to update', async () => {
    const { store, all } = here;
    await all.put(anObservation({ id: 'blind' }), undefined);
    const onlyWriting = store.as(aScope({ allows: (_, interaction) => interaction === 'u' }));
    const onlyReading = store.as(aScope({ allows: (_, interaction) => interaction === 'r' }));
    const patch = aTransaction(jsonPatch('Observation/blind', note('x')));

    await expect(onlyWriting.bundle({ bundle: patch })).rejects.toMatchObject({ code: 'resource-unknown' });
    await expect(onlyReading.bundle({ bundle: patch })).rejects.toMatchObject({ code: 'right-missing' });
  });

  test('of many at once, in bundles that share what they write, loses none', async () => {
    const { all } = here;
    const ids = ['a', 'b', 'c'].map((letter) => `shared-${letter}`);
    for (const id of ids) await all.put(anObservation({ id, note: [{ text: '-' }] }), undefined);
    const addTo = (id: string, text: string) => jsonPatch(`Observation/${id}`, [{ op: 'add', path: '/note/-', value: { text } }]);

    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        send(all, aTransaction(...(index % 2 ? ids : ids.toReversed()).map((id) => addTo(id, `${index}`)))),
      ),
    );

    for (const id of ids) expect((await readBody(here, 'Observation', id)).note).toHaveLength(21);
  });
});

describe('patches in a batch', () => {
  test('stand each for itself', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'batched' }), undefined);

    const answers = await send(
      all,
      aBatch(
        jsonPatch('Observation/batched', [{ op: 'remove', path: '/nothing' }]),
        jsonPatch('Observation/none', note('x')),
        jsonPatch('Observation/batched', note('x')),
      ),
    );

    expect(statusesOf(answers)).toEqual(['422', '404', '200']);
    expect(problemsOf(answers)).toEqual([
      ['patch-invalid', 'Bundle.entry[0].resource.data[0]'],
      ['resource-unknown', 'Bundle.entry[1].request.url'],
      undefined,
    ]);
  });
});

describe('what a transaction deletes', () => {
  test('is there no more for the conditions of its other entries', async () => {
    const { all } = here;
    const card = withoutId(aPatient({ id: '', identifier: [{ system: 'urn:card', value: 'again' }] }));
    await send(all, aTransaction(post(card)));
    const [before] = await idsFound(all, 'Patient', 'identifier=urn:card|again');

    const answers = await send(
      all,
      aTransaction(post(card, { ifNoneExist: 'identifier=urn:card|again' }), remove('Patient?identifier=urn:card|again')),
    );

    expect(statusesOf(answers)).toEqual(['201', '204']);
    const after = await idsFound(all, 'Patient', 'identifier=urn:card|again');
    expect(after).toHaveLength(1);
    expect(after).not.toEqual([before]);
  });
});

describe('reads in a bundle', () => {
  test('come with their version, and not again where the caller has it', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'read' }), undefined);
    const read = (request: object, url = 'Observation/read') => ({ request: { method: 'GET', url, ...request } });

    const answers = await send(
      all,
      aBatch(
        read({}),
        read({ ifNoneMatch: 'W/"1"' }),
        read({ ifNoneMatch: 'W/"2"' }),
        read({ ifModifiedSince: here.now }),
        read({ ifModifiedSince: '2020-01-01T00:00:00Z' }),
        read({ method: 'HEAD' }),
        read({}, 'Observation/read/_history/1'),
        read({}, 'Observation/read/_history/9'),
        read({ ifModifiedSince: 'lately' }),
      ),
    );

    expect(answers.map(({ response, resource }) => [response.status, resource?.id])).toEqual([
      ['200', 'read'],
      ['304', undefined],
      ['200', 'read'],
      ['304', undefined],
      ['200', 'read'],
      ['200', undefined],
      ['200', 'read'],
      ['404', undefined],
      ['400', undefined],
    ]);
    expect(answers[0]?.response).toMatchObject({ etag: 'W/"1"', lastModified: here.now });
  });

  test('see what the same transaction wrote', async () => {
    const { all } = here;

    const answers = await send(
      all,
      aTransaction(get('Basic/fresh'), put({ resourceType: 'Basic', id: 'fresh', code: { text: 'x' } })),
    );

    expect(answers[0]).toMatchObject({ resource: { id: 'fresh' }, response: { status: '200', etag: 'W/"1"' } });
  });
});

describe('what the caller prefers', () => {
  const bundle = () =>
    aTransaction(
      put(anObservation({ id: 'preferred' })),
      post(aPractitioner('preferred'), { ifNoneExist: 'identifier=urn:staff|preferred' }),
      remove('Observation/never'),
    );

  test('comes with each entry: the resource, an outcome, or nothing', async () => {
    const { all } = here;
    await send(all, aTransaction(post(aPractitioner('preferred'))));
    const entriesFor = async (prefer: 'minimal' | 'representation' | 'OperationOutcome') =>
      JSON.parse(await all.bundle({ bundle: bundle(), prefer })).entry;

    const [minimal, representation, outcome] = [
      await entriesFor('minimal'),
      await entriesFor('representation'),
      await entriesFor('OperationOutcome'),
    ];

    expect(minimal.map(Object.keys)).toEqual([['response'], ['response'], ['response']]);
    expect(representation).toMatchObject([
      { resource: { id: 'preferred', meta: { versionId: '1' } }, response: { location: 'Observation/preferred/_history/1' } },
      { resource: { resourceType: 'Practitioner' }, response: { status: '200', etag: 'W/"1"' } },
      { response: { status: '204' } },
    ]);
    for (const { response } of outcome) expect(response.outcome).toMatchObject({ issue: [{ severity: 'information' }] });
  });

  test('is kept when the request is repeated under its key', async () => {
    const { all } = here;
    const request = {
      bundle: aTransaction(put(anObservation({ id: 'repeated' }))),
      idempotencyKey: 'rep',
      prefer: 'representation',
    } as const;

    const [first, second] = [await all.bundle(request), await all.bundle(request)];

    expect(JSON.parse(first).entry[0].resource).toMatchObject({ id: 'repeated' });
    expect(second).toBe(first);
  });
});
