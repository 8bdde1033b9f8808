import { type OutgoingHttpHeaders, request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let token: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  token = await gulou.token();
});
afterAll(() => network[Symbol.asyncDispose]());

interface Answered {
  readonly status: number;
  readonly text: string;
  /** Of an OperationOutcome: the places that its issues name. */
  readonly places: readonly string[];
  readonly type: string | undefined;
}

/** A request as written, byte by byte: nothing tidies up its path, headers or body. */
function send(method: string, path: string, body?: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<Answered> {
  const { hostname, port } = new URL(gulou.url);
  const type = body === undefined ? {} : { 'content-type': 'application/fhir+json' };
  return new Promise((resolve, reject) => {
    const options = {
      hostname,
      port,
      path: `/fhir/${path}`,
      method,
      agent: false as const,
      headers: { authorization: `Bearer ${token}`, ...type, ...headers },
    };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(read(response.statusCode ?? 0, Buffer.concat(chunks).toString())));
    });
    sent.on('error', reject).end(body);
  });
}

function read(status: number, text: string): Answered {
  const body: { resourceType?: string; issue?: { expression?: string[] }[] } = text.startsWith('{') ? JSON.parse(text) : {};
  return { status, text, type: body.resourceType, places: (body.issue ?? []).flatMap(({ expression }) => expression ?? []) };
}

const create = (type: string, elements: string) => send('POST', type, `{"resourceType":"${type}",${elements}}`);
const observation = (elements: string) => create('Observation', `"status":"final","code":{"text":"x"},${elements}`);
const bundle = (type: string, ...entries: object[]) =>
  send('POST', '', JSON.stringify({ resourceType: 'Bundle', type, entry: entries }));
const basic = (id: string, elements: object = {}) => ({ resourceType: 'Basic', id, code: { text: 'x' }, ...elements });
const putting = (resource: { resourceType: string; id: string }, more: object = {}) => ({
  ...more,
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});
const count = async (type: string, query: string) =>
  JSON.parse((await send('GET', `${type}?${query}&_summary=count`)).text).total as number;

describe('a body that is wrong', () => {
  test.each<[string, number, string | undefined, () => Promise<Answered>]>([
    ['nothing', 400, 'body', () => send('POST', 'Patient', '')],
    ['a blank', 400, 'body', () => send('POST', 'Patient', ' ')],
    ['null', 400, 'Patient', () => send('POST', 'Patient', 'null')],
    ['a number', 400, 'Patient', () => send('POST', 'Patient', '1')],
    ['a text', 400, 'Patient', () => send('POST', 'Patient', '"Patient"')],
    ['a list', 400, 'Patient', () => send('POST', 'Patient', '[{"resourceType":"Patient"}]')],
    ['an object of no type', 400, 'Patient.resourceType', () => send('POST', 'Patient', '{}')],
    ['of a type that is a list', 400, 'Patient.resourceType', () => send('POST', 'Patient', '{"resourceType":["Patient"]}')],
    ['cut off', 400, 'body', () => send('POST', 'Patient', '{"resourceType":"Patient","name":[{"text":"')],
    ['followed by more', 400, 'body', () => send('POST', 'Patient', '{"resourceType":"Patient"}{}')],
    ['with a comma too many', 400, 'body', () => send('POST', 'Patient', '{"resourceType":"Patient",}')],
    ['with NaN', 400, 'body', () => observation('"valueQuantity":{"value":NaN}')],
    ['with 01', 400, 'body', () => observation('"valueInteger":01')],
    ['in UTF-16', 400, 'body', () => send('POST', 'Patient', Buffer.from('{"resourceType":"Patient"}', 'utf16le'))],
    ['with a text where a list belongs', 422, 'Patient.name', () => create('Patient', '"name":"x"')],
    ['with a list where a text belongs', 422, 'Patient.gender', () => create('Patient', '"gender":["male"]')],
    ['with a number where a text belongs', 422, 'Patient.name[0].text', () => create('Patient', '"name":[{"text":1}]')],
    ['with a text where a number belongs', 422, 'Observation.value.value', () => observation('"valueQuantity":{"value":"1"}')],
    ['with a list in a list', 422, 'Patient.name[0]', () => create('Patient', '"name":[[{"text":"x"}]]')],
    ['with null as an element', 422, 'Patient.name', () => create('Patient', '"name":null')],
    ['with an element that R4 does not have', 422, 'Patient', () => create('Patient', '"nickname":"x"')],
    ['with __proto__', 422, 'Patient', () => create('Patient', '"__proto__":{"x":1}')],
    ['with constructor', 422, 'Patient', () => create('Patient', '"constructor":{"prototype":{"x":1}}')],
    ['with __proto__ inside', 422, 'Patient.name[0]', () => create('Patient', '"name":[{"__proto__":{"text":"x"}}]')],
    ['with a NUL', 422, 'Patient.language', () => create('Patient', '"language":"a\\u0000b"')],
    ['with a NUL in a name of an element', 422, 'Patient', () => create('Patient', '"a\\u0000b":"x"')],
    ['with half of a character', 422, 'Patient.name[0].text', () => create('Patient', '"name":[{"text":"\\ud83d"}]')],
    ['with the other half first', 422, 'Patient.name[0].text', () => create('Patient', '"name":[{"text":"\\udc00\\ud800"}]')],
    ['with an id that is a path', 422, 'Patient.id', () => create('Patient', '"id":"../x"')],
    ['with a fraction as a whole number', 422, 'Observation.value', () => observation('"valueInteger":1.5')],
    ['with a whole number beyond 32 bits', 422, 'Observation.value', () => observation('"valueInteger":99999999999999999999')],
    ['with two values of one choice', 422, 'Observation.value', () => observation('"valueInteger":1,"valueString":"x"')],
  ])('%s is refused', async (_, status, place, make) => {
    const answer = await make();

    expect(answer).toMatchObject({ status, type: 'OperationOutcome' });
    if (place) expect(answer.places[0]).toBe(place);
  });

  test.each<[string, () => Promise<Answered>]>([
    ['a byte order mark', () => send('POST', 'Basic', '\ufeff{"resourceType":"Basic","code":{"text":"x"}}')],
    [
      'a charset that is written otherwise',
      () => send('POST', 'Basic', JSON.stringify(basic('x')), { 'content-type': 'application/fhir+json;charset="UTF-8"' }),
    ],
    [
      'the type application/json',
      () => send('POST', 'Basic', JSON.stringify(basic('x')), { 'content-type': 'application/json' }),
    ],
    ['blanks around it', () => send('POST', 'Basic', ' \r\n\t{"resourceType":"Basic","code":{"text":"x"}}\n')],
  ])('with %s is taken', async (_, make) => {
    expect((await make()).status).toBe(201);
  });

  test.each<[string, number, string]>([
    ['text/csv', 415, 'Content-Type'],
    ['application/fhir+xml', 415, 'Content-Type'],
    ['application/fhir+json; charset=iso-8859-1', 415, 'Content-Type'],
    ['application/fhir+json; charset=utf-16', 415, 'Content-Type'],
    ['/', 415, 'Content-Type'],
  ])('as %s is refused', async (type, status, place) => {
    const answer = await send('POST', 'Basic', JSON.stringify(basic('x')), { 'content-type': type });

    expect(answer).toMatchObject({ status, type: 'OperationOutcome', places: [place] });
  });

  test("with an element twice is refused: which of them would count is nobody's guess", async () => {
    const answers = [
      await create('Patient', '"gender":"male","gender":"female"'),
      await create('Patient', '"name":[{"text":"a","text":"b"}]'),
      await create('Patient', '"gender":"male","g\\u0065nder":"female"'),
    ];

    for (const answer of answers) expect(answer).toMatchObject({ status: 400, type: 'OperationOutcome' });
    expect(answers.flatMap(({ places }) => places)).toEqual(['gender', 'name[0].text', 'gender']);
  });

  test.each([
    ['a million letters', 201, `"text":"${'x'.repeat(1_000_000)}"`],
    ['two million letters', 422, `"text":"${'x'.repeat(2_000_000)}"`],
  ])('with a text of %s is answered', async (_, status, name) => {
    expect((await create('Patient', `"name":[{${name}}]`)).status).toBe(status);
  });

  test.each(['1.00', '1.50', '-0.0', '12345678901234567890.123456789', '0.000000000000000000001', '1e3', '1E-7'])(
    'the number %s comes back as it was written',
    async (number) => {
      const answer = await observation(`"valueQuantity":{"value":${number}}`);
      const { id } = JSON.parse(answer.text) as { id: string };

      expect(answer.text).toContain(`"value":${number}}`);
      expect((await send('GET', `Observation/${id}`)).text).toContain(`"value":${number}}`);
    },
  );

  test.each(['1e400', '-1e400', '1e-400', `1${'0'.repeat(400)}`, `0.${'1'.repeat(5000)}`])(
    'a number like %s is kept, or refused with its place',
    async (number) => {
      const answer = await observation(`"valueQuantity":{"value":${number}}`);

      if (answer.status === 201) expect(answer.text).toContain(`"value":${number}}`);
      else expect(answer).toMatchObject({ status: 422, places: ['Observation.value.value'] });
    },
  );

  test.each([
    ['lists', '['.repeat(100_000), ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000), `1${'}'.repeat(100_000)}`],
    ['extensions', '[{"url":"x","extension":'.repeat(5000), `[]${'}]'.repeat(5000)}`],
    ['lists that do not end', '['.repeat(100_000), ''],
  ])('of %s inside each other is refused wherever it stands', async (_, open, close) => {
    const deep = `${open}${close}`;
    const paths: [string, string, string, OutgoingHttpHeaders?][] = [
      ['POST', 'Patient', deep],
      ['POST', 'Patient', `{"resourceType":"Patient","extension":${deep}}`],
      ['PUT', 'Patient/deep', `{"resourceType":"Patient","id":"deep","extension":${deep}}`],
      ['PATCH', 'Patient/deep', `[{"op":"add","path":"/x","value":${deep}}]`, { 'content-type': 'application/json-patch+json' }],
      ['PATCH', 'Patient/deep', `{"resourceType":"Parameters","parameter":${deep}}`],
      ['POST', '', `{"resourceType":"Bundle","type":"batch","entry":${deep}}`],
      ['POST', 'Patient/x/$meta-add', `{"resourceType":"Parameters","parameter":${deep}}`],
    ];

    for (const [method, path, body, headers] of paths) {
      const { status, type } = await send(method, path, body, headers);
      expect([400, 404, 413, 422]).toContain(status);
      expect(type).toBe('OperationOutcome');
    }
  });
});

describe('an address that is wrong', () => {
  test.each<[string, string, number]>([
    ['of an unknown type', 'Resident', 404],
    ['of a type in small letters', 'patient/1', 404],
    ['of a type that all objects have', '__proto__/1', 404],
    ['with an encoded slash in the id', 'Patient/a%2Fb', 404],
    ['with an encoded way up in the id', 'Patient/%2e%2e%2f%2e%2e%2fetc', 404],
    ['with a way up', 'Patient/../../etc/passwd', 404],
    ['with dots alone as id', 'Patient/..', 404],
    ['with a backslash', 'Patient/..%5c..', 404],
    ['with a broken percent sign', 'Patient/%', 400],
    ['with half of a percent encoding', 'Patient/%E0%A4%A', 400],
    ['with a broken percent sign in the query', 'Patient?name=%', 400],
    ['with bytes that are no text in the query', 'Patient?name=%ff%fe', 400],
    ['with a NUL', 'Patient/a%00', 400],
    ['with an id of a thousand letters', `Patient/${'x'.repeat(1000)}`, 404],
    ['with an id of two thousand letters', `Patient/${'x'.repeat(2000)}`, 404],
    ['with an id of ten thousand letters', `Patient/${'x'.repeat(10_000)}`, 404],
    ['with two questions', 'Patient?name=a?name=b', 200],
    ['with thousands of parameters', `Patient?${Array.from({ length: 1500 }, (_, index) => `n${index}=1`).join('&')}`, 413],
    ['with the same parameter hundreds of times', `Patient?${'gender=male&'.repeat(900)}`, 413],
    ['with hundreds of values', `Patient?gender=${'male,'.repeat(2000)}male`, 413],
    ['with a value of ten thousand letters', `Patient?name=${'x'.repeat(10_000)}`, 200],
    ['with an operator for a name', 'Patient?;drop%20table=1', 200],
  ])('%s is answered', async (_, path, status) => {
    const answer = await send('GET', path);

    expect(answer.status).toBe(status);
    expect(answer.type).toBe(status === 200 ? 'Bundle' : 'OperationOutcome');
  });

  test('longer than a server reads is refused', async () => {
    const answer = await send('GET', `Patient?name=${'x'.repeat(100_000)}`);

    expect([414, 431]).toContain(answer.status);
  });

  test('of a write with a path in the id writes nothing', async () => {
    for (const id of ['a%2Fb', '..%2F..%2Fx', 'a%20b', 'a_b', 'x'.repeat(65)])
      for (const [method, body] of [
        ['PUT', JSON.stringify(basic(decodeURIComponent(id)))],
        ['DELETE', undefined],
      ] as const)
        expect([400, 404]).toContain((await send(method, `Basic/${id}`, body)).status);
  });
});

describe('a bundle that is wrong', () => {
  test.each<[string, number, string, () => Promise<Answered>]>([
    ['is of no type', 400, 'Bundle.type', () => send('POST', '', '{"resourceType":"Bundle"}')],
    [
      'has a text for its entries',
      400,
      'Bundle.entry',
      () => send('POST', '', '{"resourceType":"Bundle","type":"batch","entry":"x"}'),
    ],
    [
      'has null for an entry',
      400,
      'Bundle.entry[0]',
      () => send('POST', '', '{"resourceType":"Bundle","type":"transaction","entry":[null]}'),
    ],
    [
      'has an entry without a request',
      400,
      'Bundle.entry[1]',
      () => bundle('transaction', putting(basic('a')), { resource: basic('b') }),
    ],
    [
      'has a method that is none',
      400,
      'Bundle.entry[0].request.method',
      () => bundle('transaction', { request: { method: 'SEND', url: 'Basic' } }),
    ],
    [
      'has a method of all objects',
      400,
      'Bundle.entry[0].request.method',
      () => bundle('transaction', { request: { method: 'constructor', url: 'Basic' } }),
    ],
    [
      'has an address that is none',
      400,
      'Bundle.entry[0].request.url',
      () => bundle('transaction', { request: { method: 'GET', url: 1 } }),
    ],
    [
      'has an address of an unknown type',
      404,
      'Bundle.entry[0].request.url',
      () => bundle('transaction', { request: { method: 'GET', url: 'constructor/1' } }),
    ],
    [
      'has an address with a way up',
      400,
      'Bundle.entry[0].request.url',
      () => bundle('transaction', { request: { method: 'GET', url: 'Basic/../Patient' } }),
    ],
    [
      'has a condition that is no text',
      400,
      'Bundle.entry[0].request.ifNoneExist',
      () => bundle('transaction', { resource: basic('x'), request: { method: 'POST', url: 'Basic', ifNoneExist: 1 } }),
    ],
    [
      'writes one resource twice',
      400,
      'Bundle.entry[1]',
      () => bundle('transaction', putting(basic('twice')), putting(basic('twice'))),
    ],
    [
      'has one fullUrl twice',
      400,
      'Bundle.entry[1].fullUrl',
      () =>
        bundle('transaction', putting(basic('one'), { fullUrl: 'urn:uuid:a' }), putting(basic('two'), { fullUrl: 'urn:uuid:a' })),
    ],
    [
      'refers to what it does not have',
      422,
      'Bundle.entry[0].resource.subject',
      () => bundle('transaction', putting(basic('lost', { subject: { reference: 'urn:uuid:nowhere' } }))),
    ],
    [
      'has a resource of another type than its address',
      400,
      'Bundle.entry[0].resource.resourceType',
      () => bundle('transaction', { resource: basic('x'), request: { method: 'PUT', url: 'Patient/x' } }),
    ],
    [
      'has half of a character in a condition',
      400,
      'Bundle.entry[0].request.ifNoneExist',
      () =>
        bundle('transaction', { resource: basic('x'), request: { method: 'POST', url: 'Basic', ifNoneExist: 'identifier=%ff' } }),
    ],
    [
      'has a NUL in a condition',
      400,
      'Bundle.entry[0].request',
      () =>
        bundle('transaction', {
          resource: basic('x'),
          request: { method: 'POST', url: 'Basic', ifNoneExist: 'identifier=a%00' },
        }),
    ],
    [
      'has a NUL in a name',
      422,
      'Bundle.entry[0].resource',
      () => bundle('transaction', putting(basic('x', { 'a\u0000': 1 }), { fullUrl: 'urn:\u0000' })),
    ],
  ])('since it %s is refused with the place', async (_, status, place, make) => {
    const answer = await make();

    expect(answer).toMatchObject({ status, type: 'OperationOutcome', places: [place] });
  });

  test('whose resources refer to one another in a circle is carried out', async () => {
    const [one, two] = ['urn:uuid:7e6b54a9-cc0c-4d0e-8e0b-0123456789aa', 'urn:uuid:7e6b54a9-cc0c-4d0e-8e0b-0123456789bb'];
    const entry = (fullUrl: string, to: string) => ({
      fullUrl,
      resource: { resourceType: 'Basic', code: { text: 'circle' }, subject: { reference: to } },
      request: { method: 'POST', url: 'Basic' },
    });

    const answer = await bundle('transaction', entry(one, two), entry(two, one), entry('urn:uuid:self', 'urn:uuid:self'));

    expect(answer.status).toBe(200);
    const { entry: entries }: { entry: { response: { location: string } }[] } = JSON.parse(answer.text);
    const ids = entries.map(({ response }) => response.location.split('/')[1]);
    const subjects = await Promise.all(
      ids.map(async (id) => JSON.parse((await send('GET', `Basic/${id}`)).text).subject.reference),
    );
    expect(subjects).toEqual([`Basic/${ids[1]}`, `Basic/${ids[0]}`, `Basic/${ids[2]}`]);
  });

  test('of ten thousand entries, the last of them wrong, leaves nothing', async () => {
    const entries = Array.from({ length: 9_999 }, (_, index) =>
      putting(basic(`many-${index}`, { identifier: [{ value: 'many' }] })),
    );

    const answer = await bundle('transaction', ...entries, putting(basic('many-last', { code: 'x' })));

    expect(answer).toMatchObject({ status: 422, places: ['Bundle.entry[9999].resource.code'] });
    expect(await count('Basic', 'identifier=many')).toBe(0);
  });

  test('of more than ten thousand entries is refused', async () => {
    const answer = await bundle(
      'batch',
      ...Array.from({ length: 10_001 }, () => ({ request: { method: 'GET', url: 'Basic/x' } })),
    );

    expect(answer).toMatchObject({ status: 413, places: ['Bundle.entry'] });
  });
});

describe('whatever comes', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'resourceType',
      'id',
      'meta',
      'type',
      'entry',
      'resource',
      'request',
      'url',
      'method',
      'fullUrl',
      'name',
      'code',
    ),
    fc.constantFrom(
      'identifier',
      'extension',
      'contained',
      'reference',
      'value',
      'valueString',
      'parameter',
      'part',
      'op',
      'path',
      '__proto__',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const leaf = fc.oneof(
    fc.constantFrom(
      'Patient',
      'Basic',
      'Bundle',
      'transaction',
      'batch',
      'Parameters',
      'POST',
      'PATCH',
      'Basic/x',
      'add',
      '/name/0',
      'x',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.double(),
    fc.constantFrom(null, true, false, 1e300, -0),
  );
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(key, tie('any'), { maxKeys: 5 }),
    ),
  }));
  const object = fc.dictionary(key, any, { maxKeys: 6 });
  const isAnswered = async (answering: Promise<Answered>) => {
    const { status, type } = await answering;
    expect(status).toBeLessThan(500);
    if (status >= 400) expect(type).toBe('OperationOutcome');
  };

  test('as a resource is answered', async () => {
    await fc.assert(
      fc.asyncProperty(object, async (elements) =>
        isAnswered(send('POST', 'Patient', JSON.stringify({ ...elements, resourceType: 'Patient' }))),
      ),
      { numRuns: 100 },
    );
  });

  test('as a bundle is answered', async () => {
    const entry = fc.record({
      fullUrl: fc.oneof(leaf, fc.constant('urn:uuid:a')),
      resource: fc.oneof(
        any,
        object.map((elements) => ({ ...elements, resourceType: 'Basic' })),
      ),
      request: fc.record({
        method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', null),
        url: fc.oneof(leaf, fc.constantFrom('Basic', 'Basic/x', 'Basic?code=x', 'Basic/x/_history/1')),
        ifNoneExist: fc.oneof(leaf, fc.constant('code=x')),
        ifMatch: leaf,
        ifModifiedSince: leaf,
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('transaction', 'batch'),
        fc.array(fc.oneof(entry, any), { maxLength: 4 }),
        async (type, entries) => isAnswered(send('POST', '', JSON.stringify({ resourceType: 'Bundle', type, entry: entries }))),
      ),
      { numRuns: 100 },
    );
  });

  test('as a patch is answered', async () => {
    const id = await register(gulou, aPerson());
    await fc.assert(
      fc.asyncProperty(any, fc.boolean(), async (patch, isJson) => {
        const body = isJson ? patch : { resourceType: 'Parameters', parameter: patch };
        const type = isJson ? 'application/json-patch+json' : 'application/fhir+json';
        await isAnswered(send('PATCH', `Patient/${id}`, JSON.stringify(body), { 'content-type': type }));
      }),
      { numRuns: 100 },
    );
  });

  test('as a search is answered', async () => {
    const names = fc.constantFrom(
      'name',
      'identifier',
      'birthdate',
      '_id',
      '_lastUpdated',
      '_has:Observation:patient:code',
      'general-practitioner.name',
      '_sort',
      '_count',
      '_include',
      '_elements',
      '_cursor',
      '_total',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('|', ',', '\\', '$', 'gt', '1e400', '9999-99-99', '%', ':', '|a|b', '*'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.oneof(names, text), text), { maxLength: 4 }), async (parameters) =>
        isAnswered(send('GET', `Patient?${new URLSearchParams(parameters)}`)),
      ),
      { numRuns: 100 },
    );
  });

  test('as raw bytes is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) =>
        isAnswered(send('POST', 'Patient', Buffer.from(bytes))),
      ),
      { numRuns: 60 },
    );
  });
});
