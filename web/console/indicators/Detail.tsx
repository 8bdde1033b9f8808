import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../ui/language.ts';
import { useMay } from '../app/session.tsx';
import type { DetailProps } from './detail-props.ts';
import { AgePanel, DivisionPanel, InstitutionPanel, SexPanel, TrendPanel } from './panels.tsx';

/** One indicator: what it says, over time, and by division, institution, sex and age. */
export function Detail(props: DetailProps) {
  const { figures, measure, onClose } = props;
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const may = useMay();
  const heading = useRef<HTMLHeadingElement>(null);
  // it stands below a long table: who opens it goes there, with the keys as with the eyes
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="indicators" aria-label={t('chosen')}>
      <div className="panel">
        <div className="panel-head">
          <h2 ref={heading} tabIndex={-1}>
            {say(measure.title)}
          </h2>
          <span className="indicators-actions">
            {figures.isHere && measure.isOfEvents !== true && may('programme.read') && (
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
