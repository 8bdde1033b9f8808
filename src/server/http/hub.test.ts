import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, IDENTITY, register } from '../../../tests/support/people.ts';
import { callNeighbour, SENDER_HEADER } from '../../platform/exchange/index.ts';
import { RECORD_PATH, STATUS_PATH } from '../../platform/routing/index.ts';
import { BATCH_PATH } from '../../platform/sync/index.ts';
import { importKey, newSigningKey, signLetter } from '../../security/crypto/index.ts';

/** Two counties of one prefecture; the attacker is one of them. */
let network: TestNetwork;
let gulou: TestPlatform;
let fuqing: TestPlatform;
let fuzhou: TestPlatform;
let number: string;
let patient: string;
beforeAll(async () => {
  network = await testNetwork('350100', '350102', '350181');
  [gulou, fuqing, fuzhou] = [network.at('350102'), network.at('350181'), network.at('350100')];
  number = anIdentityNumber();
  patient = await register(gulou, aPerson({ number }));
  await register(gulou, anObservation(patient));
});
afterAll(() => network[Symbol.asyncDispose]());

/** A call as the platform signs it; `callNeighbour` throws what the other one answers. */
async function call(from: TestPlatform, to: TestPlatform, path: string, body: object, as = from.division): Promise<string> {
  const caller = { division: as, key: await importKey(from.settings.hubKey) };
  return callNeighbour(caller, { division: to.division, url: to.url }, path, JSON.stringify(body), 10_000);
}

async function aRequest(by: TestPlatform, changes: Record<string, unknown> = {}, claims: Record<string, unknown> = {}) {
  const warrant = JSON.stringify({
    division: by.division,
    actor: 'doctor',
    actorName: { zh: '陈静', en: 'Chen Jing' },
    role: 'doctor',
    purpose: 'TREAT',
    requestId: 'request-1',
    identifiers: [{ system: IDENTITY, value: number }],
    ...claims,
  });
  const letter = { sender: by.division, receiver: 'any-platform', path: 'record' };
  const signature = await signLetter(await importKey(by.settings.hubKey), letter, warrant);
  return { direction: 'up', warrant, signature, budgetMs: 2000, hops: [], ...changes };
}
const targets = () => [{ home: '350102', patients: [patient] }];

describe('a call from another platform', () => {
  test('of a neighbour below is heard', async () => {
    const answer = await call(fuqing, fuzhou, STATUS_PATH, { direction: 'up', budgetMs: 1000 });

    expect(
      JSON.parse(answer)
        .map(({ division }: { division: string }) => division)
        .sort(),
    ).toEqual(['350100', '350102', '350181']);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['in the name of another', () => call(fuqing, fuzhou, STATUS_PATH, { direction: 'up', budgetMs: 1000 }, '350102')],
    ['of a platform that is not known', () => call(fuqing, fuzhou, STATUS_PATH, { direction: 'up', budgetMs: 1000 }, '350111')],
    ['of a sibling', () => call(fuqing, gulou, STATUS_PATH, { direction: 'down', budgetMs: 1000 })],
    ['of itself', () => call(gulou, gulou, STATUS_PATH, { direction: 'down', budgetMs: 1000 })],
    ['that brings a batch from above', () => call(fuzhou, gulou, BATCH_PATH, { sequence: 1, entries: [] })],
    [
      'that asks down from below',
      async () => call(fuqing, fuzhou, RECORD_PATH, await aRequest(fuqing, { direction: 'down', targets: targets() })),
    ],
    ['that asks up from above', async () => call(fuzhou, gulou, RECORD_PATH, await aRequest(fuzhou))],
    ['that asks for the state up from above', () => call(fuzhou, gulou, STATUS_PATH, { direction: 'up', budgetMs: 1000 })],
    [
      'that carries the warrant of somebody who is not below it',
      async () => call(fuqing, fuzhou, RECORD_PATH, await aRequest(gulou)),
    ],
  ])('%s is refused', async (_, attempt) => {
    const result = attempt();

    await expect(result).rejects.toMatchObject({ code: 'platform-untrusted' });
  });

  test.each<[string, string, object]>([
    ['a batch', BATCH_PATH, { sequence: 'one' }],
    [
      'a batch for a neighbour',
      BATCH_PATH,
      { sequence: 1, entries: [{ home: '350102', patient: 'x', place: '350102', identifiers: [], holdings: [] }] },
    ],
    ['a record request', RECORD_PATH, { direction: 'sideways' }],
    ['a request for the state', STATUS_PATH, []],
  ])('with %s that has not its form is refused', async (_, path, body) => {
    const result = call(fuqing, fuzhou, path, body);

    await expect(result).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('that goes round in circles is refused', async () => {
    const request = await aRequest(fuqing, { hops: ['350100', '350000', '350100', '350000'] });

    const result = call(fuqing, fuzhou, RECORD_PATH, request);

    await expect(result).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test.each([
    ['no signature', {}],
    ['the signature of another call', { path: BATCH_PATH }],
    ['the signature of a call to another', { receiver: '350102' }],
    ['the signature of a stranger', { stranger: true }],
  ])(
    'with %s is refused',
    async (_, {
      path = STATUS_PATH,
      receiver = '350100',
      stranger = false,
    }: { path?: string; receiver?: string; stranger?: boolean }) => {
      const body = JSON.stringify({ direction: 'up', budgetMs: 1000 });
      const own = stranger ? (await newSigningKey('350181-hub')).privateJwk : fuqing.settings.hubKey;
      const letter = await signLetter(await importKey(own), { sender: '350181', receiver, path }, body);
      const authorization = path === STATUS_PATH && receiver === '350100' && !stranger ? 'Bearer' : `Bearer ${letter}`;

      const response = await fetch(`${fuzhou.url}${STATUS_PATH}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', authorization, [SENDER_HEADER]: '350181' },
      });

      expect(response.status).toBe(401);
    },
  );

  test('with an access token instead of a signature is refused', async () => {
    const response = await fetch(`${fuzhou.url}${STATUS_PATH}`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await fuzhou.token()}`, [SENDER_HEADER]: '350181' },
    });

    expect(response.status).toBe(401);
  });

  test('with a body that is not compressed as it says is refused', async () => {
    const body = 'not gzip';
    const letter = await signLetter(
      await importKey(fuqing.settings.hubKey),
      { sender: '350181', receiver: '350100', path: STATUS_PATH },
      body,
    );

    const response = await fetch(`${fuzhou.url}${STATUS_PATH}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        authorization: `Bearer ${letter}`,
        [SENDER_HEADER]: '350181',
      },
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'json-malformed' });
  });
});

describe("the owner's own decision", () => {
  const down = async (claims: Record<string, unknown>) =>
    call(fuzhou, gulou, RECORD_PATH, await aRequest(fuqing, { direction: 'down', targets: targets() }, claims));
  const entries = () => gulou.running.platform.database.sql<{ actor: string; from: string; outcome: string; count: number }[]>`
    select actor, from_division as from, outcome, count from audit.entry where action = 'record' and resident = ${patient} order by at desc limit 1`;

  test('a treating doctor gets the record; the owner enters who it was and from where', async () => {
    const lines = (await down({})).split('\n').map((line) => JSON.parse(line));

    expect(lines.map(({ resourceType, meta }) => [resourceType, meta.source])).toEqual([
      ['Patient', 'urn:minkang:platform:350102'],
      ['Observation', 'urn:minkang:platform:350102'],
    ]);
    expect(await entries()).toEqual([{ actor: 'doctor', from: '350181', outcome: 'success', count: 2 }]);
  });

  test.each([
    ['another purpose than treatment', { purpose: 'HOPERAT' }],
    ['no purpose of any table', { purpose: 'curiosity' }],
    ['a role that fetches no records', { role: 'registrar' }],
    ['a role that is none', { role: 'constructor' }],
  ])('for %s it gives nothing, says so, and enters the attempt', async (_, claims) => {
    const answer = await down({ ...claims, actor: 'curious' });

    expect(JSON.parse(answer)).toEqual({ missing: { platform: '350102', home: '350102', code: 'right-missing' } });
    expect(await entries()).toEqual([{ actor: 'curious', from: '350181', outcome: 'refused', count: 0 }]);
  });
});
