import { useSyncExternalStore } from 'react';

/** How the console works just now. */
export interface Connection {
  /** Whether the platform answered when it was asked last. */
  readonly isReached: boolean;
  /** Answers come from what was taken along; nobody is sent to the sign-in page in the middle of a form. */
  readonly isLocal: boolean;
}

let now: Connection = { isReached: true, isLocal: false };
const listeners = new Set<() => void>();

export const connection = (): Connection => now;

export function setConnection(next: Partial<Connection>): void {
  const both = { ...now, ...next };
  if (both.isReached === now.isReached && both.isLocal === now.isLocal) return;
  now = both;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useConnection = (): Connection => useSyncExternalStore(subscribe, connection);
