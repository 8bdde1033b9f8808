import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  callerWith,
  requestToken,
  type TestNetwork,
  type TestPlatform,
  testNetwork,
  toAnswer,
} from '../../../tests/support/network.ts';
import { registerInstitution } from './clients.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let fuqing: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102', '350181');
  [gulou, fuqing] = [network.at('350102'), network.at('350181')];
});
afterAll(() => network[Symbol.asyncDispose]());

const hospital = () => {
  const [client] = gulou.settings.sample?.clients ?? [];
  return { id: client?.clientId ?? '', secret: client?.clientSecret ?? '' };
};
const ask = (scope?: string) => requestToken(gulou.url, hospital().id, hospital().secret, scope);
const tokenIn = async (response: Response): Promise<string> => {
  const { access_token: token }: { access_token: string } = (await toAnswer(response)).body;
  return token;
};

describe("an institution's system", () => {
  test('gets a token by id and secret, with the scope encoded as a form has it', async () => {
    const response = await fetch(`${gulou.url}/oauth/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${hospital().id}:${hospital().secret}`).toString('base64')}`,
      },
      body: 'grant_type=client_credentials&scope=system%2F*.cruds',
    });

    const answer = await toAnswer(response);

    const { access_token: token }: { access_token: string } = answer.body;
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'system/*.cruds', expires_in: 600 } });
    expect(decodeJwt(token)).toMatchObject({ role: 'institution-system', place: '350102', aud: `${gulou.url}/fhir` });
  });

  test.each([
    ['a wrong secret', { secret: 'guessed' }, 401],
    ['an unknown id', { id: 'hospital-000000' }, 401],
    ['an id that no database can hold', { id: 'a%00b' }, 400],
    ['a scope that is not its own', { scope: 'console' }, 400],
  ])('gets none with %s', async (_, change, status) => {
    const { id, secret, scope } = { ...hospital(), scope: 'system/*.cruds', ...change };

    const response = await requestToken(gulou.url, id, secret, scope);

    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('access_token');
  });

  test('gets a token that opens nothing for a scope that nobody knows', async () => {
    const caller = callerWith(gulou.url, await tokenIn(await ask('system/*.everything')));

    const answers = [
      await caller.api('residents'),
      await caller.fhir('Patient', { method: 'POST', body: '{"resourceType":"Patient"}' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  test('gets none for a password of a person', async () => {
    const response = await fetch(`${gulou.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', username: 'doctor', password: 'x', client_id: 'console' }),
    });

    expect(response.status).toBe(400);
  });

  test('with a token for reading reads and does not write', async () => {
    const caller = callerWith(gulou.url, await tokenIn(await ask('system/*.rs')));

    const [read, written] = [
      await caller.fhir('Patient'),
      await caller.fhir('Patient', { method: 'POST', body: '{"resourceType":"Patient"}' }),
    ];

    expect([read.status, written.status]).toEqual([200, 403]);
  });

  test.each([
    ['a list of residents', (caller: ReturnType<typeof callerWith>) => caller.api('residents')],
    ['a record from elsewhere', (caller: ReturnType<typeof callerWith>) => caller.fhir('Patient/$record?identifier=urn:x|1')],
  ])('with a token for writing gets no %s', async (_, call) => {
    const caller = callerWith(gulou.url, await tokenIn(await ask('system/*.cu')));

    const answer = await call(caller);

    expect(answer.status).toBe(403);
  });

  test('with a token for writing learns nothing of what is there already', async () => {
    const caller = callerWith(gulou.url, await tokenIn(await ask('system/*.cu')));

    const answer = await caller.fhir('Patient', {
      method: 'POST',
      body: '{"resourceType":"Patient"}',
      headers: { 'if-none-exist': 'identifier=urn:x|1' },
    });

    expect(answer.status).toBe(403);
  });
});

describe('a token', () => {
  test('of another platform is refused, though its names are the same', async () => {
    const foreign = callerWith(gulou.url, await fuqing.token());

    const answers = [await foreign.fhir('Patient'), await foreign.api('session')];

    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  test.each([
    ['no signature', (token: string) => `${token.split('.').slice(0, 2).join('.')}.`],
    ['other claims', (token: string) => token.replace(/\.[^.]+\./, `.${btoa('{"role":"doctor"}')}.`)],
    ['no algorithm', (token: string) => token.replace(/^[^.]+/, btoa('{"alg":"none","typ":"at+jwt"}').replaceAll('=', ''))],
  ])('with %s is refused', async (_, change) => {
    const caller = callerWith(gulou.url, change(await gulou.token()));

    const answer = await caller.fhir('Patient');

    expect(answer).toMatchObject({ status: 401, body: { issue: [{ code: 'login' }] } });
  });

  test('signed with a key of one’s own is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const claims = decodeJwt(await gulou.token());
    const own = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).sign(privateKey);

    const answer = await callerWith(gulou.url, own).fhir('Patient');

    expect(answer.status).toBe(401);
  });
});

describe('a system with a key of its own', () => {
  const register = async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES384');
    const clientId = 'laboratory';
    const publicKeys = [{ ...(await exportJWK(publicKey)), alg: 'ES384', use: 'sig', kid: 'one' }];
    await registerInstitution(gulou.running.platform.database.sql, {
      clientId,
      publicKeys,
      institution: { zh: '检验中心', en: 'Laboratory' },
      place: '350102',
    });
    const assertion = (jti: string, audience = `${gulou.url}/oauth/token`, key = privateKey) =>
      new SignJWT({ jti })
        .setProtectedHeader({ alg: 'ES384', kid: 'one' })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(key);
    const present = (text: string) =>
      fetch(`${gulou.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: 'system/*.rs',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: text,
        }),
      });
    return { assertion, present };
  };

  test('gets a token by what it signs (private_key_jwt)', async () => {
    const { assertion, present } = await register();

    const token = await tokenIn(await present(await assertion('a')));

    const answer = await callerWith(gulou.url, token).fhir('Patient');
    expect(answer.status).toBe(200);
    expect(decodeJwt(token)).toMatchObject({ client_id: 'laboratory', place: '350102' });
  });

  test('presents what it signed once only', async () => {
    const { assertion, present } = await register();
    const signed = await assertion('b');
    await present(signed);

    const again = await present(signed);

    expect(again.status).toBe(401);
  });

  test('gets none for another audience, or by another key', async () => {
    const { assertion, present } = await register();
    const { privateKey: stolen } = await generateKeyPair('ES384');

    const answers = [
      await present(await assertion('c', 'https://example.org')),
      await present(await assertion('d', undefined, stolen)),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });
});
