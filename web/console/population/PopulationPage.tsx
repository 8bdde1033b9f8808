import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PopulationStatistics } from '../../../src/databases/population/statistics/contract.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { DateFilter } from '../../ui/DateInput.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { DivisionPath } from '../app/counts/DivisionPath.tsx';
import { SmallCellsNote } from '../app/counts/SmallCellsNote.tsx';
import { useUrlState } from '../app/url-state.ts';
import { Freshness } from './Freshness.tsx';
import { MonthsPanel, PartsPanel, PyramidPanel } from './panels.tsx';
import { Totals } from './Totals.tsx';
import { Views } from './Views.tsx';
import './population.css';

const LIVE_MS = 10_000;

/** How many live where, of which age and sex, and how they come and go. The address carries division and month. */
export function PopulationPage() {
  const { t } = useTranslation('population');
  const [{ division, month }, setUrl] = useUrlState({ division: '', month: '' });
  const answer = useAnswer<PopulationStatistics>(address('/api/population/statistics', { division, month }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const statistics = answer.data;
  const choose = (next: string) => setUrl({ division: next });
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      standard={t('standard')}
      actions={statistics && <AsOf instant={statistics.asOf} />}
    >
      <Views division={division} />
      <div className="toolbar population-bar">
        {statistics && <DivisionPath path={statistics.path} onChoose={choose} />}
        <DateFilter
          kind="month"
          className="population-month"
          aria-label={t('atEndOf')}
          addonBefore={t('atEndOf')}
          value={month || statistics?.month || ''}
          onChange={(next) => setUrl({ month: next }, { replace: true })}
        />
      </div>
      {answer.error && <ProblemNotice error={answer.error} onRetry={() => void answer.refetch()} staleSince={statistics?.asOf} />}
      {answer.isPending && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {statistics && (
        <div className="population" aria-busy={answer.isPlaceholderData}>
          <Totals statistics={statistics} />
          <div className="population-charts">
            <PyramidPanel statistics={statistics} />
            <MonthsPanel statistics={statistics} />
          </div>
          <PartsPanel statistics={statistics} onChoose={choose} />
          <SmallCellsNote rule={statistics.smallCells} />
          <Freshness platforms={statistics.freshness} />
        </div>
      )}
    </Page>
  );
}
