import { useTranslation } from 'react-i18next';
import type { MeasureView } from '../../../src/indicators/contract.ts';
import { usePercent } from './percent.ts';
import { isReached } from './rate.ts';

/** A rate as a number and a bar, with a stroke at its target, and in words whether it is met. */
export function Rate({ measure, rate }: { readonly measure: MeasureView; readonly rate: number | undefined }) {
  const { t } = useTranslation('indicators');
  const percent = usePercent();
  const met = isReached(measure, rate);
  return (
    <span className="indicator-rate">
      <strong className="numeric">{percent(rate)}</strong>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" className={met === false ? 'indicator-missed' : ''}>
        <rect width="100" height="8" className="indicator-track" />
        <rect width={Math.min(100, rate ?? 0)} height="8" className="indicator-bar" />
        {measure.target !== undefined && (
          <rect x={measure.target * 100 - 0.7} width="1.4" height="8" className="indicator-target" />
        )}
      </svg>
      {met !== undefined && <span className={met ? 'muted' : 'chip-amber'}>{t(met ? 'reached' : 'missed')}</span>}
    </span>
  );
}
