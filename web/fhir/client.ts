import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { type Place, type ResidentRecord, toRecord, toRecordHere } from './record.ts';
import { isFields, listOf, stringOf } from './types.ts';

/** Fetches a path below /fhir as the signed-in account. */
type FhirFetch = (path: string, init?: RequestInit) => Promise<unknown>;

const FhirContext = createContext<FhirFetch | undefined>(undefined);

export const FhirProvider = FhirContext.Provider;

/** Which resident: by id where known at this platform, by sealed number where not; `only` leaves out all other platforms. */
export type WhoseRecord = { readonly id: string; readonly only?: Place | undefined } | { readonly handle: string };

/** The record of one resident, of the whole country or of one platform. It is read again only when asked: every reading is logged. */
export function useRecord(whose: WhoseRecord) {
  const fetchFhir = useContext(FhirContext);
  if (!fetchFhir) throw new Error('useRecord stands outside FhirProvider');
  const path = pathOf(whose);
  const only = 'id' in whose ? whose.only : undefined;
  return useQuery({
    queryKey: [path],
    queryFn: async ({ signal }): Promise<ResidentRecord> => {
      const ask = (address: string) => fetchFhir(address, { signal, headers: { Accept: 'application/fhir+json' } });
      return only ? toRecordHere(await allPages(path, ask), only) : toRecord(await ask(path));
    },
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    structuralSharing: false,
  });
}

function pathOf(whose: WhoseRecord): string {
  if ('handle' in whose) return `/fhir/Patient/$record?handle=${encodeURIComponent(whose.handle)}`;
  return `/fhir/Patient/${encodeURIComponent(whose.id)}/${whose.only ? '$everything?_count=500' : '$record'}`;
}

/** A Bundle and those that its `next` links lead to. */
async function allPages(path: string, ask: (address: string) => Promise<unknown>): Promise<readonly unknown[]> {
  const bundles: unknown[] = [];
  let next: string | undefined = path;
  while (next) {
    const bundle = await ask(next);
    bundles.push(bundle);
    next = nextOf(bundle);
  }
  return bundles;
}

function nextOf(bundle: unknown): string | undefined {
  const link = isFields(bundle) ? listOf(bundle.link).find(({ relation }) => relation === 'next') : undefined;
  const url = stringOf(link?.url);
  if (!url) return undefined;
  const { pathname, search } = new URL(url, window.location.origin);
  return pathname + search;
}
