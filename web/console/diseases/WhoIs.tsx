import { useTranslation } from 'react-i18next';
import type { ResidentData } from '../../../src/databases/population/resident-data/contract.ts';
import { useAnswer } from '../app/api.ts';
import { useSexWords } from './columns.tsx';

/** Whose card it is stands above the form. */
export function WhoIs({ id }: { readonly id: string }) {
  const { t } = useTranslation('diseases');
  const words = useSexWords();
  const { data } = useAnswer<ResidentData>(`/api/residents/${encodeURIComponent(id)}/data`);
  if (!data) return null;
  const { name, sex, birthDate } = data.values;
  return (
    <p className="disease-who">
      {t('who', { name: String(name ?? '—'), sex: words(String(sex ?? '')), birthDate: String(birthDate ?? '—') })}
    </p>
  );
}
