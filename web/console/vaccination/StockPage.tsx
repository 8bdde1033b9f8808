import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { VaccinationWords } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { Stock } from '../../../src/applications/public-health/vaccine-stock/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { ColdChain } from './ColdChain.tsx';
import { LotTable } from './LotTable.tsx';
import { Movements } from './Movements.tsx';
import { PointFrame } from './PointFrame.tsx';

/** What a point has, by lot, and how cold it is kept. */
export function StockPage() {
  const { t } = useTranslation('vaccination');
  return (
    <PointFrame title={t('stockTitle')} purpose={t('stockPurpose')}>
      {(point) => <PointStock key={point} point={point} />}
    </PointFrame>
  );
}

const LIVE_MS = 30_000;

function PointStock({ point }: { readonly point: string }) {
  const base = `/api/vaccination/points/${encodeURIComponent(point)}`;
  const stock = useAnswer<Stock>(`${base}/stock`, { refetchInterval: LIVE_MS });
  const words = useAnswer<VaccinationWords>('/api/vaccination/words');
  const error = stock.error ?? words.error;
  const changed = () => void stock.refetch();
  if (error) return <ProblemNotice error={error} onRetry={changed} />;
  if (!stock.data || !words.data) return <Skeleton active title={false} paragraph={{ rows: 10 }} />;
  return (
    <>
      <ColdChain base={base} stock={stock.data} onChanged={changed} />
      <LotTable base={base} stock={stock.data} words={words.data} onChanged={changed} />
      <Movements stock={stock.data} />
    </>
  );
}
