import { seal, unseal } from '../../security/crypto/index.ts';

/** What a websocket is told by a token: whose subscriptions, which, and until when. */
export interface BindingToken {
  readonly owner: string;
  readonly subscriptions: readonly string[];
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Says what a sealed text is for, so that no other sealed text of the platform opens a socket. */
const PURPOSE = 'subscriptions-websocket';
const LIFETIME_MS = 10 * 60 * 1000;

export const tokenEnd = (now: Date): number => now.getTime() + LIFETIME_MS;

export const sealToken = (key: Uint8Array, token: BindingToken): string =>
  seal(key, JSON.stringify([PURPOSE, token.owner, token.until, ...token.subscriptions]), token.until);

/** @returns undefined where the text is no token of this platform, or is too old */
export function openToken(key: Uint8Array, sealed: string, now: Date): BindingToken | undefined {
  const text = unseal(key, sealed, now.getTime());
  const parts = text?.startsWith(`["${PURPOSE}"`) ? (JSON.parse(text) as unknown[]) : [];
  const [, owner, until, ...subscriptions] = parts;
  if (typeof owner !== 'string' || typeof until !== 'number') return undefined;
  return { owner, until, subscriptions: subscriptions.filter((one) => typeof one === 'string') };
}
