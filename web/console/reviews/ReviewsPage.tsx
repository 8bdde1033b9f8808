import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ReviewPage } from '../../../src/databases/population/linking/contract.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { FIRST, ReviewDesk } from './ReviewDesk.tsx';
import { ReviewList } from './ReviewList.tsx';
import { Throughput } from './Throughput.tsx';
import './reviews.css';

const PAGE = 20;
const LIVE_MS = 30_000;

/** The work queue of doubtful pairs: the list, or one pair after the other. State, place, page and pair stand in the address. */
export function ReviewsPage() {
  const { t } = useTranslation('reviews');
  const [{ state, place, cursor, pair }, setUrl] = useUrlState({ state: '', place: '', cursor: '', pair: '' });
  const wanted = state || 'open';
  const list = useAnswer<ReviewPage>(address('/api/reviews', { state: wanted, place, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  return (
    <Page
      title={t('title')}
      purpose={pair ? '' : t('purpose')}
      standard={t('standard')}
      actions={<Link to="/matching">{t('toModel')}</Link>}
    >
      {list.error && (
        <ProblemNotice
          error={list.error}
          onRetry={() => void list.refetch()}
          staleSince={list.data && new Date(list.dataUpdatedAt).toISOString()}
        />
      )}
      {pair !== '' && list.data && (
        <ReviewDesk
          page={list.data}
          state={wanted}
          pair={pair}
          onPair={(next) => setUrl({ pair: next }, { replace: true })}
          onNextPage={list.data.next ? () => setUrl({ cursor: list.data.next ?? '', pair: FIRST }) : undefined}
          onList={() => setUrl({ pair: '' })}
        />
      )}
      {pair === '' && (list.data || !list.error) && (
        <>
          <ReviewList
            page={list.data}
            stale={list.isPlaceholderData}
            state={wanted}
            place={place}
            pages={pages}
            onFilter={(next) => setUrl({ ...next, cursor: '' }, { replace: true })}
            onOpen={(next) => setUrl({ pair: next })}
          />
          {list.data && <Throughput days={list.data.decided} />}
        </>
      )}
    </Page>
  );
}
