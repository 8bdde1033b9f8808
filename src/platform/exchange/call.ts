import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CryptoKey } from 'jose';
import { Problem, type ProblemCode, problems } from '../../kernel/index.ts';
import { signLetter } from '../../security/crypto/index.ts';

/** Where a call goes. */
export interface Neighbour {
  readonly division: string;
  readonly url: string;
}

export interface Caller {
  /** Division code of the calling platform. */
  readonly division: string;
  readonly key: CryptoKey;
}

const compress = promisify(gzip);
const COMPRESS_FROM = 1024;

/** Header with the division code of the calling platform. */
export const SENDER_HEADER = 'x-minkang-sender';

/**
 * Calls a neighbouring platform: JSON text, compressed when large, signed over the bytes sent.
 * @param path below the neighbour's address, e.g. `/platform/batches`
 * @returns the body of its answer
 * @throws Problem platform-unreachable, deadline-passed, or what the neighbour answered
 */
export async function callNeighbour(
  caller: Caller,
  neighbour: Neighbour,
  path: string,
  json: string,
  timeoutMs: number,
): Promise<string> {
  const small = json.length < COMPRESS_FROM;
  const body = small ? Buffer.from(json) : await compress(json);
  const letter = await signLetter(caller.key, { sender: caller.division, receiver: neighbour.division, path }, body);
  const headers = {
    'content-type': 'application/json',
    ...(small ? {} : { 'content-encoding': 'gzip' }),
    authorization: `Bearer ${letter}`,
    [SENDER_HEADER]: caller.division,
  };
  const answer = await send(neighbour, path, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs))),
  });
  if (answer.ok) return answer.text;
  throw toProblem(neighbour, answer.status, answer.text);
}

async function send(
  { division, url }: Neighbour,
  path: string,
  init: RequestInit,
): Promise<{ ok: boolean; status: number; text: string }> {
  try {
    const response = await fetch(`${url}${path}`, init);
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch (cause) {
    const isLate = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
    if (isLate) throw new Problem('deadline-passed', `${division} did not answer in time`, { at: division, cause });
    throw new Problem('platform-unreachable', `${division} does not accept connections`, { at: division, cause });
  }
}

function toProblem({ division }: Neighbour, status: number, text: string): Problem {
  const code = codeIn(text);
  if (code) return new Problem(code, `${division} answered ${code}`, { at: division });
  return new Problem('platform-unreachable', `${division} answered ${status}`, { at: division });
}

function codeIn(text: string): ProblemCode | undefined {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === 'string' && code in problems ? (code as ProblemCode) : undefined;
  } catch {
    return undefined;
  }
}
