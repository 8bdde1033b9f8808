import { useTranslation } from 'react-i18next';
import { formatClock } from './format.ts';

/** How fresh the figures are. */
export function AsOf({ instant }: { readonly instant: string }) {
  const { t } = useTranslation('ui');
  return (
    <time className="muted numeric nowrap" dateTime={instant}>
      {t('asOf', { time: formatClock(instant) })}
    </time>
  );
}
