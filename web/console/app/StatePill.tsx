import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, CloudOutlined, LoadingOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/platform/directory/contract.ts';
import { formatSpan } from '../../ui/format.ts';
import { type Language, useLanguage } from '../../ui/language.ts';
import { useAnswer } from './api.ts';
import { useConnection } from './offline/connection.ts';
import { useQueueCounts } from './offline/queue.ts';
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
  const { unsent, all } = useQueueCounts();
  const state = home.isError || !isReached || isLocal ? 'offline' : home.data ? stateOf(home.data.lag) : 'checking';
  if (isLocal || all > 0) return <QueuePill isOffline={state === 'offline'} isReached={isReached} unsent={unsent} />;
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
  readonly unsent: number;
}

/** Working offline with so many queued, or back with so many still to send; leads to them. */
function QueuePill({ isOffline, isReached, unsent }: QueuePillProps) {
  const { t } = useTranslation();
  const words = !isOffline ? (unsent > 0 ? 'toSend' : 'connected') : isReached ? 'back' : 'workingOffline';
  const Icon = isOffline && !isReached ? CloudOutlined : unsent > 0 ? ClockCircleFilled : CheckCircleFilled;
  const look = isOffline ? 'offline' : unsent > 0 ? 'lagging' : 'connected';
  return (
    <span className={`state-pill state-pill-${look}`} role="status">
      <Icon aria-hidden />
      <Link to="/offline">{t(words, { count: unsent })}</Link>
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
