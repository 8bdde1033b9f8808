import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { JWK } from 'jose';
import { Problem } from '../../kernel/index.ts';
import { importKey, verifyLetter } from '../../security/crypto/index.ts';

const expand = promisify(gunzip);
const MAX_EXPANDED_BYTES = 256 * 1024 * 1024;

export interface ReceivedCall {
  /** Division code that the caller gives. */
  readonly sender: string | undefined;
  readonly authorization: string | undefined;
  readonly path: string;
  readonly body: Uint8Array;
  readonly isCompressed: boolean;
}

/**
 * Checks that a call comes from the platform it names and is meant for this one, and unpacks it.
 * @param keyOf public key of a platform that may call here; undefined for any other
 * @throws Problem platform-untrusted, too-large, json-malformed
 */
export async function receiveCall(
  call: ReceivedCall,
  receiver: string,
  keyOf: (division: string) => JWK | undefined,
): Promise<{ sender: string; text: string }> {
  const { sender, authorization, path, body } = call;
  const key = sender ? keyOf(sender) : undefined;
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (!sender || !key || !token) throw new Problem('platform-untrusted', 'No neighbour of this platform signed the call');
  await verifyLetter(await importKey(key), { sender, receiver, path }, body, token);
  return { sender, text: call.isCompressed ? await unpack(body) : Buffer.from(body).toString('utf8') };
}

async function unpack(body: Uint8Array): Promise<string> {
  try {
    return (await expand(body, { maxOutputLength: MAX_EXPANDED_BYTES })).toString('utf8');
  } catch (cause) {
    if (cause instanceof RangeError) throw new Problem('too-large', `at most ${MAX_EXPANDED_BYTES} bytes`, { cause });
    throw new Problem('json-malformed', 'The body is not compressed as its header says', { cause });
  }
}
