import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReviewItem, ReviewPage } from '../../../src/databases/population/linking/contract.ts';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { formatNumber } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import { address, call } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import type { useKeyset } from '../app/url-state.ts';
import { useReviewColumns } from './columns.tsx';
import { pairKey } from './pair.ts';
import { FIRST } from './ReviewDesk.tsx';

const states = ['open', 'later', 'linked', 'not-same', 'settled'] as const;

interface ReviewListProps {
  readonly page: ReviewPage | undefined;
  readonly stale: boolean;
  readonly state: string;
  readonly place: string;
  readonly pages: ReturnType<typeof useKeyset>;
  readonly onFilter: (next: { readonly state?: string; readonly place?: string }) => void;
  readonly onOpen: (pair: string) => void;
}

/** Doubtful pairs of one state, those first that most look like one person's. */
export function ReviewList({ page, stale, state, place, pages, onFilter, onOpen }: ReviewListProps) {
  const { t } = useTranslation('reviews');
  const language = useLanguage();
  const columns = useReviewColumns(state !== 'open' && state !== 'later');
  const { shown, chosen, choose } = useChosenColumns('reviews', columns);
  const isQueue = state === 'open' || state === 'later';
  const labelOf = (one: (typeof states)[number]) => (page ? `${t(one)} ${formatNumber(page.counts[one], language)}` : t(one));
  return (
    <>
      <div className="toolbar">
        <div className="review-states">
          <Segmented
            aria-label={t('states')}
            value={state}
            options={states.map((one) => ({ value: one, label: labelOf(one) }))}
            onChange={(next) => onFilter({ state: next === 'open' ? '' : next })}
          />
        </div>
        <SearchField
          label={t('place')}
          placeholder={t('placeHint')}
          size="medium"
          value={place}
          onSearch={(text) => onFilter({ place: /^\d{2,12}$/.test(text) ? text : '' })}
        />
        <span className="review-actions">
          <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
          <ExportButton
            what={t('title')}
            columns={shown}
            pages={(signal) => everyPair({ state, place }, signal)}
            disabled={!page?.items.length}
          />
          {isQueue && (
            <Button type="primary" disabled={!page?.items.length} onClick={() => onOpen(FIRST)}>
              {t('work')}
            </Button>
          )}
        </span>
      </div>
      <ListTable<ReviewItem>
        caption={t('caption')}
        rows={page?.items}
        columns={shown}
        rowKey={pairKey}
        empty={state === 'open' ? t('none') : t('noneOfState')}
        stale={stale}
        onOpen={(item) => onOpen(pairKey(item))}
      />
      <KeysetPager {...pages} />
    </>
  );
}

/** The most that the list of reviews gives at once. */
const MOST = 100;

async function* everyPair(query: { state: string; place: string }, signal: AbortSignal): AsyncGenerator<readonly ReviewItem[]> {
  let cursor: string | undefined;
  do {
    const page: ReviewPage = await call<ReviewPage>(address('/api/reviews', { ...query, cursor, count: MOST }), { signal });
    yield page.items;
    cursor = page.next;
  } while (cursor);
}
