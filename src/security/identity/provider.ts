import type Provider from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Sql } from '../../store/index.ts';
import { findAccount } from './accounts.ts';
import { postgresAdapter } from './adapter.ts';
import { CONSOLE_CLIENT, CONSOLE_SCOPE, SYSTEM_SCOPES } from './clients.ts';
import type { Secrets } from './secrets.ts';

export interface ProviderOptions {
  readonly sql: Sql;
  /** Public address of the platform, no slash at the end. The issuer is `<url>/oauth`. */
  readonly url: string;
  readonly division: string;
  readonly secrets: Secrets;
}

export const ACCESS_TOKEN_SECONDS = 600;
const DAY = 24 * 60 * 60;

/** What tokens are for: the FHIR and plain interfaces of the platform. */
export const audienceOf = (url: string): string => `${url}/fhir`;

/**
 * The OpenID provider of one platform (oidc-provider): authorization code with PKCE for the console, client credentials for
 * institutions. Its library is loaded by the first call: a quarter of the time that everything takes at a start.
 */
export async function makeProvider(options: ProviderOptions): Promise<Provider> {
  const { default: Provider } = await import('oidc-provider');
  const provider = new Provider(`${options.url}/oauth`, configuration(options));
  // whoever calls it sets the headers of a proxy to the public address, whatever was sent
  provider.proxy = true;
  return provider;
}

function configuration({ sql, url, division, secrets }: ProviderOptions): Configuration {
  return {
    adapter: postgresAdapter(sql),
    jwks: { keys: [secrets.tokenKey as never] },
    cookies: {
      keys: [...secrets.cookieKeys],
      // platforms of the sample network share a host name, and cookies know no port
      names: { session: `session_${division}`, interaction: `sign_in_${division}`, resume: `resume_${division}` },
      long: { signed: true, httpOnly: true, sameSite: 'lax', path: '/' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    extraClientMetadata: { properties: ['place', 'institution'] },
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'offline_access', CONSOLE_SCOPE, ...SYSTEM_SCOPES],
    claims: { openid: ['sub'], profile: ['name'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: confirmLogout },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audienceOf(url),
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: [CONSOLE_SCOPE, ...SYSTEM_SCOPES].join(' '),
          audience: audienceOf(url),
          accessTokenFormat: 'jwt',
          accessTokenTTL: ACCESS_TOKEN_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
      // those of SMART Backend Services, and what is common beside them; https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html
      clientAuthSigningAlgValues: ['ES384', 'RS384', 'ES256', 'RS256', 'PS256'],
    },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      Grant: DAY,
      IdToken: 3600,
      Interaction: 900,
      RefreshToken: 12 * 60 * 60,
      Session: 12 * 60 * 60,
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    interactions: { url: (_ctx, { uid }) => `/sign-in/${uid}` },
    loadExistingGrant: grantForConsole(url),
    findAccount: async (_ctx, username) => {
      const account = await findAccount(sql, username);
      return account && { accountId: username, claims: async () => ({ sub: username, name: account.name.zh }) };
    },
    extraTokenClaims: async (_ctx, token) => claimsFor(sql, token),
    renderError: async (ctx, out) => {
      ctx.type = 'json';
      ctx.body = { error: out.error, error_description: out.error_description ?? '' };
    },
  };
}

/** The console is part of the platform: nobody is asked whether it may act for them. */
function grantForConsole(url: string): NonNullable<Configuration['loadExistingGrant']> {
  return async (ctx: KoaContextWithOIDC) => {
    const { client, session, provider } = ctx.oidc;
    const known = session && client ? session.grantIdFor(client.clientId) : undefined;
    const existing = known ? await provider.Grant.find(known) : undefined;
    if (existing || client?.clientId !== CONSOLE_CLIENT || !session?.accountId) return existing;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    // a scope that is listed among the provider's own counts as one of both kinds, and is asked for in both
    grant.addOIDCScope(`openid profile offline_access ${CONSOLE_SCOPE}`);
    grant.addResourceScope(audienceOf(url), CONSOLE_SCOPE);
    await grant.save();
    return grant;
  };
}

/** What the platform needs to know of the bearer, inside the token: no look-up at each request. */
async function claimsFor(
  sql: Sql,
  token: { kind: string; accountId?: string; client?: { metadata(): Record<string, unknown> } | undefined },
) {
  if (token.kind === 'ClientCredentials') {
    const { place, institution } = token.client?.metadata() ?? {};
    return { role: 'institution-system', place, institution };
  }
  const account = token.accountId ? await findAccount(sql, token.accountId) : undefined;
  return account ? { role: account.role, place: account.place, name: account.name, institution: account.institution } : undefined;
}

/** Signing out was asked for in the console: the form confirms itself there, here it is one button. */
async function confirmLogout(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  ctx.type = 'html';
  ctx.body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>退出 · Sign out</title>
<body>${form}<button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">退出登录 · Sign out</button></body></html>`;
}
