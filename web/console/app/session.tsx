import { createContext, useContext } from 'react';
import type { Session } from '../../../src/security/identity/contract.ts';

const SessionContext = createContext<Session | undefined>(undefined);

export const SessionProvider = SessionContext.Provider;

/** Who is signed in, where, and what may be drawn. Only below the signed-in layout. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession stands outside the signed-in layout');
  return session;
}

/** Whether the role has a right; it decides what is drawn, the server decides what is allowed. */
export function useMay(): (right: string) => boolean {
  const { rights } = useSession();
  return (right) => rights.includes(right);
}
