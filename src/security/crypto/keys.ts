import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** A signing key of a platform, as JWK: ES256 on P-256 until the platform's settings name another. */
export interface SigningKey {
  readonly kid: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

const ALGORITHM = 'ES256';

/** @param kid key id: division code and what it is for, e.g. `350102-hub` */
export async function newSigningKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const common = { kid, alg: ALGORITHM, use: 'sig' };
  return {
    kid,
    privateJwk: { ...(await exportJWK(privateKey)), ...common },
    publicJwk: { ...(await exportJWK(publicKey)), ...common },
  };
}

/** @throws TypeError where the JWK is none of an asymmetric key */
export async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('an asymmetric key is expected');
  return key;
}
