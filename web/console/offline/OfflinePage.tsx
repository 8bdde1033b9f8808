import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { eraseTaken, findKeeper, type Keeper, keeperOf } from '../app/offline/account.ts';
import { useConnection } from '../app/offline/connection.ts';
import { readQueue, removeFromQueue, useQueueCounts } from '../app/offline/queue.ts';
import type { QueuedContact } from '../app/offline/queue-state.ts';
import { sendQueue, stopSending, useSendingProgress } from '../app/offline/sending.ts';
import { readTaken } from '../app/offline/taken.ts';
import { useSession } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useQueueColumns } from './columns.tsx';
import { QueuedDrawer } from './QueuedDrawer.tsx';
import './offline.css';

const PAGE = 20;
const filters = { cursor: '' };

/** What was taken along on this device, and what was recorded here: waiting, sent, refused, or for a person to decide. */
export function OfflinePage() {
  const { t } = useTranslation('offline');
  const here = useHere();
  const [{ cursor }] = useUrlState(filters);
  const [chosen, choose] = useState<string>();
  const columns = useQueueColumns();
  const from = Number(cursor) || 0;
  const queue = here.data?.queue;
  const pages = useKeyset(cursor, queue && from + PAGE < queue.length ? String(from + PAGE) : undefined);
  const opened = queue?.find(({ id }) => id === chosen);
  return (
    <Page title={t('title')} purpose={t('purpose')}>
      {here.error && <ProblemNotice error={here.error} onRetry={() => void here.refetch()} />}
      {here.data && <TakenHere keeper={here.data.keeper} taken={here.data.taken} onErased={() => void here.refetch()} />}
      <SendingBar keeper={here.data?.keeper} queue={queue ?? []} />
      <ListTable<QueuedContact>
        caption={t('caption')}
        rows={queue?.slice(from, from + PAGE)}
        columns={columns}
        rowKey={({ id }) => id}
        empty={t('none')}
        onOpen={({ id }) => choose(id)}
      />
      <KeysetPager {...pages} />
      {here.data?.keeper && opened && (
        <QueuedDrawer keeper={here.data.keeper} queued={opened} onClose={() => choose(undefined)} />
      )}
    </Page>
  );
}

/** What the account has on this device; read anew whenever the queue changes. */
function useHere() {
  const session = useSession();
  const { isLocal } = useConnection();
  const counts = useQueueCounts();
  const progress = useSendingProgress();
  return useQuery({
    queryKey: ['offline', isLocal, counts, progress],
    queryFn: async () => {
      const keeper = isLocal ? await findKeeper() : await keeperOf(session);
      if (!keeper) return { keeper: undefined, queue: [], taken: 0 };
      const [queue, taken] = await Promise.all([readQueue(keeper), readTaken(keeper)]);
      return { keeper, queue, taken: taken.length };
    },
    placeholderData: (last) => last,
  });
}

interface TakenHereProps {
  readonly keeper: Keeper | undefined;
  readonly taken: number;
  readonly onErased: () => void;
}

function TakenHere({ keeper, taken, onErased }: TakenHereProps) {
  const { t } = useTranslation('offline');
  const { modal } = App.useApp();
  if (!keeper || taken === 0) return <p className="muted">{t('nothingTaken')}</p>;
  const instant = (ms: number) => formatInstant(new Date(ms).toISOString());
  const ask = () =>
    modal.confirm({
      title: t('eraseTaken'),
      content: t('eraseTakenWhy'),
      okText: t('erase'),
      okButtonProps: { danger: true },
      cancelText: t('cancel', { ns: 'ui' }),
      onOk: async () => {
        await eraseTaken(keeper.account);
        onErased();
      },
    });
  return (
    <p className="toolbar">
      <span>{t('taken', { count: taken, at: instant(keeper.takenAtMs), until: instant(keeper.validUntilMs) })}</span>
      <Button onClick={() => void ask()}>{t('eraseTaken')}</Button>
    </p>
  );
}

interface SendingBarProps {
  readonly keeper: Keeper | undefined;
  readonly queue: readonly QueuedContact[];
}

/** Sends what waits, says how far it is, stops, and tidies what has been sent. */
function SendingBar({ keeper, queue }: SendingBarProps) {
  const { t } = useTranslation('offline');
  const { isReached, isLocal } = useConnection();
  const progress = useSendingProgress();
  const waiting = queue.filter(({ state }) => state.is === 'waiting').length;
  const sent = queue.filter(({ state }) => state.is === 'sent');
  const sending = useMutation({ mutationFn: async () => keeper && sendQueue(keeper, true) });
  if (progress)
    return (
      <div className="toolbar" role="status">
        <span>{t('sending', { done: progress.done, of: progress.of })}</span>
        <Progress
          className="offline-progress"
          percent={Math.round((100 * progress.done) / Math.max(1, progress.of))}
          showInfo={false}
          aria-label={t('progress')}
        />
        <Button onClick={stopSending}>{t('stop')}</Button>
      </div>
    );
  return (
    <div className="toolbar">
      <Button
        type="primary"
        disabled={!keeper || waiting === 0 || !isReached || isLocal}
        onClick={() => sending.mutate()}
        loading={sending.isPending}
      >
        {t('sendNow', { count: waiting })}
      </Button>
      {sent.length > 0 && <Button onClick={() => void removeFromQueue(sent.map(({ id }) => id))}>{t('tidy')}</Button>}
      {sending.error && <ProblemNotice error={sending.error} />}
    </div>
  );
}
