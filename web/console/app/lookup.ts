import { useNavigate } from '@tanstack/react-router';
import type { ResidentPage } from '../../../src/databases/population/contract.ts';
import type { Lookup } from '../../../src/platform/routing/contract.ts';
import { Failure } from '../../ui/failure.ts';
import { address, call, post } from './api.ts';
import { useMay } from './session.tsx';

/** An identity or card number: 18 letters and digits, mostly digits (GB 11643, WS/T 543). It must never stand in an address. */
export function isWholeNumber(text: string): boolean {
  return /^[0-9A-Za-z]{18}$/.test(text) && text.replaceAll(/\D/g, '').length >= 9;
}

type Found = Pick<Lookup, 'residentId' | 'handle'>;

/** Finds the resident with a number, as far as the account may ask for it. Throws `Failure`. */
export function useFindByNumber(): (number: string) => Promise<Found> {
  const may = useMay();
  return (number) => (may('record.fetch') ? lookUp(number) : findHere(number));
}

/** Opens the page of the resident with a number; the address it goes to carries none. Throws `Failure`. */
export function useOpenByNumber(): (number: string) => Promise<void> {
  const navigate = useNavigate();
  const find = useFindByNumber();
  return async (number) => {
    const { residentId, handle } = await find(number);
    if (residentId) await navigate({ to: '/residents/$id', params: { id: residentId } });
    else await navigate({ to: '/records/$handle', params: { handle } });
  };
}

function lookUp(number: string): Promise<Lookup> {
  return post<Lookup>('/api/lookups', { number: number.toUpperCase() });
}

/** For roles that may not ask other platforms: among the residents of this one. */
async function findHere(number: string): Promise<Found> {
  const { items } = await call<ResidentPage>(address('/api/residents', { q: number.toUpperCase(), count: 2 }));
  const [found] = items;
  if (found) return { residentId: found.id, handle: '' };
  const titles = { zh: '本平台没有此号码的居民', en: 'No resident of this platform has this number' };
  throw new Failure({ status: 404, code: 'resident-unknown', titles });
}
