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

const aRecord = async () => {
  const patient = await register(gulou, aPerson());
  const id = await register(gulou, anObservation(patient));
  const changed = (text: string) => ({ ...anObservation(patient), id, code: { text } });
  return { patient, id, changed };
};

describe('creating', () => {
  test('tells where the resource is and which version', async () => {
    const answer = await gulou.fhir('Patient', post(aPerson()));

    const { id, meta }: { id: string; meta: { lastUpdated: string } } = answer.body;
    expect(answer.status).toBe(201);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      location: `${gulou.url}/fhir/Patient/${id}/_history/1`,
      etag: 'W/"1"',
      'last-modified': new Date(meta.lastUpdated).toUTCString(),
      'content-type': 'application/fhir+json; charset=utf-8',
    });
  });

  test('with Prefer: return=minimal answers without the resource', async () => {
    const answer = await gulou.fhir('Patient', post(aPerson(), { prefer: 'return=minimal' }));

    expect(answer).toMatchObject({ status: 201, body: undefined });
    expect(answer.headers.get('location')).toContain('/fhir/Patient/');
  });

  test('an id of the sender is not taken over', async () => {
    const answer = await gulou.fhir('Patient', post(aPerson({ id: 'mine' })));

    expect(answer.status).toBe(201);
    expect(answer.body).not.toMatchObject({ id: 'mine' });
  });

  test('under If-None-Exist happens once, and the second answer is the first resource', async () => {
    const number = anIdentityNumber();
    const condition = { 'if-none-exist': `identifier=${IDENTITY}|${number}` };
    const first = await gulou.fhir('Patient', post(aPerson({ number }), condition));

    const second = await gulou.fhir('Patient', post(aPerson({ number, name: '另一个' }), condition));

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  test('under an If-None-Exist that finds two is refused', async () => {
    const number = anIdentityNumber();
    await register(gulou, aPerson({ number }));
    await register(gulou, aPerson({ number }));

    const answer = await gulou.fhir('Patient', post(aPerson({ number }), { 'if-none-exist': `identifier=${number}` }));

    expect(answer).toMatchObject({ status: 412, body: { issue: [{ code: 'multiple-matches', expression: ['If-None-Exist'] }] } });
  });

  test('a fault is told in the resource that was sent, under If-None-Exist too', async () => {
    const wrong = aPerson({ gender: 'man' });

    const answer = await gulou.fhir('Patient', post(wrong, { 'if-none-exist': 'identifier=x' }));

    expect(answer).toMatchObject({ status: 422, body: { issue: [{ expression: ['Patient.gender'] }] } });
  });
});

describe('changing', () => {
  test('with the version that was read makes the next one', async () => {
    const { id, changed } = await aRecord();

    const answer = await gulou.fhir(`Observation/${id}`, put(changed('新'), { 'if-match': 'W/"1"' }));

    expect(answer).toMatchObject({ status: 200, body: { id, meta: { versionId: '2' }, code: { text: '新' } } });
    expect(answer.headers.get('etag')).toBe('W/"2"');
  });

  test('with an older version is refused, and nothing changes', async () => {
    const { id, changed } = await aRecord();
    await gulou.fhir(`Observation/${id}`, put(changed('新')));

    const answer = await gulou.fhir(`Observation/${id}`, put(changed('旧'), { 'if-match': 'W/"1"' }));

    expect(answer).toMatchObject({ status: 412, body: { issue: [{ code: 'conflict' }] } });
    expect((await gulou.fhir(`Observation/${id}`)).body).toMatchObject({ code: { text: '新' } });
  });

  test('two desks at once: one wins, the other is told', async () => {
    const { id, changed } = await aRecord();

    const answers = await Promise.all(
      ['甲', '乙'].map((text) => gulou.fhir(`Observation/${id}`, put(changed(text), { 'if-match': 'W/"1"' }))),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('nothing is no new version', async () => {
    const { id, changed } = await aRecord();
    await gulou.fhir(`Observation/${id}`, put(changed('新')));

    const answer = await gulou.fhir(`Observation/${id}`, put(changed('新')));

    expect(answer).toMatchObject({ status: 200, body: { meta: { versionId: '2' } } });
  });

  test.each([
    ['an If-Match that is no version', '*', 400],
    ['an If-Match of nothing', 'W/"7"', 412],
  ])('with %s is refused', async (_, ifMatch, status) => {
    const { id, changed } = await aRecord();

    const answer = await gulou.fhir(`Observation/${id}`, put(changed('新'), { 'if-match': ifMatch }));

    expect(answer.status).toBe(status);
  });

  test('under another id than the one in the address is refused', async () => {
    const { id, changed } = await aRecord();

    const answer = await gulou.fhir('Observation/another', put(changed('新')));

    expect(answer).toMatchObject({ status: 400, body: { issue: [{ expression: ['Observation.id'] }] } });
    expect(id).not.toBe('another');
  });
});

describe('reading', () => {
  test('what the caller has already is not sent again', async () => {
    const { id } = await aRecord();

    const answer = await gulou.fhir(`Observation/${id}`, { headers: { 'if-none-match': 'W/"1"' } });

    expect(answer).toMatchObject({ status: 304, body: undefined });
  });

  test('after a deletion says so; the history and the earlier version stay', async () => {
    const { id } = await aRecord();
    await gulou.fhir(`Observation/${id}`, { method: 'DELETE' });

    const [gone, first, deletion, history] = await Promise.all(
      ['', '/_history/1', '/_history/2', '/_history'].map((rest) => gulou.fhir(`Observation/${id}${rest}`)),
    );

    expect([gone?.status, first?.status, deletion?.status, history?.status]).toEqual([410, 200, 410, 200]);
    expect(history?.body).toMatchObject({
      type: 'history',
      entry: [
        { request: { method: 'DELETE' }, response: { status: '204' } },
        { request: { method: 'POST' }, resource: { id } },
      ],
    });
  });

  test('the history tells who chose the id: POST where the platform did, PUT where the client did', async () => {
    const { id, patient } = await aRecord();
    await gulou.fhir('Observation/weight-at-birth', put({ ...anObservation(patient), id: 'weight-at-birth' }));

    const posted = await gulou.fhir(`Observation/${id}/_history`);
    const given = await gulou.fhir('Observation/weight-at-birth/_history');

    expect(posted.body).toMatchObject({ entry: [{ request: { method: 'POST', url: 'Observation' } }] });
    expect(given.body).toMatchObject({ entry: [{ request: { method: 'PUT', url: 'Observation/weight-at-birth' } }] });
  });

  test('what was deleted comes back when it is put again', async () => {
    const { id, changed } = await aRecord();
    await gulou.fhir(`Observation/${id}`, { method: 'DELETE' });

    const answer = await gulou.fhir(`Observation/${id}`, put(changed('又')));

    expect(answer).toMatchObject({ status: 201, body: { meta: { versionId: '3' } } });
  });

  test('a resident with records is not deleted', async () => {
    const { patient } = await aRecord();

    const answer = await gulou.fhir(`Patient/${patient}`, { method: 'DELETE' });

    expect(answer).toMatchObject({ status: 409, body: { issue: [{ code: 'conflict' }] } });
  });

  test('a history comes in pages, newest first, each version once', async () => {
    const { id, changed } = await aRecord();
    for (const text of ['一', '二', '三', '四']) await gulou.fhir(`Observation/${id}`, put(changed(text)));
    const versions: string[] = [];

    for (let path: string | undefined = `Observation/${id}/_history?_count=2`; path; ) {
      const page: { entry: { response: { etag: string } }[]; link: { relation: string; url: string }[] } = (
        await gulou.fhir(path)
      ).body;
      versions.push(...page.entry.map(({ response }) => response.etag));
      path = page.link.find(({ relation }) => relation === 'next')?.url.replace(`${gulou.url}/fhir/`, '');
    }

    expect(versions).toEqual(['5', '4', '3', '2', '1'].map((version) => `W/"${version}"`));
  });
});

describe('transaction and batch', () => {
  const bundle = (type: string, ...entry: object[]) => post({ resourceType: 'Bundle', type, entry });
  const birth = (number: string) => {
    const patient = {
      fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001',
      resource: aPerson({ number }),
      request: { method: 'POST', url: 'Patient' },
    };
    const { subject: _, ...weight } = anObservation('');
    const resource = { ...weight, subject: { reference: patient.fullUrl } };
    return [patient, { resource, request: { method: 'POST', url: 'Observation' } }] as const;
  };

  test.each([
    ['without a slash after the base', ''],
    ['with a slash after the base', '/'],
  ])('are taken %s', async (_, slash) => {
    const response = await fetch(`${gulou.url}/fhir${slash}`, {
      ...bundle('transaction', ...birth(anIdentityNumber())),
      headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${await gulou.token()}` },
    });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ type: 'transaction-response', entry: [{ response: { status: '201' } }, {}] });
  });

  test('a transaction with one fault writes nothing, and names the place', async () => {
    const number = anIdentityNumber();
    const [patient, weight] = birth(number);
    const wrong = { ...weight, resource: { ...weight.resource, code: {} } };

    const answer = await gulou.fhir('', bundle('transaction', patient, wrong));

    const found = await gulou.fhir(`Patient?identifier=${number}&_total=accurate`);
    expect(answer).toMatchObject({ status: 422, body: { issue: [{ expression: ['Bundle.entry[1].resource.code'] }] } });
    expect(found.body).toMatchObject({ total: 0 });
  });

  test('a batch does what it can', async () => {
    const [patient] = birth(anIdentityNumber());

    const answer = await gulou.fhir('', bundle('batch', patient, { request: { method: 'GET', url: 'Patient/unknown' } }, {}));

    expect(answer.body).toMatchObject({
      entry: [{ response: { status: '201' } }, { response: { status: '404' } }, { response: { status: '400' } }],
    });
  });

  test('sent again under the same key is carried out once', async () => {
    const number = anIdentityNumber();
    const sent = bundle('transaction', ...birth(number));
    const headers = { 'idempotency-key': number };
    const first = await gulou.fhir('', { ...sent, headers });

    const [second, third] = await Promise.all([gulou.fhir('', { ...sent, headers }), gulou.fhir('', { ...sent, headers })]);

    const found = await gulou.fhir(`Patient?identifier=${number}&_total=accurate`);
    expect([second.body, third.body]).toEqual([first.body, first.body]);
    expect(found.body).toMatchObject({ total: 1 });
  });

  test('other content under the same key is refused', async () => {
    const headers = { 'idempotency-key': anIdentityNumber() };
    await gulou.fhir('', { ...bundle('transaction', ...birth(anIdentityNumber())), headers });

    const answer = await gulou.fhir('', { ...bundle('transaction', ...birth(anIdentityNumber())), headers });

    expect(answer).toMatchObject({ status: 409, body: { issue: [{ code: 'duplicate' }] } });
  });
});
