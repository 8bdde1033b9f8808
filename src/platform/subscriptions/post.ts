import { lookup } from 'node:dns';
import { type ClientRequest, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type EndpointRules, isReachable, literalOf } from './endpoint.ts';

/** One notification on its way. */
export interface Posting {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Ends the attempt when the platform stops. */
  readonly signal?: AbortSignal;
}

/** Hands a notification over. @returns undefined where it was accepted, else why not: no more than the kind of failure */
export type Post = (posting: Posting) => Promise<string | undefined>;

/**
 * Posts to an endpoint by the rules. The address that a name leads to is looked at as the connection is made, so a name
 * that changes its mind in between leads nowhere else. Redirects are not followed: they are failures.
 */
export const postBy =
  (rules: EndpointRules): Post =>
  ({ endpoint, headers, body, timeoutMs, signal }) => {
    const url = new URL(endpoint);
    const literal = literalOf(url);
    if (literal && !isReachable(url, literal, rules)) return Promise.resolve(INTERNAL);
    const send = url.protocol === 'https:' ? requestSecure : requestPlain;
    const timeout = AbortSignal.timeout(timeoutMs);
    return new Promise((resolve) => {
      const sent: ClientRequest = send(
        url,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          agent: false,
          lookup: guardedLookup(url, rules),
          signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
        },
        (response) => {
          const status = response.statusCode ?? 0;
          // what it says is of no interest, and may be endless
          response.destroy();
          resolve(status >= 200 && status < 300 ? undefined : `answered ${status}`);
        },
      );
      sent.on('error', (error) => resolve(timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : nameOf(error)));
      sent.end(body);
    });
  };

const INTERNAL = 'leads to an address inside of networks';

class Unreachable extends Error {}

const guardedLookup =
  (url: URL, rules: EndpointRules): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const refused = error ?? (addresses.every(({ address }) => isReachable(url, address, rules)) ? null : new Unreachable());
      const [first] = addresses ?? [];
      if (refused || !first) return done(refused ?? new Unreachable(), '', 0);
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  };

/** The kind of a failure; its text could carry the address with what stands in it. */
function nameOf(error: Error & { code?: string }): string {
  if (error instanceof Unreachable) return INTERNAL;
  return `no connection (${error.code ?? error.name})`;
}
