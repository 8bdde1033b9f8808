import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/platform/directory/contract.ts';
import { formatSpan } from '../../ui/format.ts';
import { type Language, useLanguage } from '../../ui/language.ts';
import { useAnswer } from './api.ts';

/** Older changes than this mean that the upper platform is out of reach, not merely busy. */
const ALONE_SECONDS = 120;

const icons = {
  connected: CheckCircleFilled,
  lagging: ClockCircleFilled,
  alone: ClockCircleFilled,
  offline: CloseCircleFilled,
  checking: LoadingOutlined,
};

/** Whether the platform answers, and what it has not yet sent upwards. */
export function StatePill() {
  const { t } = useTranslation();
  const language = useLanguage();
  const home = useAnswer<Home>('/api/home', { refetchInterval: 10_000 });
  const state = home.isError ? 'offline' : home.data ? stateOf(home.data.lag) : 'checking';
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

function stateOf(lag: Home['lag']): 'connected' | 'lagging' | 'alone' {
  if (!lag || lag.changes === 0) return 'connected';
  return lag.seconds > ALONE_SECONDS ? 'alone' : 'lagging';
}

function spanOf(home: Home | undefined, language: Language): string {
  return formatSpan(home?.lag?.seconds ?? 0, language);
}
