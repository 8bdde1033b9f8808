import { CompactEncrypt, compactDecrypt, importJWK, type JWK } from 'jose';

/**
 * Text that a platform alone can read, by the key under which it signs: JWE (RFC 7516), compact, ECDH-ES on the curve of the key with
 * A256GCM. Whoever carries it on the way cannot.
 */
export async function encryptFor({ kty, crv, x, y }: JWK, text: string): Promise<string> {
  const key = await importJWK({ kty, crv, x, y } as JWK, ALGORITHM);
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ alg: ALGORITHM, enc: CIPHER }).encrypt(key);
}

const ALGORITHM = 'ECDH-ES';
const CIPHER = 'A256GCM';

/** @returns undefined where it was written for another, or is no such text */
export async function decryptBy({ kty, crv, x, y, d }: JWK, sealed: string): Promise<string | undefined> {
  const key = await importJWK({ kty, crv, x, y, d } as JWK, ALGORITHM);
  try {
    const { plaintext } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [CIPHER],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    return undefined;
  }
}
