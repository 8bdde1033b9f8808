import type { Household } from '../../../src/databases/population/contract.ts';
import { useAnswer } from '../app/api.ts';

/** The household of a resident known here. */
export function useHousehold(id: string | undefined) {
  return useAnswer<Household>(`/api/residents/${encodeURIComponent(id ?? '')}/household`, { enabled: id !== undefined });
}
