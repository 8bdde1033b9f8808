import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerWith, openNetwork, type TestNetwork, type TestPlatform, toAnswer } from '../../../tests/support/network.ts';
import {
  authorizationAddress,
  beginSignIn,
  exchange,
  exchangeCode,
  followToConsole,
  givePassword,
  openBrowser,
  signIn,
} from '../../../tests/support/sign-in.ts';
import { sampleAccounts } from '../../server/sample/plan.ts';

const PASSWORD = 'minkang-sample';
let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await openNetwork(['350102'], sampleAccounts);
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const tokensOf = async (response: Response): Promise<{ access_token: string; refresh_token: string; id_token: string }> =>
  (await toAnswer(response)).body;

describe('signing in to the console', () => {
  test('the page shows the platform and, in the sample network, the accounts', async () => {
    const browser = openBrowser();
    const { uid } = await beginSignIn(browser, gulou.url);

    const page = await toAnswer(await browser.send(`${gulou.url}/sign-in/${uid}/detail`));

    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.body).toMatchObject({
      platform: { division: '350102', name: { zh: '鼓楼区' }, level: 'county' },
      sampleAccounts: expect.arrayContaining([{ username: 'doctor', password: PASSWORD, role: { zh: '医生', en: 'Doctor' } }]),
    });
  });

  test('name and password lead back to the console with a code for the one who began', async () => {
    const browser = openBrowser();
    const begun = await beginSignIn(browser, gulou.url);

    const { code, state } = await followToConsole(browser, await givePassword(browser, gulou.url, begun.uid, 'doctor', PASSWORD));

    const tokens = await tokensOf(await exchangeCode(gulou.url, code, begun.verifier));
    expect(state).toBe(begun.state);
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      iss: `${gulou.url}/oauth`,
      aud: `${gulou.url}/fhir`,
      sub: 'doctor',
      role: 'doctor',
      place: '350102',
      scope: 'console',
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: 'doctor', aud: 'console' });
  });

  test('with the token the console learns who is signed in and what may be drawn', async () => {
    const { access_token: token } = await signIn(gulou.url, 'village', PASSWORD);

    const session = await callerWith(gulou.url, token).api('session');

    expect(session.body).toMatchObject({
      account: { username: 'village', role: 'village-doctor', division: '350102001' },
      platform: { division: '350102', level: 'county', sample: true },
      rights: expect.arrayContaining(['resident.read']),
    });
  });

  test.each([
    ['a wrong password', 'doctor', 'minkang'],
    ['an unknown name', 'nobody', PASSWORD],
    ['a name in other letters', 'DOCTOR', PASSWORD],
    ['a piece of SQL', "doctor' or ''='", PASSWORD],
  ])('%s is refused, in words that tell nobody which of both was wrong', async (_, username, password) => {
    const browser = openBrowser();
    const { uid } = await beginSignIn(browser, gulou.url);

    const answer = await toAnswer(await givePassword(browser, gulou.url, uid, username, password));

    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'sign-in-refused', detail: 'The user name or the password is wrong' });
  });

  test('a name that no database can hold is refused as input', async () => {
    const browser = openBrowser();
    const { uid } = await beginSignIn(browser, gulou.url);

    const answer = await toAnswer(await givePassword(browser, gulou.url, uid, 'doctor\u0000', PASSWORD));

    expect(answer).toMatchObject({ status: 400, body: { code: 'input-invalid', at: 'username' } });
  });

  test('somebody else cannot answer for the browser that began', async () => {
    const { uid } = await beginSignIn(openBrowser(), gulou.url);

    const answer = await toAnswer(await givePassword(openBrowser(), gulou.url, uid, 'doctor', PASSWORD));

    expect(answer).toMatchObject({ status: 404, body: { code: 'interaction-expired' } });
  });

  test('an account that was closed signs in no more, nor goes on with its refresh token', async () => {
    const { refresh_token: refreshToken = '' } = await signIn(gulou.url, 'registrar', PASSWORD);
    const { sql } = gulou.running.platform.database;
    await sql`update identity.account set active = false where username = 'registrar'`;

    const refreshed = await exchange(gulou.url, { grant_type: 'refresh_token', refresh_token: refreshToken });

    expect(refreshed.status).toBe(400);
    await expect(signIn(gulou.url, 'registrar', PASSWORD)).rejects.toThrow('401');
  });
});

describe('the code', () => {
  const aCode = async () => {
    const browser = openBrowser();
    const begun = await beginSignIn(browser, gulou.url);
    const { code } = await followToConsole(browser, await givePassword(browser, gulou.url, begun.uid, 'doctor', PASSWORD));
    return { code, verifier: begun.verifier };
  };

  test('is worth nothing without the verifier of the browser that began', async () => {
    const { code } = await aCode();

    const answer = await toAnswer(await exchangeCode(gulou.url, code, 'x'.repeat(43)));

    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('is good once; a second use takes back what the first one got', async () => {
    const { code, verifier } = await aCode();
    const first = await tokensOf(await exchangeCode(gulou.url, code, verifier));

    const second = await exchangeCode(gulou.url, code, verifier);

    const refreshed = await exchange(gulou.url, { grant_type: 'refresh_token', refresh_token: first.refresh_token });
    expect([second.status, refreshed.status]).toEqual([400, 400]);
  });

  test.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['to another address', { redirect_uri: 'https://example.org/signed-in' }],
    ['for an unknown client', { client_id: 'stranger' }],
    ['by an unprotected answer', { response_type: 'token' }],
  ])('is not given %s', async (_, changes) => {
    const address = authorizationAddress(gulou.url, { verifier: 'v'.repeat(43), state: 's', ...changes });

    const response = await openBrowser().send(address);

    expect(response.headers.get('location') ?? '').not.toContain('code=');
    expect(response.headers.get('location') ?? '').not.toContain('/sign-in/');
  });
});

describe('staying signed in', () => {
  test('a refresh token brings new tokens and is then used up', async () => {
    const { refresh_token: refreshToken = '' } = await signIn(gulou.url, 'doctor', PASSWORD);
    const refresh = (token: string) =>
      exchange(gulou.url, { grant_type: 'refresh_token', refresh_token: token, resource: `${gulou.url}/fhir` });

    const next = await tokensOf(await refresh(refreshToken));

    const answer = await callerWith(gulou.url, next.access_token).api('session');
    const again = await refresh(refreshToken);
    expect(answer.status).toBe(200);
    expect(again.status).toBe(400);
  });

  test('the browser that is signed in gets a new code without a password', async () => {
    const browser = openBrowser();
    await signIn(gulou.url, 'doctor', PASSWORD, browser);

    const response = await browser.send(authorizationAddress(gulou.url, { verifier: 'v'.repeat(43), state: 's' }));

    expect(response.headers.get('location')).toContain('/signed-in?code=');
  });

  test('after signing out the browser is asked again', async () => {
    const browser = openBrowser();
    const { id_token: idToken = '' } = await signIn(gulou.url, 'doctor', PASSWORD, browser);
    const end = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `${gulou.url}/` });
    const page = await (await browser.send(`${gulou.url}/oauth/session/end?${end}`)).text();
    const [, secret = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
    const left = await browser.send(`${gulou.url}/oauth/session/end/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ xsrf: secret, logout: 'yes' }),
    });

    const response = await browser.send(authorizationAddress(gulou.url, { verifier: 'v'.repeat(43), state: 's' }));

    expect(left.headers.get('location')).toBe(`${gulou.url}/`);
    expect(response.headers.get('location')).toMatch(/\/sign-in\//);
  });

  test('a restart of the platform signs nobody out', async () => {
    const browser = openBrowser();
    const { access_token: token } = await signIn(gulou.url, 'doctor', PASSWORD, browser);
    await gulou.stop();

    await gulou.start();

    const session = await callerWith(gulou.url, token).api('session');
    const response = await browser.send(authorizationAddress(gulou.url, { verifier: 'v'.repeat(43), state: 's' }));
    expect(session.status).toBe(200);
    expect(response.headers.get('location')).toContain('/signed-in?code=');
  });
});
