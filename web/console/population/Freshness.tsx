import { useTranslation } from 'react-i18next';
import type { PlatformFreshness } from '../../../src/databases/population/statistics/contract.ts';
import { formatAgo, formatInstant } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { useDivisionName } from '../app/counts/DivisionPath.tsx';

/** Which platforms the figures come from, and as of when. */
export function Freshness({ platforms }: { readonly platforms: readonly PlatformFreshness[] }) {
  const { t } = useTranslation('population');
  const language = useLanguage();
  const nameOf = useDivisionName();
  const now = Date.now();
  return (
    <section className="panel" aria-label={t('freshness')}>
      <div className="panel-head">
        <h2>{t('freshness')}</h2>
      </div>
      <div className="panel-body">
        {platforms.length === 0 && <p className="chart-note">{t('nobodyTold')}</p>}
        <ul className="population-freshness">
          {platforms.map(({ home, name, asOf }) => (
            <li key={home}>
              <span>{nameOf(name ? { division: home, name } : { division: home })}</span>{' '}
              <time className="muted numeric" dateTime={asOf} title={formatInstant(asOf)}>
                {formatAgo(asOf, now, language)}
              </time>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
