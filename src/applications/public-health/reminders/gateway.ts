import { isObject } from '../../../fhir/index.ts';
import type { Bilingual } from '../../../kernel/index.ts';
import { signMessage } from './message.ts';

/** What the gateway gets. */
export interface Message {
  /** The same for a repeat: of two with one id, one is sent. */
  readonly id: string;
  readonly to: string;
  readonly text: Bilingual;
}

export type GatewayAnswer =
  | { readonly kind: 'accepted'; readonly receipt: string | undefined }
  /** This message will never be taken. */
  | { readonly kind: 'refused'; readonly failure: string }
  /** It may be taken later. */
  | { readonly kind: 'failed'; readonly failure: string };

export type PostMessage = (message: Message, now: Date) => Promise<GatewayAnswer>;

export interface Gateway {
  readonly url: string;
  /** Shared with the gateway, which verifies by it that a message is from here. */
  readonly key: string;
  readonly timeoutMs: number;
}

const MOST_RECEIPT = 200;
/** What is wrong with this one message; whatever else is wrong may be mended. */
const REFUSED: ReadonlySet<number> = new Set([400, 422]);

/** Posts messages to the operator's gateway: JSON, signed in `X-Minkang-Signature`. Redirects are failures. */
export const openGateway =
  ({ url, key, timeoutMs }: Gateway): PostMessage =>
  async (message, now) => {
    const body = JSON.stringify(message);
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': message.id,
      'x-minkang-signature': signMessage(key, body, now),
    };
    try {
      const answer = await fetch(url, {
        ...{ method: 'POST', body, headers, redirect: 'error' },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await answer.text();
      if (answer.ok) return { kind: 'accepted', receipt: receiptIn(text) };
      return { kind: REFUSED.has(answer.status) ? 'refused' : 'failed', failure: `status ${answer.status}` };
    } catch (thrown) {
      return { kind: 'failed', failure: thrown instanceof Error && thrown.name === 'TimeoutError' ? 'timeout' : 'no connection' };
    }
  };

/** The member `receipt` of the answer, by which the operator finds the message again. */
function receiptIn(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const receipt = isObject(answer) ? answer['receipt'] : undefined;
    return typeof receipt === 'string' ? receipt.slice(0, MOST_RECEIPT) : undefined;
  } catch {
    return undefined;
  }
}
