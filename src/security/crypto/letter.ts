import { createHash } from 'node:crypto';
import { type CryptoKey, jwtVerify, SignJWT } from 'jose';
import { Problem } from '../../kernel/index.ts';

/**
 * What a platform signs when it calls another: who, to whom, which call, over which bytes. A JWS (RFC 7515), compact,
 * sent as bearer token beside the body, so that the receiver can keep it as proof of what was sent.
 */
export interface Letter {
  /** Division code of the sender. */
  readonly sender: string;
  /** Division code of the receiver. */
  readonly receiver: string;
  /** Path of the call. */
  readonly path: string;
}

const LIFETIME_SECONDS = 120;
const CLOCK_TOLERANCE_SECONDS = 60;

export const digestOf = (body: Uint8Array | string): string => createHash('sha256').update(body).digest('base64url');

/**
 * @param body the bytes as they will be sent, compressed or not
 * @param lifetimeSeconds for so long the signature holds
 */
export function signLetter(
  key: CryptoKey,
  letter: Letter,
  body: Uint8Array | string,
  lifetimeSeconds: number = LIFETIME_SECONDS,
): Promise<string> {
  return new SignJWT({ path: letter.path, digest: digestOf(body) })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(letter.sender)
    .setAudience(letter.receiver)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`)
    .sign(key);
}

/** @throws Problem platform-untrusted where signature, addressee, call, age or bytes are not as signed */
export async function verifyLetter(key: CryptoKey, expected: Letter, body: Uint8Array | string, token: string): Promise<void> {
  const { payload } = await jwtVerify(token, key, {
    issuer: expected.sender,
    audience: expected.receiver,
    algorithms: ['ES256'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  }).catch((cause: unknown) => {
    throw new Problem('platform-untrusted', 'The signature does not hold', { cause });
  });
  if (payload['path'] !== expected.path || payload['digest'] !== digestOf(body))
    throw new Problem('platform-untrusted', 'The signature is over another call');
}
