import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork, toAnswer } from '../../../tests/support/network.ts';
import { aPerson, post, put, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let patient: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  patient = await register(gulou, aPerson());
});
afterAll(() => network[Symbol.asyncDispose]());

const HTML = '<script>fetch("/api/residents")</script>';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 13, 10]);

const call = async (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${gulou.url}/fhir/${path}`, { ...init, headers: { authorization: `Bearer ${await gulou.token()}`, ...init.headers } });
const write = (method: string, path: string, type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  call(path, {
    method,
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': type, ...headers },
  });
const asResource = { accept: 'application/fhir+json' };
const idIn = (answer: Response): string => answer.headers.get('location')?.split('/').at(-3) ?? '';
const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());

describe('a body of any type', () => {
  test.each<[string, string, Buffer, string]>([
    ['an X-ray picture', 'image/png', PNG, 'image/png'],
    ['a discharge letter', 'application/pdf', Buffer.from('%PDF-1.7'), 'application/pdf'],
    ['a text with its charset', 'text/plain; charset=gb18030', Buffer.from([0xc4, 0xe3]), 'text/plain; charset=gb18030'],
    ['JSON that is no Binary', 'application/json', Buffer.from('{"resourceType":"Patient", "x": 1.0}'), 'application/json'],
    ['JSON that is none', 'application/json', Buffer.from('{'), 'application/json'],
    ['a form', 'application/x-www-form-urlencoded', Buffer.from('a=1&b'), 'application/x-www-form-urlencoded'],
    ['nothing', 'text/csv', Buffer.alloc(0), 'text/csv'],
  ])('is kept and read to the byte: %s', async (_, type, bytes, expected) => {
    const created = await write('POST', 'Binary', type, bytes);

    const read = await call(`Binary/${idIn(created)}`);

    expect([created.status, await created.text(), created.headers.get('etag')]).toEqual([201, '', 'W/"1"']);
    expect([read.status, read.headers.get('content-type')]).toEqual([200, expected]);
    expect(await bytesOf(read)).toEqual(bytes);
  });

  test('is the resource of base64 to who asks for FHIR', async () => {
    const id = idIn(await write('POST', 'Binary', 'image/png', PNG));

    const answers = await Promise.all([call(`Binary/${id}`, { headers: asResource }), call(`Binary/${id}?_format=json`)]);

    for (const answer of answers)
      expect(await toAnswer(answer)).toMatchObject({
        status: 200,
        body: { resourceType: 'Binary', id, contentType: 'image/png', data: PNG.toString('base64'), meta: { versionId: '1' } },
      });
  });

  test('replaces what is there, and every version keeps its own type', async () => {
    const id = crypto.randomUUID();

    const first = await write('PUT', `Binary/${id}`, 'text/plain', 'first');
    const stale = await write('PUT', `Binary/${id}`, 'text/plain', 'other', { 'if-match': 'W/"7"' });
    const second = await write('PUT', `Binary/${id}`, 'image/png', PNG, { 'if-match': 'W/"1"' });

    const [former, current] = await Promise.all([call(`Binary/${id}/_history/1`), call(`Binary/${id}/_history/2`)]);
    expect([first.status, stale.status, second.status]).toEqual([201, 412, 200]);
    expect([former.headers.get('content-type'), await former.text()]).toEqual(['text/plain', 'first']);
    expect([current.headers.get('content-type'), await bytesOf(current)]).toEqual(['image/png', PNG]);
  });

  test('written as a resource is read in its own format all the same', async () => {
    const binary = { resourceType: 'Binary', contentType: 'text/plain', data: Buffer.from('你好').toString('base64') };

    const answers = await Promise.all([
      gulou.fhir('Binary', post(binary)),
      gulou.fhir('Binary', post(binary, { 'content-type': 'application/json' })),
    ]);

    for (const { status, body } of answers) {
      const { id }: { id: string } = body;
      expect([status, await (await call(`Binary/${id}`)).text()]).toEqual([201, '你好']);
    }
  });

  test('answers to HEAD and to conditions of a read without the content', async () => {
    const id = idIn(await write('POST', 'Binary', 'image/png', PNG));

    const head = await call(`Binary/${id}`, { method: 'HEAD' });
    const known = await call(`Binary/${id}`, { headers: { 'if-none-match': 'W/"1"' } });

    expect([head.status, head.headers.get('content-type'), head.headers.get('content-length')]).toEqual([200, 'image/png', '8']);
    expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', 'W/"1"']);
  });

  test.each(['text/html', 'image/svg+xml', 'application/xhtml+xml'])(
    'that a browser would run is saved, and has no rights: %s',
    async (type) => {
      const id = idIn(await write('POST', 'Binary', type, HTML));

      for (const path of [`Binary/${id}`, `Binary/${id}/_history/1`]) {
        const { headers } = await call(path, { headers: { accept: 'text/html,*/*;q=0.8' } });

        expect(headers.get('content-disposition')).toBe(`attachment; filename="${id}"`);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'none'");
        expect(headers.get('cache-control')).toBe('no-store');
      }
    },
  );

  test.each<[string, () => Promise<Response>, number, string]>([
    ['in FHIR XML', () => write('POST', 'Binary', 'application/fhir+xml', '<Binary/>'), 415, 'media-type-unsupported'],
    [
      'compressed on the way',
      () => write('POST', 'Binary', 'text/plain', PNG, { 'content-encoding': 'gzip' }),
      415,
      'media-type-unsupported',
    ],
    ['of a type that is none', () => write('POST', 'Binary', 'picture', PNG), 415, 'media-type-unsupported'],
    [
      'with an empty context',
      () => write('POST', 'Binary', 'text/plain', 'x', { 'x-security-context': ' ' }),
      400,
      'input-invalid',
    ],
    ['read as FHIR XML', () => call('Binary/1?_format=xml'), 404, 'resource-unknown'],
    ['of another type of resource', () => write('POST', 'Patient', 'image/png', PNG), 415, 'media-type-unsupported'],
    ['broken as FHIR', () => write('POST', 'Binary', 'application/fhir+json', '{'), 400, 'json-malformed'],
    ['of no type as FHIR', () => write('POST', 'Binary', 'application/fhir+json', '{}'), 400, 'input-invalid'],
  ])('%s is refused', async (_, attempt, status, code) => {
    const answer = await toAnswer(await attempt());

    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  test.each<[string, Record<string, string>]>([
    ['?_format=xml', {}],
    ['?_format=application/pdf', {}],
    ['', { accept: 'application/fhir+xml' }],
  ])('is not made another format: "%s" %j', async (query, headers) => {
    const id = idIn(await write('POST', 'Binary', 'image/png', PNG));

    const answer = await toAnswer(await call(`Binary/${id}${query}`, { headers }));

    expect([answer.status, codeOf(answer)]).toEqual([406, 'format-unsupported']);
  });

  test('is refused beyond the largest body', async () => {
    const limit = gulou.settings.maxBodyMegabytes * 1024 * 1024;

    const answer = await toAnswer(await write('POST', 'Binary', 'application/octet-stream', Buffer.alloc(limit + 1)));

    expect([answer.status, codeOf(answer)]).toEqual([413, 'too-large']);
  });

  test('may have some megabytes', async () => {
    const bytes = Buffer.alloc(5 * 1024 * 1024, 'x-ray');

    const id = idIn(await write('POST', 'Binary', 'application/dicom', bytes));

    expect((await bytesOf(await call(`Binary/${id}`))).equals(bytes)).toBe(true);
  });
});

describe('X-Security-Context', () => {
  test('is the security context of the resource, relative, and is told with the content', async () => {
    const absolute = `${gulou.url}/fhir/Patient/${patient}`;

    const id = idIn(await write('POST', 'Binary', 'image/png', PNG, { 'x-security-context': absolute }));

    const { body }: { body: { securityContext: object } } = await toAnswer(await call(`Binary/${id}`, { headers: asResource }));
    const read = await call(`Binary/${id}`);
    expect(body.securityContext).toEqual({ reference: `Patient/${patient}` });
    expect(read.headers.get('x-security-context')).toBe(`Patient/${patient}`);
    expect(id.slice(0, 13)).toBe(patient.slice(0, 13));
  });

  test('stays where new content comes without it, and goes where the resource comes without it', async () => {
    const id = crypto.randomUUID();
    const context = async () => (await call(`Binary/${id}`)).headers.get('x-security-context');

    await write('PUT', `Binary/${id}`, 'image/png', PNG, { 'x-security-context': `Patient/${patient}` });
    await write('PUT', `Binary/${id}`, 'text/plain', 'new');
    const kept = await context();
    await gulou.fhir(`Binary/${id}`, put({ resourceType: 'Binary', id, contentType: 'text/plain' }));

    expect([kept, await context()]).toEqual([`Patient/${patient}`, null]);
  });

  test('is said again where a condition finds the Binary: new content alone would take it away', async () => {
    const [value, context] = [crypto.randomUUID(), { 'x-security-context': `Patient/${patient}` }];
    const id = idIn(await write('POST', 'Binary', 'image/png', PNG, context));

    const refused = await write('PUT', `Binary?_id=${id}`, 'text/plain', value);
    const written = await write('PUT', `Binary?_id=${id}`, 'text/plain', value, context);

    expect([refused.status, written.status]).toEqual([400, 200]);
    expect((await call(`Binary/${id}`)).headers.get('x-security-context')).toBe(`Patient/${patient}`);
  });

  test.each(['Patient/nobody', 'https://elsewhere.example/fhir/Patient/1', 'Binary/1', 'Nothing/1', 'urn:uuid:1', '#x'])(
    '%s, which decides nothing here, is refused: what it was to protect would be open',
    async (reference) => {
      const answers = await Promise.all([
        toAnswer(await write('POST', 'Binary', 'image/png', PNG, { 'x-security-context': reference })),
        gulou.fhir('Binary', post({ resourceType: 'Binary', contentType: 'image/png', securityContext: { reference } })),
      ]);

      for (const answer of answers) expect(answer.status).toBe(422);
    },
  );
});

describe('other routes of Binary', () => {
  test('are those of every type', async () => {
    const id = idIn(await write('POST', 'Binary', 'image/png', PNG));

    const answers = await Promise.all(
      [`Binary?_id=${id}`, 'Binary/_history', `Binary/${id}/_history`, 'Binary/$meta', `Binary/${id}/$meta`].map((path) =>
        gulou.fhir(path),
      ),
    );

    expect(answers.map(({ status, body }) => [status, (body as { resourceType: string }).resourceType])).toEqual([
      [200, 'Bundle'],
      [200, 'Bundle'],
      [200, 'Bundle'],
      [200, 'Parameters'],
      [200, 'Parameters'],
    ]);
  });
});
