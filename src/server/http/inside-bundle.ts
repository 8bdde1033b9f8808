import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import type { Subject } from '../../security/access/index.ts';
import type { ScopedStore } from '../../store/index.ts';

/** What a request knows that is made for an entry of a bundle: it is served as any other, by whoever sent the bundle. */
export interface Inside {
  readonly subject: Subject;
  /** In a transaction, what it has written is seen. */
  readonly store: ScopedStore;
  /** What is to be entered in the audit log when the bundle is answered; until then its transaction holds the connection. */
  readonly entering: (() => Promise<void>)[];
}

const current = new AsyncLocalStorage<Inside>();

/** undefined for a request that somebody made. */
export const insideBundle = (): Inside | undefined => current.getStore();

/** Makes a request for an entry; what it is served by asks `insideBundle`. */
export const madeInside = (
  inside: Inside,
  { server }: FastifyRequest,
  request: { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; payload?: string },
) =>
  // it begins when it is waited for, which must be inside as well
  current.run(inside, async () => await server.inject(request));
