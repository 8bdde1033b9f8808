import { useTranslation } from 'react-i18next';
import type { ReviewPage } from '../../../src/databases/population/linking/contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';

/** What people decided, day by day, the latest first. */
export function Throughput({ days }: { readonly days: ReviewPage['decided'] }) {
  const { t } = useTranslation('reviews');
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  return (
    <section className="panel review-throughput" aria-label={t('throughput')}>
      <div className="panel-head">
        <h2>{t('throughput')}</h2>
      </div>
      <div className="panel-body">
        {days.length === 0 && <p className="muted">{t('throughputNone')}</p>}
        {days.length > 0 && (
          <table className="plain-table">
            <caption className="sr-only">{t('throughput')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('day')}</th>
                {(['linkedCount', 'notSameCount', 'sum'] as const).map((key) => (
                  <th scope="col" className="end" key={key}>
                    {t(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map(({ day, linked, notSame }) => (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  <td className="end">{number(linked)}</td>
                  <td className="end">{number(notSame)}</td>
                  <td className="end">{number(linked + notSame)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
