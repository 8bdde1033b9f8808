import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const tag = (code: string, more: object = {}) => ({ system: 'urn:tag', code, ...more });
const parameters = (valueMeta: object) => ({ resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta }] });
const change = async (path: string, act: 'add' | 'delete', meta: object) => {
  const answer = await gulou.fhir(`${path}/$meta-${act}`, post(parameters(meta)));
  return { status: answer.status, meta: metaIn(answer.body) };
};
const metaIn = (body: { parameter?: { valueMeta: Record<string, never> }[] }) => body.parameter?.[0]?.valueMeta ?? {};
const metaOf = async (path: string) => metaIn((await gulou.fhir(`${path}/$meta`)).body);
const found = async (query: string): Promise<string[]> => {
  const { body }: { body: { entry?: { resource: { id: string } }[] } } = await gulou.fhir(`Observation?${query}`);
  return body.entry?.map(({ resource }) => resource.id) ?? [];
};
const anExamination = async (meta?: object) =>
  register(gulou, anObservation(await register(gulou, aPerson()), { ...(meta ? { meta } : {}), code: { text: '体检' } }));

describe('labels of a resource', () => {
  test('are added without a new version, and found at once', async () => {
    const id = await anExamination({ tag: [tag('old')] });
    const before = (await gulou.fhir(`Observation/${id}`)).body as { meta: { lastUpdated: string } };

    const { status, meta } = await change(`Observation/${id}`, 'add', {
      tag: [tag('new'), tag('old', { display: 'again' })],
      security: [{ system: 'urn:sec', code: 'R' }],
    });

    expect(status).toBe(200);
    expect(meta).toEqual({
      versionId: '1',
      lastUpdated: before.meta.lastUpdated,
      tag: [tag('old'), tag('new')],
      security: [{ system: 'urn:sec', code: 'R' }],
    });
    expect(await found('_tag=urn:tag|new')).toEqual([id]);
    expect(await found('_security=urn:sec|R')).toEqual([id]);
    const { body, headers } = await gulou.fhir(`Observation/${id}`);
    expect(body).toMatchObject({ meta, status: 'final' });
    expect(headers.get('etag')).toBe('W/"1"');
  });

  test('are taken away, by system and code, and found no more', async () => {
    const id = await anExamination({ tag: [tag('go', { display: 'x' }), tag('stay')], profile: ['urn:p', 'urn:q'] });

    const { meta } = await change(`Observation/${id}`, 'delete', { tag: [tag('go'), tag('never')], profile: ['urn:p'] });

    expect(meta).toMatchObject({ versionId: '1', tag: [tag('stay')], profile: ['urn:q'] });
    expect([await found('_tag=urn:tag|go'), await found('_profile=urn:p'), await found('_profile=urn:q')]).toEqual([
      [],
      [],
      [id],
    ]);
  });

  test('of a former version are changed there alone', async () => {
    const id = await anExamination();
    const path = `Observation/${id}`;
    const { subject } = (await gulou.fhir(path)).body as { subject: { reference: string } };
    await gulou.fhir(path, put(anObservation(subject.reference.slice(8), { id, status: 'amended' })));

    await change(`${path}/_history/1`, 'add', { tag: [tag('former')] });

    expect(await metaOf(`${path}/_history/1`)).toMatchObject({ versionId: '1', tag: [tag('former')] });
    expect(await metaOf(path)).not.toHaveProperty('tag');
    expect((await gulou.fhir(`${path}/_history/1`)).body).toMatchObject({ status: 'final', meta: { tag: [tag('former')] } });
    expect(await found('_tag=urn:tag|former')).toEqual([]);
  });

  test('added by many at once are all there', async () => {
    const id = await anExamination();

    await Promise.all(Array.from({ length: 12 }, (_, turn) => change(`Observation/${id}`, 'add', { tag: [tag(`t${turn}`)] })));

    expect((await metaOf(`Observation/${id}`))['tag']).toHaveLength(12);
  });

  test('stand in the change feed and in the audit log', async () => {
    const id = await anExamination();

    await change(`Observation/${id}`, 'add', { tag: [tag('told')] });

    const { sql } = gulou.running.platform.database;
    const feed = await sql`select action, version from store.change where id = ${id} order by change.xid, position`;
    expect(feed).toEqual([
      { action: 'create', version: 1 },
      { action: 'update', version: 1 },
    ]);
    const acts = await sql`select action from audit.entry where what = ${`Observation/${id}`} order by at`;
    expect(acts).toEqual([{ action: 'create' }, { action: 'update' }]);
  });

  test('keep numbers of the content to the digit', async () => {
    const { body } = await gulou.fhir('Observation', {
      method: 'POST',
      body: '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.500}}',
    });
    const { id } = body as { id: string };

    await change(`Observation/${id}`, 'add', { tag: [tag('digit')] });

    const headers = { authorization: `Bearer ${await gulou.token()}` };
    expect(await (await fetch(`${gulou.url}/fhir/Observation/${id}`, { headers })).text()).toContain('"value":1.500');
  });

  test.each<[string, string, object, number]>([
    ['of nobody', 'Observation/none/$meta-add', parameters({ tag: [tag('x')] }), 404],
    ['of a version that is not there', 'Observation/{id}/_history/7/$meta-add', parameters({ tag: [tag('x')] }), 404],
    ['without a meta', 'Observation/{id}/$meta-add', { resourceType: 'Parameters' }, 400],
    ['as a list of nothing', 'Observation/{id}/$meta-delete', parameters({ tag: 'x' }), 400],
    ['that are no codings', 'Observation/{id}/$meta-add', parameters({ tag: [{ system: 1 }] }), 422],
    ['of no type', 'Resident/{id}/$meta-add', parameters({}), 404],
  ])('%s are refused', async (_, path, body, status) => {
    const id = await anExamination();

    const answer = await gulou.fhir(path.replace('{id}', id), post(body));

    expect(answer).toMatchObject({ status, body: { resourceType: 'OperationOutcome' } });
  });

  test('of what was deleted are gone with it', async () => {
    const id = await anExamination();
    await gulou.fhir(`Observation/${id}`, { method: 'DELETE' });

    expect((await change(`Observation/${id}`, 'add', { tag: [tag('x')] })).status).toBe(410);
  });

  test('are changed only by who may update', async () => {
    const id = await anExamination();
    const auditor = await gulou.as('auditor');

    const answer = await auditor.fhir(`Observation/${id}/$meta-add`, post(parameters({ tag: [tag('x')] })));

    expect([403, 404]).toContain(answer.status);
    expect(await metaOf(`Observation/${id}`)).not.toHaveProperty('tag');
  });
});

describe('labels in use', () => {
  test('are told of a type, and of the system, each once', async () => {
    for (const _ of [1, 2]) await anExamination({ tag: [tag('used')], profile: ['urn:used'] });
    await register(gulou, { resourceType: 'Device', meta: { tag: [tag('of a device')] } });

    const [ofType, ofSystem] = [await metaOf('Observation'), metaIn((await gulou.fhir('$meta')).body)];

    expect(ofType).toMatchObject({ tag: expect.arrayContaining([tag('used')]), profile: expect.arrayContaining(['urn:used']) });
    expect(ofType['tag']).not.toContainEqual(tag('of a device'));
    expect(ofSystem['tag']).toEqual(expect.arrayContaining([tag('used'), tag('of a device')]));
    expect(JSON.stringify(ofSystem).split('urn:used')).toHaveLength(2);
  });

  test('of a type that nothing is of are none', async () => {
    expect((await gulou.fhir('Substance/$meta')).body).toEqual({ resourceType: 'Parameters' });
  });
});
