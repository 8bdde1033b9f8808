import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IndicatorFigures, MeasureView } from '../../../src/indicators/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { useMay } from '../app/session.tsx';
import { AgePanel, DivisionPanel, InstitutionPanel, SexPanel, TrendPanel } from './panels.tsx';

export interface DetailProps {
  readonly figures: IndicatorFigures;
  readonly measure: MeasureView;
  readonly onDivision: (division: string) => void;
  readonly onClose: () => void;
}

/** One indicator: what it says, over time, and by division, institution, sex and age. */
export function Detail(props: DetailProps) {
  const { figures, measure, onClose } = props;
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const may = useMay();
  return (
    <section className="indicators" aria-label={t('chosen')}>
      <div className="panel">
        <div className="panel-head">
          <h2>{say(measure.title)}</h2>
          <span className="indicators-actions">
            {figures.isHere && may('programme.read') && (
              <Link
                to="/indicators/residents"
                search={{ measure: measure.code, period: figures.period, division: figures.division, numerator: 'false' }}
              >
                {t('showResidents')}
              </Link>
            )}
            <Button size="small" onClick={onClose}>
              {t('close')}
            </Button>
          </span>
        </div>
        <dl className="panel-body indicators-words">
          <dt>{t('numerator')}</dt>
          <dd>{say(measure.numeratorTitle)}</dd>
          <dt>{t('denominator')}</dt>
          <dd>{say(measure.denominatorTitle)}</dd>
          <dt>{t('source')}</dt>
          <dd>{measure.source}</dd>
        </dl>
        {!figures.isHere && <p className="panel-body chart-note">{t('elsewhere')}</p>}
      </div>
      <div className="indicators-charts">
        <TrendPanel {...props} />
        <DivisionPanel {...props} />
        <InstitutionPanel {...props} />
        <SexPanel {...props} />
        <AgePanel {...props} />
      </div>
    </section>
  );
}
