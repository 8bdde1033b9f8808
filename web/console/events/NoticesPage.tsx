import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { NoticePage, NoticeRow, NoticeState } from '../../../src/platform/notices/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { formatNumber } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useNoticeColumns } from './notice-columns.tsx';
import './events.css';

const PAGE = 50;
const LIVE_MS = 10_000;
const statesOf = {
  incoming: ['arrived', 'acknowledged', 'withdrawn'],
  outgoing: ['waiting', 'sent', 'arrived', 'acknowledged', 'undeliverable', 'withdrawn'],
} as const satisfies Record<NoticeRow['direction'], readonly NoticeState[]>;

/** Moves of which another place was told, or told here; direction, state and page stand in the address. */
export function NoticesPage() {
  const { t } = useTranslation('events');
  const language = useLanguage();
  const [{ direction: given, state, cursor }, setUrl] = useUrlState({ direction: '', state: '', cursor: '' });
  const direction = given === 'outgoing' ? 'outgoing' : 'incoming';
  const list = useAnswer<NoticePage>(address('/api/notices', { direction, state, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const acknowledging = useAcknowledging();
  const columns = useNoticeColumns(direction, (id) => acknowledging.mutate(id), acknowledging.variables);
  const { shown, chosen, choose } = useChosenColumns(`notices-${direction}`, columns);
  const all = (signal: AbortSignal) => everyPage<NoticeRow>('/api/notices', { direction, state }, signal);
  const labelOf = (one: NoticeState) =>
    list.data ? `${t(`notice_${one}`)} ${formatNumber(list.data.counts[one], language)}` : t(`notice_${one}`);
  return (
    <Page
      title={t('notices')}
      purpose={t('noticesPurpose')}
      standard={t('noticesStandard')}
      actions={
        <>
          <Link to="/events">{t('title')}</Link>
          <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
          <ExportButton what={t('notices')} columns={shown} pages={all} disabled={!list.data?.items.length} />
        </>
      }
    >
      <search className="toolbar event-filters">
        <Segmented
          aria-label={t('direction')}
          value={direction}
          options={(['incoming', 'outgoing'] as const).map((one) => ({ value: one, label: t(`notices_${one}`) }))}
          onChange={(next) => setUrl({ direction: next === 'incoming' ? '' : next, state: '', cursor: '' }, { replace: true })}
        />
        <ChoiceFilter
          label={t('state')}
          value={state}
          options={statesOf[direction].map((one) => ({ value: one, label: labelOf(one) }))}
          onChange={(next) => setUrl({ state: next, cursor: '' }, { replace: true })}
        />
      </search>
      {acknowledging.error && <ProblemNotice error={acknowledging.error} />}
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<NoticeRow>
            caption={t('noticesCaption')}
            rows={list.data?.items}
            columns={shown}
            rowKey={({ id }) => id}
            empty={t('noticesNone')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

function useAcknowledging() {
  const { t } = useTranslation('events');
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (id: string) => post<void>('/api/notices/acknowledge', { id }),
    onSuccess: async () => {
      void message.success(t('noticeAcknowledgedNow'));
      await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/notices') });
    },
  });
}
