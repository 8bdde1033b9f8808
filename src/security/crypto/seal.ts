import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a short text so that it can stand in an address without telling anything; good until a time.
 * @param key 32 bytes @param until epoch milliseconds
 */
export function seal(key: Uint8Array, text: string, until: number): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const content = Buffer.concat([cipher.update(JSON.stringify([text, until]), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), content]).toString('base64url');
}

/** @returns undefined where the text was not sealed with this key, was changed, or is too old */
export function unseal(key: Uint8Array, sealed: string, now: number): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    const [content, until]: unknown[] = JSON.parse(text);
    return typeof content === 'string' && typeof until === 'number' && now < until ? content : undefined;
  } catch {
    return undefined;
  }
}
