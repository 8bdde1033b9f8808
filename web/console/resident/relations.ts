import type { ResidentData } from '../../../src/databases/population/resident-data/contract.ts';
import type { FieldView } from '../../../src/forms/contract.ts';
import { useAnswer } from '../app/api.ts';

/** The relations of GB/T 4761, as the platform lists them with the data of a resident. */
export function useRelations(id: string): FieldView['options'] {
  const data = useAnswer<ResidentData>(`/api/residents/${encodeURIComponent(id)}/data`);
  return data.data?.elements.find(({ key }) => key === 'contactRelation')?.options ?? [];
}
