import { createHash, randomBytes } from 'node:crypto';

/** What the provider answers at its token endpoint. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly token_type: string;
  readonly expires_in: number;
}

/** A browser as far as signing in needs one: it keeps cookies and follows nothing by itself. */
export interface Browser {
  send(address: string, init?: RequestInit): Promise<Response>;
}

export function openBrowser(): Browser {
  const cookies = new Map<string, string>();
  return {
    send: async (address, init = {}) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(address, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';');
        const [name = '', ...value] = pair.split('=');
        const isGone = attributes.some((attribute) => /^\s*expires=Thu, 01 Jan 1970/i.test(attribute));
        if (isGone) cookies.delete(name);
        else cookies.set(name, value.join('='));
      }
      return response;
    },
  };
}

/** One sign-in by authorization code with PKCE, up to the page that asks for name and password. */
export interface SignIn {
  readonly verifier: string;
  readonly state: string;
  /** Of the interaction. */
  readonly uid: string;
}

/** Goes to the provider as the console does. */
export async function beginSignIn(browser: Browser, url: string, changes: Record<string, string> = {}): Promise<SignIn> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(8).toString('hex');
  const response = await browser.send(authorizationAddress(url, { verifier, state, ...changes }));
  const [, uid = ''] = /\/sign-in\/([^/?]+)$/.exec(response.headers.get('location') ?? '') ?? [];
  return { verifier, state, uid };
}

export function authorizationAddress(url: string, { verifier, ...changes }: Record<string, string>): string {
  const parameters = {
    client_id: 'console',
    redirect_uri: `${url}/signed-in`,
    response_type: 'code',
    scope: 'openid profile console',
    resource: `${url}/fhir`,
    ...(verifier
      ? { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }
      : {}),
    ...changes,
  };
  return `${url}/oauth/auth?${new URLSearchParams(parameters)}`;
}

export const givePassword = (browser: Browser, url: string, uid: string, username: string, password: string) =>
  browser.send(`${url}/sign-in/${uid}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });

/** Follows the provider back to the console. @returns the code in its address */
export async function followToConsole(browser: Browser, answered: Response): Promise<{ code: string; state: string }> {
  const { redirectTo } = (await answered.json()) as { redirectTo: string };
  const back = await browser.send(redirectTo);
  const address = new URL(back.headers.get('location') ?? '', redirectTo);
  return { code: address.searchParams.get('code') ?? '', state: address.searchParams.get('state') ?? '' };
}

export const exchange = (url: string, parameters: Record<string, string>): Promise<Response> =>
  fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'console', ...parameters }) });

export const exchangeCode = (url: string, code: string, verifier: string): Promise<Response> =>
  exchange(url, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: `${url}/signed-in`,
    resource: `${url}/fhir`,
  });

/** The whole way at once. */
export async function signIn(url: string, username: string, password: string, browser = openBrowser()): Promise<Tokens> {
  const { uid, verifier } = await beginSignIn(browser, url);
  const answered = await givePassword(browser, url, uid, username, password);
  if (!answered.ok) throw new Error(`${username} was not let in: ${answered.status}`);
  const { code } = await followToConsole(browser, answered);
  const response = await exchangeCode(url, code, verifier);
  if (!response.ok) throw new Error(`no tokens for ${username}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Tokens;
}
