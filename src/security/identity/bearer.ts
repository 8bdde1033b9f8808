import { createHash } from 'node:crypto';
import { type CryptoKey, jwtVerify } from 'jose';
import { type Bilingual, Problem } from '../../kernel/index.ts';

/** Whoever holds a valid access token of this platform. */
export interface Bearer {
  /** User name or client id. */
  readonly id: string;
  readonly name: Bilingual;
  readonly role: string;
  readonly place: string;
  readonly institution: Bilingual | undefined;
  readonly scopes: readonly string[];
}

const MAX_REMEMBERED = 10_000;

/**
 * Checks access tokens (JWT, RFC 9068) against the platform's own key. A token seen before is not verified again until
 * it expires; remembered by its hash.
 */
export function bearerCheck(options: { issuer: string; audience: string; key: CryptoKey }): (token: string) => Promise<Bearer> {
  const remembered = new Map<string, { bearer: Bearer; expiresAt: number }>();
  return async (token) => {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = remembered.get(hash);
    if (known && known.expiresAt > Date.now()) return known.bearer;
    const { payload } = await jwtVerify(token, options.key, {
      issuer: options.issuer,
      audience: options.audience,
      algorithms: ['ES256'],
      typ: 'at+jwt',
    }).catch((cause: unknown) => {
      throw new Problem('sign-in-required', 'The access token is not valid or has expired', { cause });
    });
    const bearer = toBearer(payload);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(hash, { bearer, expiresAt: (payload.exp ?? 0) * 1000 });
    return bearer;
  };
}

function toBearer(claims: Record<string, unknown>): Bearer {
  const { sub, client_id: clientId, role, place, scope, name, institution } = claims;
  const id = typeof sub === 'string' ? sub : clientId;
  if (typeof id !== 'string' || typeof role !== 'string' || typeof place !== 'string')
    throw new Problem('sign-in-required', 'The access token names no role');
  const known = isBilingual(institution) ? institution : undefined;
  return {
    id,
    role,
    place,
    institution: known,
    name: isBilingual(name) ? name : (known ?? { zh: id, en: id }),
    scopes: typeof scope === 'string' ? scope.split(' ') : [],
  };
}

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' &&
  value !== null &&
  'zh' in value &&
  'en' in value &&
  typeof value.zh === 'string' &&
  typeof value.en === 'string';
