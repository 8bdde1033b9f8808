import { useNavigate } from '@tanstack/react-router';
import type { Lookup } from '../../../src/platform/routing/contract.ts';
import { post } from './api.ts';

/** An identity or card number: 18 letters and digits, mostly digits (GB 11643, WS 537). It must never stand in an address. */
export function isWholeNumber(text: string): boolean {
  return /^[0-9A-Za-z]{18}$/.test(text) && text.replaceAll(/\D/g, '').length >= 9;
}

/** Opens the page of the resident with a number; the address it goes to carries none. Throws `Failure`. */
export function useOpenByNumber(): (number: string) => Promise<void> {
  const navigate = useNavigate();
  return async (number) => {
    const { residentId, handle } = await post<Lookup>('/api/lookups', { number: number.toUpperCase() });
    if (residentId) await navigate({ to: '/residents/$id', params: { id: residentId } });
    else await navigate({ to: '/records/$handle', params: { handle } });
  };
}
