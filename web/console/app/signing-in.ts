import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { connection, setConnection } from './offline/connection.ts';
import { outOfReach } from './refusal.ts';

const { origin } = window.location;
const resource = `${origin}/fhir`;

/** A token younger than this that is refused will not get better by signing in once more. */
const FRESH_MS = 15_000;

/** Tokens live in memory: a reload asks the provider again, whose session cookie answers at once. */
const manager = new UserManager({
  authority: `${origin}/oauth`,
  client_id: 'console',
  redirect_uri: `${origin}/signed-in`,
  post_logout_redirect_uri: `${origin}/`,
  scope: 'openid profile console',
  resource,
  extraTokenParams: { resource },
  userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
  // The renewal of the library falls back to a frame, which `frame-ancestors 'none'` forbids.
  automaticSilentRenew: false,
});

let signedInAtMs = 0;
let leaving: Promise<never> | undefined;

manager.events.addUserLoaded(() => {
  signedInAtMs = Date.now();
});
manager.events.addAccessTokenExpiring(() => {
  void renew();
});

/** Without a refresh token nothing is done here: the next call finds the token expired and goes to the provider. */
async function renew(): Promise<void> {
  const user = await manager.getUser();
  if (!user?.refresh_token) return;
  await manager.signinSilent({ resource }).catch(() => manager.removeUser());
}

/**
 * The token for calls to the platform; where there is none the browser leaves for the provider. Whoever works with what was taken
 * along is not led away: it is said that the platform is back, and he signs in when he is ready.
 */
export async function accessToken(): Promise<string> {
  const user: User | null = await manager.getUser();
  if (user && !user.expired) return user.access_token;
  if (!connection().isLocal) return signIn();
  await refuseWithoutNetwork();
  throw outOfReach();
}

/** @throws Failure where the provider does not answer: leaving for it would end on the browser’s own page */
async function refuseWithoutNetwork(): Promise<void> {
  const found = await fetch(`${origin}/oauth/.well-known/openid-configuration`, { cache: 'no-store' }).catch(() => undefined);
  setConnection({ isReached: found?.ok === true });
  if (!found?.ok) throw outOfReach();
}

export function isFresh(): boolean {
  return Date.now() - signedInAtMs < FRESH_MS;
}

/** Leaves for the provider, to come back to the address of now. Never settles unless leaving fails. */
export function signIn(returnTo = currentAddress()): Promise<never> {
  leaving ??= leave(returnTo);
  return leaving;
}

async function leave(returnTo: string): Promise<never> {
  try {
    await refuseWithoutNetwork();
    await manager.removeUser();
    await manager.signinRedirect({ state: { returnTo } });
  } catch (error) {
    leaving = undefined;
    throw error;
  }
  return new Promise(() => {});
}

/** Takes the provider's answer from the address; returns where the user was going. */
export async function completeSignIn(): Promise<string> {
  const user = await manager.signinRedirectCallback();
  const state: unknown = user.state;
  const returnTo = typeof state === 'object' && state !== null && 'returnTo' in state ? state.returnTo : undefined;
  return typeof returnTo === 'string' && /^\/(?!\/)/.test(returnTo) ? returnTo : '/';
}

/** Ends the session at the provider and goes to the start. The provider asks back with a form, answered here at once. */
export async function signOut(): Promise<void> {
  const page = await fetch('/oauth/session/end?client_id=console');
  const form = new DOMParser().parseFromString(await page.text(), 'text/html');
  const xsrf = form.querySelector('input[name=xsrf]')?.getAttribute('value');
  if (!xsrf) return manager.signoutRedirect();
  const fields = new URLSearchParams({ xsrf, logout: 'yes' });
  await fetch('/oauth/session/end/confirm', { method: 'POST', body: fields, redirect: 'manual' });
  await manager.removeUser();
  window.location.assign('/');
}

function currentAddress(): string {
  const { pathname, search, hash } = window.location;
  return pathname.startsWith('/signed-in') ? '/' : pathname + search + hash;
}
