import { useTranslation } from 'react-i18next';
import { DateFilter } from '../../ui/DateInput.tsx';

interface TimeFiltersProps {
  readonly from: string;
  readonly until: string;
  readonly onChoose: (next: { from?: string; until?: string }) => void;
}

/** First and last day of the contacts. */
export function TimeFilters({ from, until, onChoose }: TimeFiltersProps) {
  const { t } = useTranslation('indicators');
  return (
    <>
      <DateFilter
        kind="day"
        className="indicators-time"
        aria-label={t('from')}
        addonBefore={t('from')}
        value={from}
        onChange={(next) => onChoose({ from: next })}
      />
      <DateFilter
        kind="day"
        className="indicators-time"
        aria-label={t('until')}
        addonBefore={t('until')}
        value={until}
        onChange={(next) => onChoose({ until: next })}
      />
    </>
  );
}
