import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useMay, useSession } from '../session.tsx';
import { useConnection } from './connection.ts';
import { markedAccount } from './marker.ts';
import { tellChanged, useQueueCounts } from './queue.ts';

/** What was not taken for the moment is sent again after so long. */
const AGAIN_MS = 30_000;

/** What goes on beside every page: the service worker, whose things are here, and sending once the platform is back. */
export function useOfflineWork(): void {
  const session = useSession();
  const mayFill = useMay()('programme.write');
  const queries = useQueryClient();
  const { isReached, isLocal } = useConnection();
  const { waiting } = useQueueCounts();
  const isSignedIn = isReached && !isLocal;
  const wasLocal = useRef(isLocal);

  useEffect(() => {
    if (mayFill) void serviceWorker();
  }, [mayFill]);

  useEffect(() => {
    if (wasLocal.current && !isLocal) void queries.invalidateQueries();
    wasLocal.current = isLocal;
  }, [isLocal, queries]);

  useEffect(() => {
    if (!isSignedIn || !(mayFill || markedAccount())) return;
    void (async () => {
      const { signedInAs } = await import('./account.ts');
      await signedInAs(session);
      tellChanged();
    })();
  }, [isSignedIn, mayFill, session]);

  useEffect(() => {
    if (!isSignedIn || waiting === 0) return;
    const send = async () => {
      const [{ keeperOf }, { sendQueue }] = await Promise.all([import('./account.ts'), import('./sending.ts')]);
      const keeper = await keeperOf(session);
      if (keeper) await sendQueue(keeper);
    };
    void send();
    const again = setInterval(() => void send(), AGAIN_MS);
    return () => clearInterval(again);
  }, [isSignedIn, waiting, session]);
}

/** Only for who fills in forms: nobody else works without network. */
async function serviceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // without it the console works as before, with network only
  await navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
}

/** Erases what the account that works here has taken along and queued. */
export async function eraseHere(): Promise<void> {
  const account = markedAccount();
  if (account === undefined) return;
  const { eraseAccount } = await import('./account.ts');
  await eraseAccount(account);
  tellChanged();
}
