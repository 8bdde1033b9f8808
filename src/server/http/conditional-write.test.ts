import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aDevice } from '../../../tests/support/people.ts';

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

describe('a conditional update', () => {
  test('creates what is not there, and writes over what is', async () => {
    const first = await send('PUT', 'Device?identifier=urn:test|one', aDevice('one'));
    const second = await send('PUT', 'Device?identifier=urn:test|one', aDevice('one', { status: 'active' }));

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toMatchObject({ id: first.body['id'], meta: { versionId: '2' }, status: 'active' });
  });

  test('of many at once makes one resource', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        send('PUT', 'Device?identifier=urn:test|many', aDevice('many', { lotNumber: `${turn}` })),
      ),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect((await gulou.fhir('Device?identifier=urn:test|many&_summary=count')).body).toMatchObject({ total: 1 });
  });

  test('that finds several is refused, as is one without a condition', async () => {
    await send('POST', 'Device', aDevice('twice'));
    await send('POST', 'Device', aDevice('twice'));

    const several = await send('PUT', 'Device?identifier=urn:test|twice', aDevice('twice'));
    const none = await send('PUT', 'Device', aDevice('x'));

    expect([several.status, codeOf(several)]).toEqual([412, 'reference-ambiguous']);
    expect([none.status, codeOf(none)]).toEqual([400, 'parameter-invalid']);
  });
});

describe('a conditional delete', () => {
  test('takes the one that is found, and does nothing where there is none', async () => {
    const { body } = await send('POST', 'Device', aDevice('gone'));

    const statuses = [
      (await gulou.fhir('Device?identifier=urn:test|gone', { method: 'DELETE' })).status,
      (await gulou.fhir('Device?identifier=urn:test|gone', { method: 'DELETE' })).status,
      (await gulou.fhir(`Device/${body['id']}`)).status,
    ];

    expect(statuses).toEqual([204, 204, 410]);
  });

  test('of several takes none', async () => {
    await send('POST', 'Device', aDevice('pair'));
    await send('POST', 'Device', aDevice('pair'));

    expect((await gulou.fhir('Device?identifier=urn:test|pair', { method: 'DELETE' })).status).toBe(412);
    expect((await gulou.fhir('Device?identifier=urn:test|pair&_summary=count')).body).toMatchObject({ total: 2 });
  });
});
