import type { JWK } from 'jose';
import type { Bilingual } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';

interface Institution {
  readonly clientId: string;
  readonly institution: Bilingual;
  readonly place: string;
}

/**
 * The system of an institution that signs in by itself (client credentials): with a secret, or with a key of its own
 * (private_key_jwt) of which the platform holds the public part only.
 */
export type InstitutionClient = Institution & ({ readonly clientSecret: string } | { readonly publicKeys: readonly JWK[] });

/** OAuth scopes that the resource server knows. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html */
export const SYSTEM_SCOPES = ['system/*.cruds', 'system/*.rs', 'system/*.cu', 'system/Observation.c'] as const;
export const CONSOLE_SCOPE = 'console';
export const CONSOLE_CLIENT = 'console';

/** Registers an institution's system; the same again replaces its secret or keys. */
export async function registerInstitution(sql: Sql, client: InstitutionClient): Promise<void> {
  const { clientId, institution, place } = client;
  const proof =
    'clientSecret' in client
      ? { client_secret: client.clientSecret, token_endpoint_auth_method: 'client_secret_basic' }
      : { jwks: { keys: client.publicKeys }, token_endpoint_auth_method: 'private_key_jwt' };
  await saveClient(sql, clientId, {
    client_id: clientId,
    ...proof,
    client_name: institution.zh,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: SYSTEM_SCOPES.join(' '),
    place,
    institution,
  });
}

/** An institution's system as it is registered now. */
export async function findInstitution(
  sql: Sql,
  clientId: string,
): Promise<{ readonly place: string; readonly institution: Bilingual } | undefined> {
  const [row] = await sql<{ place: string | null; institution: Bilingual | null }[]>`
    select metadata->>'place' as place, metadata->'institution' as institution from identity.client where client_id = ${clientId}`;
  return row?.place && row.institution ? { place: row.place, institution: row.institution } : undefined;
}

/** The console of this platform: a public client with PKCE. */
export async function registerConsole(sql: Sql, url: string): Promise<void> {
  await saveClient(sql, CONSOLE_CLIENT, {
    client_id: CONSOLE_CLIENT,
    application_type: 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [`${url}/signed-in`],
    post_logout_redirect_uris: [`${url}/`],
    token_endpoint_auth_method: 'none',
    scope: `openid profile offline_access ${CONSOLE_SCOPE}`,
  });
}

async function saveClient(sql: Sql, clientId: string, metadata: object): Promise<void> {
  await sql`
    insert into identity.client (client_id, metadata) values (${clientId}, ${JSON.stringify(metadata)}::text::jsonb)
        on conflict (client_id) do update set metadata = excluded.metadata`;
}
