import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, post, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const BASE = 'https://red.example.org/fhir';
interface Entry {
  readonly fullUrl?: string;
  readonly resource?: object;
  readonly request: { readonly method: string; readonly url: string };
  readonly response?: object;
}
const written = (method: 'POST' | 'PUT', id: string, person: object, base = BASE): Entry => ({
  fullUrl: `${base}/Patient/${id}`,
  resource: { ...person, id },
  request: { method, url: method === 'POST' ? 'Patient' : `Patient/${id}` },
  response: { status: method === 'POST' ? '201' : '200', location: `Patient/${id}/_history/1` },
});
const deleted = (id: string): Entry => ({
  fullUrl: `${BASE}/Patient/${id}`,
  request: { method: 'DELETE', url: `Patient/${id}` },
  response: { status: '204' },
});
const replacedBy = (id: string) => ({
  active: false,
  link: [{ type: 'replaced-by', other: { reference: `Patient/${id}` } }],
});
const aMessage = (entries: readonly Entry[], id: string = randomUUID(), event = 'urn:ihe:iti:pmir:2019:patient-feed') => ({
  resourceType: 'Bundle',
  id: randomUUID(),
  type: 'message',
  entry: [
    {
      fullUrl: `urn:uuid:${id}`,
      resource: {
        resourceType: 'MessageHeader',
        id,
        eventUri: event,
        source: { endpoint: 'https://red.example.org/source' },
        destination: [{ endpoint: 'https://minkang.example.org' }],
        focus: [{ reference: 'urn:uuid:5b3b5b0c-6f0f-4f0c-8a52-2a2e8f5fdb61' }],
      },
    },
    {
      fullUrl: 'urn:uuid:5b3b5b0c-6f0f-4f0c-8a52-2a2e8f5fdb61',
      resource: { resourceType: 'Bundle', type: 'history', entry: entries },
    },
  ],
});
const send = (message: object): Promise<{ status: number; body: Answered }> => gulou.fhir('$process-message', post(message));
interface Answered {
  readonly type?: string;
  readonly entry?: readonly {
    readonly resource: { readonly eventUri: string; readonly response: { readonly identifier: string; readonly code: string } };
  }[];
  readonly issue?: readonly { readonly expression?: readonly string[] }[];
}
interface Found {
  readonly total: number;
  readonly entry?: readonly {
    readonly resource: {
      readonly id: string;
      readonly active?: boolean;
      readonly link?: readonly { readonly id?: string; readonly type: string }[];
    };
  }[];
}
const find = async (id: string, base = BASE): Promise<Found> =>
  (await gulou.fhir(`Patient?identifier=${encodeURIComponent(`${base}|Patient/${id}`)}&_total=accurate`)).body;
const idOf = ({ entry }: Found) => entry?.[0]?.resource.id ?? '';

const old = (name: string, birthDate: string) => aPerson({ name, birthDate, number: anIdentityNumber(birthDate) });

describe('$process-message', () => {
  test('creates, changes and deletes what the feed tells, and answers with a message', async () => {
    const message = aMessage([written('POST', '1', old('陈一', '1951-01-20')), written('POST', '2', old('吴二', '1962-02-21'))]);

    const answer = await send(message);
    await send(aMessage([written('PUT', '1', { ...old('陈一一', '1951-01-20'), active: true }), deleted('2')]));

    expect([answer.status, answer.body.type]).toEqual([200, 'message']);
    expect(answer.body.entry?.map(({ resource }) => resource)).toMatchObject([
      {
        resourceType: 'MessageHeader',
        eventUri: 'urn:ihe:iti:pmir:2019:patient-feed-response',
        response: { identifier: message.entry[0]?.resource['id' as never], code: 'ok' },
      },
    ]);
    expect((await find('1')).entry?.[0]?.resource).toMatchObject({
      name: [{ text: '陈一一' }],
      active: true,
      meta: { versionId: '2' },
    });
    expect((await find('2')).total).toBe(0);
  });

  test('knows Patients of two systems of the same id apart', async () => {
    const green = 'https://green.example.org/fhir';

    await send(aMessage([written('POST', '7', old('郑七', '1947-07-07'))]));
    await send(aMessage([written('POST', '7', old('王八', '1988-08-08'), green)]));

    expect(idOf(await find('7'))).not.toBe(idOf(await find('7', green)));
    expect([(await find('7')).total, (await find('7', green)).total]).toEqual([1, 1]);
  });

  test('merges: a Patient that was replaced, by one of the same message or by one that is here', async () => {
    const [a, b, c] = [old('冯三', '1933-03-03'), old('冯山', '1944-04-04'), old('冯珊', '1955-05-05')];
    await send(aMessage([written('POST', 'a', a)]));

    const first = await send(aMessage([written('POST', 'b', b), written('PUT', 'a', { ...a, ...replacedBy('b') })]));
    const second = await send(aMessage([written('POST', 'c', { ...c, ...replacedBy('b') })]));

    const found = await Promise.all(['a', 'b', 'c'].map((id) => find(id)));
    expect([first.status, second.status]).toEqual([200, 200]);
    const replaced = found[0]?.entry?.[0]?.resource;
    expect(replaced).toMatchObject({ active: false });
    expect(replaced?.link?.filter(({ id }) => id !== 'resident-index')).toEqual([
      {
        type: 'replaced-by',
        other: { reference: `Patient/${idOf(found[1] ?? { total: 0 })}`, identifier: { system: BASE, value: 'Patient/b' } },
      },
    ]);
    const { sql } = gulou.running.platform.database;
    const [row] = await sql`select patients from store.linked_patient where patient = ${idOf(found[1] ?? { total: 0 })}`;
    expect([...((row?.['patients'] ?? []) as string[])].sort()).toEqual(found.map(idOf).sort());
  });

  test('does not take a merge back', async () => {
    const [d, e] = [old('褚四', '1934-03-03'), old('褚五', '1945-04-04')];
    await send(aMessage([written('POST', 'e', e), written('POST', 'd', { ...d, ...replacedBy('e') })]));

    const answer = await send(aMessage([written('PUT', 'd', { ...d, active: true })]));

    expect([answer.status, codeOf(answer)]).toEqual([405, 'unmerge-refused']);
    expect((await find('d')).entry?.[0]?.resource.active).toBe(false);
  });

  test('is all or nothing, and tells where the fault is without telling what it is', async () => {
    const kept = old('卫六', '1936-06-06');
    await send(aMessage([written('POST', 'kept', kept)]));
    await register(gulou, anObservation(idOf(await find('kept'))));

    const answer = await send(aMessage([written('POST', 'never', old('蒋不存', '1966-06-16')), deleted('kept')]));

    expect([answer.status, codeOf(answer)]).toEqual([409, 'resident-has-records']);
    expect(answer.body.issue?.[0]?.expression).toEqual(['Bundle.entry[1].resource.entry[1]']);
    expect(JSON.stringify(answer.body)).not.toMatch(/蒋|19\d{6}/);
    expect((await find('never')).total).toBe(0);
  });

  test('of the same id again writes nothing', async () => {
    const id = randomUUID();
    const message = aMessage([written('POST', 'again', old('沈八', '1938-08-08'))], id);
    await send(message);
    await send(aMessage([written('PUT', 'again', old('沈捌', '1938-08-08'))]));

    const answer = await send(message);

    expect(answer.status).toBe(200);
    expect((await find('again')).entry?.[0]?.resource).toMatchObject({ name: [{ text: '沈捌' }] });
  });

  test.each([
    ['another event', aMessage([deleted('x')], randomUUID(), 'urn:other'), 422, 'message-unsupported'],
    ['no message', { resourceType: 'Bundle', type: 'transaction' }, 400, 'input-invalid'],
    [
      'no history',
      { resourceType: 'Bundle', type: 'message', entry: [{ resource: { resourceType: 'MessageHeader' } }] },
      400,
      'input-invalid',
    ],
    [
      'another type',
      aMessage([{ ...written('POST', 'x', {}), resource: { resourceType: 'Group', id: 'x' } }]),
      400,
      'input-invalid',
    ],
    ['another method', aMessage([{ ...deleted('x'), request: { method: 'PATCH', url: 'Patient/x' } }]), 400, 'input-invalid'],
    [
      'a survivor that nobody knows',
      aMessage([written('PUT', 'x', { resourceType: 'Patient', ...replacedBy('nobody') })]),
      422,
      'reference-unresolved',
    ],
  ])('refuses %s', async (_, message, status, code) => {
    const answer = await send(message);

    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  test('is refused to who may not change residents', async () => {
    const answer = await (await gulou.as('auditor')).fhir(
      '$process-message',
      post(aMessage([written('POST', 'z', old('韩九', '1939-09-09'))])),
    );

    expect([answer.status, codeOf(answer)]).toEqual([403, 'right-missing']);
  });
});

describe('fifty institutions that register one newborn at once', () => {
  test('by messages and by conditional updates, make one resident', async () => {
    const newborn = aPerson({
      name: '林小宝',
      birthDate: '2026-10-30',
      number: null,
      telecom: [{ system: 'phone', value: '13805910001' }],
    });
    const byMessage = (index: number) =>
      send(aMessage([written('POST', 'baby', newborn, `https://hospital-${index}.example.org/fhir`)]));
    const byUpdate = (index: number) =>
      gulou.fhir(`Patient?identifier=urn:test:clinic-${index}|baby`, {
        method: 'PUT',
        body: JSON.stringify({ ...newborn, identifier: [{ system: `urn:test:clinic-${index}`, value: 'baby' }] }),
      });

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? byMessage(index) : byUpdate(index))),
    );

    expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
    const { sql } = gulou.running.platform.database;
    const rows = await sql`select id from population.resident where name = '林小宝'`;
    const [linked] = await sql`select patients from store.linked_patient where main = ${rows[0]?.['id'] ?? ''} limit 1`;
    expect([rows.length, ((linked?.['patients'] ?? []) as string[]).length]).toEqual([1, 50]);
  });
});
