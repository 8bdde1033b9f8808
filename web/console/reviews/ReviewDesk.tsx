import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewItem, ReviewPage, ReviewState } from '../../../src/databases/population/linking/contract.ts';
import { Failure } from '../../ui/failure.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, postLeaving } from '../app/api.ts';
import { useKeys } from '../app/page-keys.ts';
import { useHolder } from './columns.tsx';
import { around, pairKey } from './pair.ts';
import { ReviewPair } from './ReviewPair.tsx';
import { Verdicts } from './Verdicts.tsx';

/** Stands in an address for the first pair of the list, whichever that is. */
export const FIRST = 'first';
/** A pair is held for ten minutes; who still looks at it asks again before they end. */
const PROLONG_MS = 5 * 60_000;

interface ReviewDeskProps {
  readonly page: ReviewPage;
  readonly state: string;
  readonly pair: string;
  readonly onPair: (pair: string) => void;
  readonly onNextPage: (() => void) | undefined;
  readonly onList: () => void;
}

/** One pair after the other: when one is decided, the next opens by itself. */
export function ReviewDesk({ page, state, pair, onPair, onNextPage, onList }: ReviewDeskProps) {
  const { t } = useTranslation('reviews');
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  const first = page.items[0];
  const toFirst = pair === FIRST && first ? pairKey(first) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: going there again before one has arrived would never arrive
  useEffect(() => {
    if (toFirst) onPair(toFirst);
  }, [toFirst]);
  const { at, next, previous } = around(page.items, pair);
  const goOn = next ? () => onPair(next) : onNextPage;
  const goBack = previous ? () => onPair(previous) : undefined;
  useKeys([
    { key: 'J', text: t('keyNext'), act: () => goOn?.() },
    { key: 'K', text: t('keyPrevious'), act: () => goBack?.() },
  ]);
  return (
    <>
      <nav className="toolbar" aria-label={t('title')}>
        <Button onClick={onList}>{t('toList')}</Button>
        {at >= 0 && (
          <span className="muted numeric" role="status">
            {t('position', { at: number(at + 1), total: number(page.counts[state as ReviewState]) })}
          </span>
        )}
        <span className="review-actions">
          <Button disabled={!goBack} onClick={goBack} aria-keyshortcuts="K">
            {t('previous')} <kbd>K</kbd>
          </Button>
          <Button disabled={!goOn} onClick={goOn} aria-keyshortcuts="J">
            {t('next')} <kbd>J</kbd>
          </Button>
        </span>
      </nav>
      {pair === FIRST && !first && <Alert type="success" showIcon title={t('allDone')} />}
      {pair !== FIRST && (
        <Held key={pair} pair={pair} listed={page.items[at]} onNext={() => onPair(next ?? FIRST)} isLast={!next} />
      )}
    </>
  );
}

/** Takes a pair before oneself for as long as it is looked at, and lets it go when another is opened or the page is left. */
function useHeld(pair: string, isQueued: boolean) {
  const last = useRef<Promise<unknown>>(undefined);
  const held = useQuery({
    queryKey: ['/api/reviews/hold', pair],
    queryFn: () => {
      const [a = '', b = ''] = pair.split(',');
      const asking = post<ReviewItem>('/api/reviews/hold', { a, b });
      last.current = asking;
      return asking;
    },
    refetchInterval: PROLONG_MS,
    enabled: isQueued,
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const { refetch } = held;
  useEffect(() => {
    const letGo = () => {
      const [a = '', b = ''] = pair.split(',');
      if (last.current) void postLeaving('/api/reviews/release', { a, b });
    };
    // a page that the browser kept and shows again
    const takeAgain = ({ persisted }: PageTransitionEvent) => {
      if (persisted && last.current) void refetch();
    };
    window.addEventListener('pagehide', letGo);
    window.addEventListener('pageshow', takeAgain);
    return () => {
      window.removeEventListener('pagehide', letGo);
      window.removeEventListener('pageshow', takeAgain);
      // not before it was taken
      void Promise.allSettled([last.current]).then(letGo);
    };
  }, [pair, refetch]);
  return held;
}

interface HeldProps {
  readonly pair: string;
  /** The pair as the list has it. */
  readonly listed: ReviewItem | undefined;
  /** The one that is open was decided. */
  readonly onNext: () => void;
  readonly isLast: boolean;
}

/** A pair that is taken before oneself; what somebody else has can be looked at, not decided. */
function Held({ pair, listed, onNext, isLast }: HeldProps) {
  const { t } = useTranslation('reviews');
  const holder = useHolder();
  const queries = useQueryClient();
  const isQueued = !listed || listed.state === 'open' || listed.state === 'later';
  const held = useHeld(pair, isQueued);
  const listAgain = () =>
    queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/reviews?') });
  const goOn = async (decided: ReviewItem) => {
    queries.setQueryData(['/api/reviews/hold', pair], decided);
    // the first of the list is the one just decided until the list is read again
    if (isLast) await listAgain();
    else void listAgain();
    onNext();
  };
  const isOthers = held.error instanceof Failure && held.error.code === 'held-by-another';
  const item = held.data ?? (isOthers || !isQueued ? listed : undefined);
  if (held.isLoading) return <Skeleton active title={false} paragraph={{ rows: 10 }} />;
  const who = listed && holder(listed);
  return (
    <>
      {isOthers && <Alert type="warning" showIcon role="alert" title={who ? t('heldBy', { who }) : t('heldByUnknown')} />}
      {held.error && !isOthers && <ProblemNotice error={held.error} onRetry={() => void held.refetch()} />}
      {item && (
        <ReviewPair
          item={item}
          actions={
            <Verdicts
              item={item}
              disabled={isOthers}
              onDecided={(decided) => void goOn(decided)}
              onRefused={() => void listAgain()}
            />
          }
        />
      )}
    </>
  );
}
