import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IndicatorFigures } from '../../../src/indicators/contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';

/** Whether the figures of the period are there: how to have them kept, and how far they are. */
export function PeriodState({ figures, onOpened }: { readonly figures: IndicatorFigures; readonly onOpened: () => void }) {
  const { t } = useTranslation('indicators');
  const language = useLanguage();
  const { period, isKept, freshness, isHere } = figures;
  const opening = useMutation({
    mutationFn: () => post<void>('/api/indicators/periods', { period }),
    onSuccess: onOpened,
  });
  // a share that is not yet the whole is never shown as such
  const percent = Math.min(99, Math.floor(freshness.completeness * 100));
  if (!isKept && !isHere) return <Alert type="info" showIcon message={t('notKeptAbove', { period })} />;
  if (!isKept)
    return (
      <>
        <Alert
          type="info"
          showIcon
          message={t('notKept', { period })}
          description={t('notKeptWhy')}
          action={
            <Button type="primary" loading={opening.isPending} onClick={() => opening.mutate()}>
              {t('open')}
            </Button>
          }
        />
        {opening.error && <ProblemNotice error={opening.error} />}
      </>
    );
  if (freshness.completeness >= 1) return null;
  return (
    <section className="panel indicators-counting" aria-label={t('counting')} aria-live="polite">
      <span>{t('countingNow', { percent: `${formatNumber(percent, language)} %` })}</span>
      <Progress percent={percent} status="active" aria-label={t('counting')} />
    </section>
  );
}
