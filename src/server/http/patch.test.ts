import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aDevice, aPerson, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  gulou.fhir(path, { method, headers, body: JSON.stringify(body) }) as Promise<{
    status: number;
    headers: Headers;
    body: Record<string, never>;
  }>;
const jsonPatch = { 'content-type': 'application/json-patch+json' };
const fhirPathPatch = (path: string, name: string, value: object) => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'add' },
        { name: 'path', valueString: path },
        { name: 'name', valueString: name },
        { name: 'value', ...value },
      ],
    },
  ],
});

describe('a patch', () => {
  test('changes what it names and keeps the rest, numbers to the digit', async () => {
    const created = await gulou.fhir('Observation', {
      method: 'POST',
      body: '{"resourceType":"Observation","status":"preliminary","code":{"text":"x"},"valueQuantity":{"value":1.50,"unit":"g"}}',
    });
    const { id } = created.body as { id: string };

    const patched = await send('PATCH', `Observation/${id}`, [{ op: 'replace', path: '/status', value: 'final' }], jsonPatch);
    const text = await (
      await fetch(`${gulou.url}/fhir/Observation/${id}`, { headers: { authorization: `Bearer ${await gulou.token()}` } })
    ).text();

    expect(patched.body).toMatchObject({ status: 'final', meta: { versionId: '2' } });
    expect(text).toContain('"value":1.50');
  });

  test('of many at once loses none', async () => {
    const { body } = await send('POST', 'Device', aDevice('patched'));
    const path = `Device/${body['id']}`;

    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, turn) =>
        send('PATCH', path, [{ op: 'add', path: '/identifier/-', value: { value: `n${turn}` } }], jsonPatch),
      ),
    );
    const { body: last } = await gulou.fhir(path);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((last as { identifier: unknown[] }).identifier).toHaveLength(5);
  });

  test.each([
    ['that does not fit', [{ op: 'remove', path: '/nothing' }], jsonPatch, 422, 'patch-invalid'],
    ['of the type', [{ op: 'replace', path: '/resourceType', value: 'Patient' }], jsonPatch, 422, 'patch-invalid'],
    ['of the id', [{ op: 'replace', path: '/id', value: 'other' }], jsonPatch, 422, 'patch-invalid'],
    ['that makes it invalid', [{ op: 'replace', path: '/identifier', value: [] }], jsonPatch, 422, 'resource-invalid'],
    [
      'over another version',
      [{ op: 'add', path: '/status', value: 'active' }],
      { ...jsonPatch, 'if-match': 'W/"7"' },
      412,
      'version-conflict',
    ],
    ['in another form', [], { 'content-type': 'application/fhir+json' }, 400, 'input-invalid'],
    ['that is a resource', { resourceType: 'Device' }, { 'content-type': 'application/fhir+json' }, 400, 'input-invalid'],
    ['that is no list', {}, jsonPatch, 422, 'patch-invalid'],
  ])('%s is refused', async (_, patch, headers, status, code) => {
    const { body } = await send('POST', 'Device', aDevice('refused'));

    const answer = await send('PATCH', `Device/${body['id']}`, patch, headers as Record<string, string>);

    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  test('may be Parameters of FHIRPath operations', async () => {
    const { body } = await send('POST', 'Device', aDevice('by path'));
    const parameters = fhirPathPatch('Device', 'status', { valueCode: 'active' });

    const answer = await send('PATCH', `Device/${body['id']}`, parameters);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'active', meta: { versionId: '2' } });
    expect([answer.headers.get('etag'), answer.headers.get('location')]).toEqual([
      'W/"2"',
      `${gulou.url}/fhir/Device/${body['id']}/_history/2`,
    ]);
  });

  test.each<[string, string, unknown, Record<string, string>, string]>([
    ['a step of a JSON Patch', 'Device/{id}', [{ op: 'remove', path: '/x' }], jsonPatch, 'patch[0]'],
    [
      'an operation of a FHIRPath Patch',
      'Device/{id}',
      fhirPathPatch('Device.contact', 'value', { valueString: 'x' }),
      {},
      'Parameters.parameter[0]',
    ],
    ['the patched resource', 'Device/{id}', fhirPathPatch('Device', 'status', { valueCode: 'x' }), {}, 'Device.status'],
    ['a condition that finds nothing', 'Device?identifier=none', [], jsonPatch, 'condition'],
    ['an id that is not there', 'Device/none', [], jsonPatch, 'Device'],
  ])('names %s', async (_, path, patch, headers, place) => {
    const { body } = await send('POST', 'Device', aDevice('places'));

    const answer = await send('PATCH', path.replace('{id}', String(body['id'])), patch, headers);

    expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ expression: [place] }] });
  });

  test('changes what a condition finds; of several, none', async () => {
    await send('POST', 'Device', aDevice('single'));
    for (const _ of [1, 2]) await send('POST', 'Device', aDevice('double'));
    const patch = [{ op: 'add', path: '/status', value: 'active' }];

    const one = await send('PATCH', 'Device?identifier=urn:test|single', patch, jsonPatch);
    const several = await send('PATCH', 'Device?identifier=urn:test|double', patch, jsonPatch);
    const none = await send('PATCH', 'Device', patch, jsonPatch);

    expect(one).toMatchObject({ status: 200, body: { status: 'active' } });
    expect([several.status, codeOf(several)]).toEqual([412, 'reference-ambiguous']);
    expect([none.status, codeOf(none)]).toEqual([400, 'parameter-invalid']);
  });

  test('of a resident is in the audit log as reading and as writing', async () => {
    const patient = await register(gulou, aPerson());

    await send('PATCH', `Patient/${patient}`, [{ op: 'replace', path: '/gender', value: 'male' }], jsonPatch);

    const acts = await gulou.running.platform.database.sql`
      select action, what from audit.entry where resident = ${patient} order by action`;
    expect(acts).toEqual([
      { action: 'create', what: `Patient/${patient}` },
      { action: 'read', what: `Patient/${patient}` },
      { action: 'update', what: `Patient/${patient}` },
    ]);
  });
});

describe('a writer who prefers', () => {
  const bodyFor = async (prefer: string, method: string, path: string, body?: unknown) => {
    const init = { method, headers: { prefer: `return=${prefer}` }, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await gulou.fhir(path, init);
    return { ...answer, type: (answer.body as { resourceType?: string } | undefined)?.resourceType };
  };

  test.each<[string, () => Promise<[string, string, unknown?]>]>([
    ['create', async () => ['POST', 'Device', aDevice('prefers')]],
    ['conditional create', async () => ['POST', 'Device', aDevice('prefers')]],
    ['update', async () => ['PUT', 'Device/prefers', { ...aDevice('prefers'), id: 'prefers' }]],
    ['conditional update', async () => ['PUT', 'Device?identifier=urn:test|prefers-put', aDevice('prefers-put')]],
    [
      'patch',
      async () => [
        'PATCH',
        `Device/${await register(gulou, aDevice('prefers'))}`,
        fhirPathPatch('Device', 'status', { valueCode: 'active' }),
      ],
    ],
  ])('nothing, the resource or an outcome gets it from a %s, with version and place', async (_, make) => {
    const answers = [];
    for (const prefer of ['minimal', 'representation', 'OperationOutcome']) {
      const [method, path, body] = await make();
      answers.push(await bodyFor(prefer, method, path, body));
    }

    expect(answers.map(({ type }) => type)).toEqual([undefined, 'Device', 'OperationOutcome']);
    for (const { status, headers } of answers) {
      expect([200, 201]).toContain(status);
      expect(headers.get('etag')).toMatch(/^W\/"\d+"$/);
      expect(headers.get('location')).toMatch(/\/fhir\/Device\/[^/]+\/_history\/\d+$/);
      expect(headers.get('last-modified')).toMatch(/GMT$/);
    }
  });

  test('an outcome gets one from a delete', async () => {
    const id = await register(gulou, aDevice('leaving'));

    const [first, second] = [
      await bodyFor('OperationOutcome', 'DELETE', `Device/${id}`),
      await bodyFor('minimal', 'DELETE', `Device/${id}`),
    ];

    expect([first.status, first.type, first.headers.get('etag')]).toEqual([200, 'OperationOutcome', 'W/"2"']);
    expect([second.status, second.type]).toEqual([204, undefined]);
  });

  test('the resources gets them in the answer to a bundle', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: aDevice('in bundle'), request: { method: 'POST', url: 'Device' } }],
    };

    const answer = await gulou.fhir('', {
      method: 'POST',
      body: JSON.stringify(bundle),
      headers: { prefer: 'return=representation' },
    });

    expect(answer.body).toMatchObject({
      entry: [{ resource: { resourceType: 'Device' }, response: { status: '201', etag: 'W/"1"' } }],
    });
  });
});
