import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, CloudOutlined, LoadingOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/platform/directory/contract.ts';
import { formatSpan } from '../../ui/format.ts';
import { type Language, useLanguage } from '../../ui/language.ts';
import { useAnswer } from './api.ts';
import { useConnection } from './offline/connection.ts';
import { type Counts, useQueueCounts } from './offline/queue.ts';
import { signIn } from './signing-in.ts';

/** Older changes than this mean that the upper platform is out of reach, not merely busy. */
const ALONE_SECONDS = 120;

const icons = {
  connected: CheckCircleFilled,
  lagging: ClockCircleFilled,
  alone: ClockCircleFilled,
  offline: CloseCircleFilled,
  checking: LoadingOutlined,
};

/** Whether the platform answers, what it has not yet sent upwards, and what is queued in this browser. */
export function StatePill() {
  const { t } = useTranslation();
  const language = useLanguage();
  const home = useAnswer<Home>('/api/home', { refetchInterval: 10_000 });
  const { isReached, isLocal } = useConnection();
  const queue = useQueueCounts();
  const state = home.isError || !isReached || isLocal ? 'offline' : home.data ? stateOf(home.data.lag) : 'checking';
  if (isLocal || queue.waiting + queue.undecided > 0)
    return <QueuePill isOffline={state === 'offline'} isReached={isReached} queue={queue} />;
  const Icon = icons[state];
  const lag = { count: home.data?.lag?.changes ?? 0, span: spanOf(home.data, language) };
  const look = state === 'alone' ? 'lagging' : state;
  return (
    <span className={`state-pill state-pill-${look}`} role="status">
      <Icon aria-hidden />
      <span>{t(state, lag)}</span>
    </span>
  );
}

interface QueuePillProps {
  readonly isOffline: boolean;
  readonly isReached: boolean;
  readonly queue: Counts;
}

/** Working offline with so many queued, or back with so many still to send or to decide; leads to them. */
function QueuePill({ isOffline, isReached, queue }: QueuePillProps) {
  const { t } = useTranslation();
  const online = queue.waiting > 0 ? 'toSend' : 'toDecide';
  const words = !isOffline ? online : isReached ? 'back' : 'workingOffline';
  const count = words === 'toDecide' ? queue.undecided : queue.waiting;
  const Icon = isOffline && !isReached ? CloudOutlined : ClockCircleFilled;
  return (
    <span className={`state-pill state-pill-${isOffline ? 'offline' : 'lagging'}`} role="status">
      <Icon aria-hidden />
      <Link to="/offline">{t(words, { count })}</Link>
      {isOffline && isReached && (
        <Button size="small" type="primary" onClick={() => void signIn()}>
          {t('signInAgain')}
        </Button>
      )}
    </span>
  );
}

function stateOf(lag: Home['lag']): 'connected' | 'lagging' | 'alone' {
  if (!lag || lag.changes === 0) return 'connected';
  return lag.seconds > ALONE_SECONDS ? 'alone' : 'lagging';
}

function spanOf(home: Home | undefined, language: Language): string {
  return formatSpan(home?.lag?.seconds ?? 0, language);
}
