import { useTranslation } from 'react-i18next';
import type { PlatformFigures } from '../../../src/indicators/contract.ts';
import { formatAgo, formatInstant } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { useDivisionName } from '../app/counts/DivisionPath.tsx';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { usePercent } from './percent.ts';

/** Which platforms the figures come from, how old they are, how complete, and who counts by other definitions. */
export function Platforms({ platforms }: { readonly platforms: readonly PlatformFigures[] }) {
  const { t } = useTranslation('indicators');
  const language = useLanguage();
  const nameOf = useDivisionName();
  const percent = usePercent();
  const { titleOf } = useProgrammes();
  const now = Date.now();
  return (
    <section className="panel" aria-label={t('platforms')}>
      <div className="panel-head">
        <h2>{t('platforms')}</h2>
      </div>
      <div className="panel-body">
        {platforms.length === 0 && <p className="chart-note">{t('nobodyTold')}</p>}
        <ul className="indicators-platforms">
          {platforms.map(({ home, name, asOf, completeness, differing }) => (
            <li key={home}>
              <span>{nameOf(name ? { division: home, name } : { division: home })}</span>{' '}
              <time className="muted numeric" dateTime={asOf} title={formatInstant(asOf)}>
                {formatAgo(asOf, now, language)}
              </time>{' '}
              <span className={completeness < 1 ? 'chip-amber' : 'muted'}>
                {completeness < 1 ? t('partly', { percent: percent(Math.floor(completeness * 100)) }) : t('complete')}
              </span>
              {differing.length > 0 && (
                <span className="chip-amber">{t('differing', { programmes: differing.map(titleOf).join(', ') })}</span>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
