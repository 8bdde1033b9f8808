import type { CryptoKey, JWK } from 'jose';
import { Problem, parseOrUndefined } from '../../kernel/index.ts';
import { importKey, signLetter, verifyLetter } from '../../security/crypto/index.ts';
import { type RecordRequest, type Warrant, warrant as warrantSchema } from './request.ts';

const ANYBODY = 'any-platform';
const PATH = 'record';

/** A record request as it leaves the platform of the asker, which has read these of its own Patients itself. */
export async function makeRequest(
  key: CryptoKey,
  warrant: Warrant,
  budgetMs: number,
  known: readonly string[] = [],
): Promise<RecordRequest> {
  const text = JSON.stringify(warrant);
  const signature = await signLetter(key, { sender: warrant.division, receiver: ANYBODY, path: PATH }, text);
  return { direction: 'up', warrant: text, signature, budgetMs, hops: [], known: [...known], targets: [] };
}

/**
 * The warrant of a request, when the platform that vouches for the asker signed exactly this text.
 * @throws Problem platform-untrusted, input-invalid
 */
export async function readWarrant(request: RecordRequest, keyOf: (division: string) => JWK | undefined): Promise<Warrant> {
  const parsed = warrantSchema.safeParse(parseOrUndefined(request.warrant));
  if (!parsed.success)
    throw new Problem('input-invalid', 'The warrant does not have its form', { at: parsed.error.issues[0]?.path.join('.') });
  const key = keyOf(parsed.data.division);
  if (!key) throw new Problem('platform-untrusted', 'The platform of the asker is not known here');
  await verifyLetter(
    await importKey(key),
    { sender: parsed.data.division, receiver: ANYBODY, path: PATH },
    request.warrant,
    request.signature,
  );
  return parsed.data;
}
