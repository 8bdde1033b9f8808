import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, IDENTITY, post, put, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

interface Outcome {
  readonly resourceType: string;
  readonly issue: readonly { readonly code: string; readonly expression?: readonly string[]; readonly diagnostics: string }[];
}

/** A path exactly as written: `fetch` would tidy it up. */
async function raw(path: string, method = 'GET'): Promise<{ status: number; type: string; text: string }> {
  const authorization = `Bearer ${await gulou.token()}`;
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gulou.url);
    const sent = request({ hostname, port, path, method, headers: { authorization } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject).end();
  });
}

const NAME = '欧阳测试';
const NUMBER = anIdentityNumber('1977-07-07');

describe('an error below /fhir', () => {
  test.each<[string, number, string, () => Promise<[string, RequestInit?]>]>([
    ['an unknown type', 404, 'not-supported', async () => ['Resident/1']],
    ['a type in small letters', 404, 'not-supported', async () => ['patient']],
    ['a property of all objects as type', 404, 'not-supported', async () => ['constructor/1']],
    ['an unknown id', 404, 'not-found', async () => ['Patient/unknown']],
    ['an id with a blank', 404, 'not-found', async () => ['Patient/a%20b']],
    ['an id with a path in it', 404, 'not-found', async () => ['Patient/..%2f..%2fetc%2fpasswd']],
    ['an id of 900 letters', 404, 'not-found', async () => [`Patient/${'x'.repeat(900)}`]],
    ['an id with SQL in it', 404, 'not-found', async () => ["Patient/'%20or%20''='"]],
    ['an id with a NUL', 400, 'invalid', async () => ['Patient/a%00b']],
    ['a number with a NUL', 400, 'invalid', async () => ['Patient?identifier=a%00b']],
    ['a version that is none', 404, 'not-found', async () => ['Patient/unknown/_history/one']],
    ['a version beyond all numbers', 404, 'not-found', async () => ['Patient/unknown/_history/99999999999']],
    ['an operation that is not there', 404, 'not-supported', async () => ['Patient/1/$merge/now']],
    ['a PUT under a wrong id', 400, 'invalid', async () => ['Patient/a_b', put({ resourceType: 'Patient', id: 'a_b' })]],
    ['a body that is no JSON', 400, 'structure', async () => ['Patient', { method: 'POST', body: '{"resourceType":' }]],
    ['a body that is no object', 400, 'invalid', async () => ['Patient', post([1])]],
    ['a body of another type', 400, 'invalid', async () => ['Patient', post({ resourceType: 'Observation' })]],
    ['a content type that is not read', 415, 'not-supported', async () => ['Patient', post({}, { 'content-type': 'text/csv' })]],
    ['an empty element', 422, 'structure', async () => ['Patient', post(aPerson({ contact: [] }))]],
    ['a text with a NUL', 422, 'structure', async () => ['Patient', post(aPerson({ name: 'a\u0000b' }))]],
    [
      'half of a character',
      422,
      'structure',
      async () => ['Patient', { method: 'POST', body: '{"resourceType":"Patient","language":"\\ud800"}' }],
    ],
    [
      'a number with a wrong check character',
      422,
      'value',
      async () => ['Patient', post(aPerson({ number: '350102197707070001' }))],
    ],
    [
      'a parameter that is not known, handled strictly',
      400,
      'not-supported',
      async () => ['Patient?colour=red', { headers: { prefer: 'handling=strict' } }],
    ],
    ['a date that is none', 400, 'value', async () => ['Observation?date=yesterday']],
    ['a sort that is not there', 400, 'value', async () => ['Patient?_sort=colour']],
    ['a page link that was changed', 400, 'value', async () => ['Patient?_cursor=abc']],
    ['a bundle that is none', 400, 'invalid', async () => ['', post({ resourceType: 'Patient' })]],
    [
      'a bundle to be stored, not carried out',
      400,
      'invalid',
      async () => ['', post({ resourceType: 'Bundle', type: 'document' })],
    ],
    ['a number without its system', 400, 'value', async () => ['Patient/$record?identifier=123']],
    ['a handle that was changed', 400, 'value', async () => ['Patient/$record?handle=abc']],
    ['a record of nobody', 404, 'not-found', async () => ['Patient/$record?identifier=urn:x|1']],
    ['everything of nobody', 404, 'not-found', async () => ['Patient/unknown/$everything']],
  ])('%s is answered as OperationOutcome', async (_, status, code, make) => {
    const [path, init] = await make();

    const answer = await gulou.fhir(path, init);

    const outcome: Outcome = answer.body;
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    expect(outcome).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
  });

  test.each<[string, string, RequestInit]>([
    ['Patient.gender', 'Patient', post(aPerson({ name: NAME, number: NUMBER, gender: NAME }))],
    ['Patient.birthDate', 'Patient', post(aPerson({ name: NAME, number: NUMBER, birthDate: NUMBER }))],
    ['Patient.identifier[0].value', 'Patient', post(aPerson({ name: NAME, number: `${NUMBER}0` }))],
    ['Patient.contact', 'Patient', post(aPerson({ name: NAME, number: NUMBER, contact: [] }))],
    ['Patient', `Patient/${NUMBER}`, {}],
    ['Observation', `Observation/${NUMBER}`, { method: 'GET' }],
    ['Patient', `Patient/${NUMBER}/_history`, {}],
    ['Patient', `Patient/${NUMBER}`, put({ resourceType: 'Patient', id: NUMBER }, { 'if-match': 'W/"3"' })],
    ['If-Match', 'Patient/a', put({ resourceType: 'Patient', id: 'a' }, { 'if-match': NUMBER })],
    ['date', `Observation?date=${NUMBER}`, {}],
    ['identifier', `Patient/$record?identifier=${NUMBER}`, {}],
    ['Bundle.type', '', post({ resourceType: 'Bundle', type: NAME })],
  ])('names the place %s, and never a name or number', async (place, path, init) => {
    const answer = await gulou.fhir(path, init);

    const { issue }: Outcome = answer.body;
    const text = JSON.stringify(issue);
    expect(issue[0]?.expression).toEqual([place]);
    expect(text).not.toContain(NAME);
    expect(text).not.toContain(NUMBER);
  });

  test('an address that cannot be decoded is answered in the same way, without repeating it', async () => {
    const answer = await raw(`/fhir/Patient/${NUMBER}%E0%A4%A`);

    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(/^application\/fhir\+json/);
    expect(answer.text).not.toContain(NUMBER);
  });

  test('a body beyond all measure is refused', async () => {
    const body = `{"resourceType":"Patient","text":"${'x'.repeat(65 * 1024 * 1024)}"}`;

    const answer = await gulou.fhir('Patient', { method: 'POST', body });

    expect(answer).toMatchObject({ status: 413, body: { issue: [{ code: 'too-costly' }] } });
  });

  test.each([
    ['a resource', (deep: string) => ['Patient', `{"resourceType":"Patient","contained":${deep}}`]],
    ['a batch', (deep: string) => ['', `{"resourceType":"Bundle","type":"batch","entry":[{"resource":${deep}}]}`]],
    [
      'a resource in a batch',
      (deep: string) => [
        '',
        `{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Basic","extension":${deep}},"request":{"method":"POST","url":"Basic"}}]}`,
      ],
    ],
  ])('%s nested a hundred thousand times fells nobody', async (_, make) => {
    const [path = '', body = ''] = make('['.repeat(100_000) + ']'.repeat(100_000));

    const answer = await gulou.fhir(path, { method: 'POST', body });

    expect(answer.status).toBeLessThan(500);
    expect((await gulou.fhir('Patient?_count=1')).status).toBe(200);
  });

  test('what a bug throws is told to nobody but the log', async () => {
    const { sql } = gulou.running.platform.database;
    const patient = await register(gulou, aPerson({ name: NAME }));
    await sql`alter table audit.entry rename to entry_away`;

    const answer = await gulou.fhir(`Patient/${patient}`);

    await sql`alter table audit.entry_away rename to entry`;
    expect(answer).toMatchObject({
      status: 500,
      body: { issue: [{ code: 'exception', diagnostics: 'See the log under this request id' }] },
    });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('handling of unknown parameters', () => {
  test('lenient by default: they are ignored, and the answer says which', async () => {
    await register(gulou, anObservation(await register(gulou, aPerson())));

    const answer = await gulou.fhir('Observation?colour=red&_count=1');

    const bundle: { entry: { search: { mode: string }; resource: Outcome }[]; link: { url: string }[] } = answer.body;
    const warning = bundle.entry.find(({ search }) => search.mode === 'outcome');
    expect(warning?.resource.issue).toMatchObject([{ severity: 'warning', diagnostics: 'colour' }]);
    expect(bundle.link[0]?.url).toBe(`${gulou.url}/fhir/Observation?_count=1`);
  });

  test('the number that was searched for does not come back but in the link', async () => {
    const number = anIdentityNumber();

    const answer = await gulou.fhir(`Patient?identifier=${IDENTITY}|${number}`);

    expect(answer.body).not.toHaveProperty('entry');
  });
});
