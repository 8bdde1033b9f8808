import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { type ResidentRecord, toRecord } from './record.ts';

/** Fetches a path below /fhir as the signed-in account. */
type FhirFetch = (path: string, init?: RequestInit) => Promise<unknown>;

const FhirContext = createContext<FhirFetch | undefined>(undefined);

export const FhirProvider = FhirContext.Provider;

/** Which resident: by id where known at this platform, by sealed number where not. */
export type WhoseRecord = { readonly id: string } | { readonly handle: string };

/** The country-wide record of one resident. It is read again only when asked: every reading is logged. */
export function useRecord(whose: WhoseRecord) {
  const fetchFhir = useContext(FhirContext);
  if (!fetchFhir) throw new Error('useRecord stands outside FhirProvider');
  const path = pathOf(whose);
  return useQuery({
    queryKey: [path],
    queryFn: async ({ signal }): Promise<ResidentRecord> =>
      toRecord(await fetchFhir(path, { signal, headers: { Accept: 'application/fhir+json' } })),
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    structuralSharing: false,
  });
}

function pathOf(whose: WhoseRecord): string {
  return 'id' in whose
    ? `/fhir/Patient/${encodeURIComponent(whose.id)}/$record`
    : `/fhir/Patient/$record?handle=${encodeURIComponent(whose.handle)}`;
}
