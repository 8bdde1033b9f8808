import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { DueState } from '../../../../src/programmes/contract.ts';
import './programmes.css';

const icons = { overdue: ExclamationCircleFilled, due: CheckCircleOutlined, coming: ClockCircleOutlined } as const;

/** Overdue, due or coming: by sign and word, not by colour alone. */
export function DueMark({ state }: { readonly state: DueState }) {
  const { t } = useTranslation('programmes');
  const Icon = icons[state];
  return (
    <span className={`due-mark due-${state}`}>
      <Icon aria-hidden /> {t(state)}
    </span>
  );
}

/** First and last day on which something is to be done. Days are YYYY-MM-DD. */
export function useDueDays(): (item: { readonly from: string; readonly by: string }) => string {
  const { t } = useTranslation('programmes');
  return ({ from, by }) => (from === by ? from : t('days', { from, by }));
}
