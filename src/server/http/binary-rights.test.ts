import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register, vitalSigns } from '../../../tests/support/people.ts';

/** Pictures about two residents of two townships, each protected by another kind of resource; and two that concern nobody. */
let network: TestNetwork;
let gulou: TestPlatform;
let here: string;
let elsewhere: string;
let organization: string;
const pictures: Record<string, string> = {};
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  here = await register(gulou, aPerson({ division: '350102001' }));
  elsewhere = await register(gulou, aPerson({ division: '350102002' }));
  organization = await register(gulou, { resourceType: 'Organization', name: '鼓楼医院' });
  const contexts = {
    'a resident': `Patient/${here}`,
    'a resident of another township': `Patient/${elsewhere}`,
    'a document': `DocumentReference/${await register(gulou, aDocument(here))}`,
    'a health record': `Observation/${await register(gulou, anObservation(here, vitalSigns))}`,
    'an institution': `Organization/${organization}`,
    nothing: undefined,
  };
  for (const [name, context] of Object.entries(contexts)) {
    const id = await register(gulou, aPicture(context));
    await gulou.fhir(`Binary/${id}`, put({ ...aPicture(context, 'aGVsbG8h'), id }));
    await register(gulou, { resourceType: 'Basic', code: { text: 'seen' }, subject: { reference: `Binary/${id}` } });
    pictures[name] = id;
  }
});
afterAll(() => network[Symbol.asyncDispose]());

const aDocument = (patient: string, more: object = {}) => ({
  resourceType: 'DocumentReference',
  status: 'current',
  subject: { reference: `Patient/${patient}` },
  content: [{ attachment: { contentType: 'image/png' } }],
  ...more,
});
const aPicture = (context: string | undefined, data = 'AA==') => ({
  resourceType: 'Binary',
  contentType: 'image/png',
  ...(context === undefined ? {} : { securityContext: { reference: context } }),
  data,
});

const callers: Readonly<Record<string, () => Promise<Caller>>> = {
  doctor: () => gulou.as('doctor'),
  village: () => gulou.as('village'),
  'public-health': () => gulou.as('public-health'),
  registrar: () => gulou.as('registrar'),
  authority: () => gulou.as('authority'),
};

type Found = { readonly entry?: readonly { readonly resource?: { readonly resourceType: string; readonly id: string } }[] };
const binariesIn = ({ body }: { readonly body: never }): string[] =>
  ((body as Found | undefined)?.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'Binary' ? [resource.id] : [],
  );
const namesOf = (ids: readonly string[]) => Object.keys(pictures).filter((name) => ids.includes(pictures[name] ?? ''));
const readable = async (caller: Caller, pathOf: (id: string) => string): Promise<string[]> => {
  const ids = Object.values(pictures);
  const answers = await Promise.all(ids.map((id) => caller.fhir(pathOf(id), { headers: { accept: 'application/fhir+json' } })));
  return ids.filter((_, index) => answers[index]?.status === 200);
};

/** Ways to a picture; each gives the ids that it shows. */
const ways: Readonly<Record<string, (caller: Caller) => Promise<string[]>>> = {
  read: (caller) => readable(caller, (id) => `Binary/${id}`),
  'read of a former version': (caller) => readable(caller, (id) => `Binary/${id}/_history/1`),
  'history of one': (caller) => readable(caller, (id) => `Binary/${id}/_history`),
  'labels of one': (caller) => readable(caller, (id) => `Binary/${id}/$meta`),
  search: async (caller) => binariesIn(await caller.fhir('Binary?_count=100')),
  'search with a total': async (caller) => {
    const answer = await caller.fhir('Binary?_total=accurate&_count=100');
    const found = binariesIn(answer);
    expect((answer.body as { total?: number }).total).toBe(found.length);
    return found;
  },
  'search of several types': async (caller) => binariesIn(await caller.fhir('?_type=Binary,Basic&_count=100')),
  'history of all': async (caller) => binariesIn(await caller.fhir('Binary/_history?_count=100')),
  'search in a batch': async (caller) => {
    const entry = [{ request: { method: 'GET', url: 'Binary?_count=100' } }];
    const { body } = await caller.fhir('', post({ resourceType: 'Bundle', type: 'batch', entry }));
    return binariesIn({ body: (body as { entry: { resource?: never }[] }).entry[0]?.resource as never });
  },
};

describe('a Binary is seen by whoever sees its security context', () => {
  test.each<[string, string[]]>([
    ['doctor', ['a resident', 'a resident of another township', 'a document', 'a health record', 'an institution', 'nothing']],
    ['village', ['a resident', 'a document', 'a health record', 'an institution']],
    ['public-health', ['a resident', 'a resident of another township', 'a health record', 'an institution']],
    ['registrar', ['a resident', 'a resident of another township', 'an institution']],
    ['authority', ['an institution']],
  ])('%s, by every way to it', async (who, expected) => {
    const caller = await callers[who]?.();
    if (!caller) throw new Error('the caller is named above');

    const shown: Record<string, string[]> = {};
    for (const [way, look] of Object.entries(ways)) shown[way] = namesOf(await look(caller));

    expect(shown).toEqual(Object.fromEntries(Object.keys(ways).map((way) => [way, expected])));
  });

  test.each<[string, string[]]>([
    ['doctor', ['a resident', 'a resident of another township', 'a document', 'a health record', 'an institution', 'nothing']],
    ['public-health', []],
  ])('%s, by an include', async (who, expected) => {
    const answer = await (await callers[who]?.())?.fhir('Basic?_include=Basic:subject&_count=100');

    expect(namesOf(binariesIn(answer ?? { body: undefined as never }))).toEqual(expected);
  });

  test('and comes with everything of its resident', async () => {
    const ids = binariesIn(await gulou.fhir(`Patient/${here}/$everything`));

    expect(namesOf(ids)).toEqual(['a resident', 'a document', 'a health record']);
  });
});

describe('who may not see the security context', () => {
  test.each<[string, string, () => string, number, string]>([
    ['beside a resident whom he does not see', 'village', () => `Patient/${elsewhere}`, 422, 'reference-unresolved'],
    ['beside what is not there', 'village', () => 'DocumentReference/none', 422, 'reference-unresolved'],
    ['beside reference data that he does not write', 'doctor', () => `Organization/${organization}`, 403, 'right-missing'],
  ])('writes nothing %s', async (_, who, context, status, code) => {
    const answer = await (await gulou.as(who)).fhir('Binary', post(aPicture(context())));

    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  test('neither writes over the Binary nor takes it out of its protection', async () => {
    const village = await gulou.as('village');
    const id = pictures['a resident of another township'] ?? '';

    const answers = [
      await village.fhir(`Binary/${id}`, put({ ...aPicture(undefined), id })),
      await village.fhir(`Binary/${id}`, put({ ...aPicture(`Patient/${here}`), id })),
      await village.fhir(`Binary/${id}`, { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } }),
    ];

    const { body }: { body: { meta: object } } = await gulou.fhir(`Binary/${id}?_format=json`);
    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
    expect(body.meta).toMatchObject({ versionId: '2' });
  });
});

describe('a Binary follows its security context', () => {
  const seenByVillage = async (id: string): Promise<number[]> => {
    const village = await gulou.as('village');
    const paths = [`Binary/${id}?_format=json`, `Binary/${id}/_history/1?_format=json`];
    return Promise.all(paths.map(async (path) => (await village.fhir(path)).status));
  };
  const save = async (resource: { readonly resourceType: string; readonly [element: string]: unknown }, id: string) => {
    const { status } = await gulou.fhir(`${resource.resourceType}/${id}`, put({ ...resource, id }));
    expect(status).toBe(200);
  };
  const pictureOf = async (context: string): Promise<string> => {
    const id = await register(gulou, aPicture(context));
    await save(aPicture(context, 'AAAA'), id);
    return id;
  };

  test('to another resident and back, with its history, in no new version', async () => {
    const document = await register(gulou, aDocument(here));
    const id = await pictureOf(`DocumentReference/${document}`);

    const before = await seenByVillage(id);
    await save(aDocument(elsewhere), document);
    const there = await seenByVillage(id);
    const everything = binariesIn(await gulou.fhir(`Patient/${elsewhere}/$everything`));
    await save(aDocument(here), document);

    const { body }: { body: { meta: object } } = await gulou.fhir(`Binary/${id}?_format=json`);
    expect([before, there, await seenByVillage(id)]).toEqual([
      [200, 200],
      [404, 404],
      [200, 200],
    ]);
    expect(everything).toContain(id);
    expect(body.meta).toMatchObject({ versionId: '2' });
  });

  test('to another database', async () => {
    const observation = await register(gulou, anObservation(here));
    const id = await pictureOf(`Observation/${observation}`);
    const worker = await gulou.as('public-health');

    const before = await worker.fhir(`Binary/${id}?_format=json`);
    await save(anObservation(here, vitalSigns), observation);
    const after = await worker.fhir(`Binary/${id}?_format=json`);

    expect([before.status, after.status]).toEqual([404, 200]);
  });

  test('when its resident moves, and when a household does', async () => {
    const person = aPerson({ division: '350102001' });
    const resident = await register(gulou, person);
    const household = {
      resourceType: 'Group',
      type: 'person',
      actual: true,
      member: [resident, elsewhere].map((one) => ({ entity: { reference: `Patient/${one}` } })),
    };
    const ids = [
      await pictureOf(`Patient/${resident}`),
      await pictureOf(`DocumentReference/${await register(gulou, aDocument(resident))}`),
      await pictureOf(`Group/${await register(gulou, household)}`),
    ];

    const before = await Promise.all(ids.map(seenByVillage));
    await save({ ...person, extension: aPerson({ division: '350102002' }).extension }, resident);
    const after = await Promise.all(ids.map(seenByVillage));

    expect(before).toEqual(ids.map(() => [200, 200]));
    expect(after).toEqual(ids.map(() => [404, 404]));
  });

  test('when it is deleted itself: who may see what was there', async () => {
    const document = await register(gulou, aDocument(here));
    const id = await pictureOf(`DocumentReference/${document}`);
    await gulou.fhir(`Binary/${id}`, { method: 'DELETE' });

    const before = await seenByVillage(id);
    await save(aDocument(elsewhere), document);

    expect([before, await seenByVillage(id)]).toEqual([
      [410, 200],
      [404, 404],
    ]);
  });

  test('within one transaction that makes all of them', async () => {
    const entry = [
      {
        resource: aPicture('urn:uuid:00000000-0000-4000-8000-000000000002'),
        request: { method: 'POST', url: 'Binary' },
      },
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000002',
        resource: { ...aDocument(''), subject: { reference: 'urn:uuid:00000000-0000-4000-8000-000000000001' } },
        request: { method: 'POST', url: 'DocumentReference' },
      },
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001',
        resource: aPerson({ division: '350102001' }),
        request: { method: 'POST', url: 'Patient' },
      },
    ];

    const { body } = await gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry }));

    const [picture = '', , patient = ''] = (body as { entry: { response: { location: string } }[] }).entry.map(
      ({ response }) => response.location.split('/')[1] ?? '',
    );
    const everything = binariesIn(await gulou.fhir(`Patient/${patient}/$everything`));
    const worker = await (await gulou.as('public-health')).fhir(`Binary/${picture}?_format=json`);
    expect(everything).toEqual([picture]);
    expect([(await seenByVillage(picture))[0], worker.status]).toEqual([200, 404]);
    expect(picture.slice(0, 13)).toBe(patient.slice(0, 13));
  });

  test('is there for two who write it and what it follows at once', async () => {
    const document = await register(gulou, aDocument(here));
    const id = await pictureOf(`DocumentReference/${document}`);

    await Promise.all([
      ...[elsewhere, here, elsewhere].map((patient) =>
        gulou.fhir(`DocumentReference/${document}`, put({ ...aDocument(patient), id: document })),
      ),
      ...['AQID', 'BAUG', 'BwgJ'].map((data) =>
        gulou.fhir(`Binary/${id}`, put({ ...aPicture(`DocumentReference/${document}`, data), id })),
      ),
    ]);
    await save(aDocument(elsewhere, { description: 'last' }), document);

    const { entry }: { entry: readonly unknown[] } = (await gulou.fhir(`Binary/${id}/_history`)).body;
    expect(await seenByVillage(id)).toEqual([404, 404]);
    expect(entry).toHaveLength(5);
    expect(binariesIn(await gulou.fhir(`Binary?_id=${id}`))).toEqual([id]);
  });
});
