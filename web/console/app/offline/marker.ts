/**
 * Digest of the account that was signed in last and has something here. Whoever signs in with another account sees nothing of it,
 * with or without network.
 */
const MARKER = 'minkang.offline';

export const markedAccount = (): string | undefined => localStorage.getItem(MARKER) ?? undefined;

export function markAccount(account: string | undefined): void {
  if (account === undefined) localStorage.removeItem(MARKER);
  else localStorage.setItem(MARKER, account);
}
