/** AES-GCM with a key that scripts can use and not read (Web Cryptography API, W3C; NIST SP 800-38D). */

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

const ALGORITHM = 'AES-GCM';
const IV_BYTES = 12;

export const newKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']);

/** @param place where it will lie: what was moved to another place does not open */
export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = await crypto.subtle.encrypt(parameters(iv, place), key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, bytes };
}

/** @throws OperationError where the key, the place or a bit is another */
export async function unseal<Value>(key: CryptoKey, place: string, { iv, bytes }: Sealed): Promise<Value> {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(parameters(iv, place), key, bytes)));
}

const parameters = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
  name: ALGORITHM,
  iv,
  additionalData: new TextEncoder().encode(place),
});

/** Digest of a text that is not to stand in the clear. */
export async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
