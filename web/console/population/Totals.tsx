import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AgeBand, PopulationStatistics } from '../../../src/databases/population/statistics/contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { type Language, useLanguage } from '../../ui/language.ts';
import { useMay } from '../app/session.tsx';

/** The whole, its shares by age, and by residence. */
export function Totals({ statistics }: { readonly statistics: PopulationStatistics }) {
  const { t } = useTranslation('population');
  const language = useLanguage();
  const may = useMay();
  const { total, male, female, pyramid, residence, division, isHere } = statistics;
  const share = (from: number, to: number) => percent(countIn(pyramid, from, to), total, language);
  const whole = formatNumber(total, language);
  return (
    <section className="population-totals" aria-label={t('totals')}>
      <div>
        <span className="muted">{t('residents')}</span>
        <strong className="numeric">
          {isHere && may('resident.read') ? (
            <Link to="/population/list" search={{ division }}>
              {whole}
            </Link>
          ) : (
            whole
          )}
        </strong>
      </div>
      <Fact name={t('male')} value={formatNumber(male, language)} />
      <Fact name={t('female')} value={formatNumber(female, language)} />
      <Fact name={t('sexRatio')} value={female > 0 ? ((100 * male) / female).toFixed(1) : '–'} />
      <Fact name={t('children')} value={share(0, 15)} />
      <Fact name={t('elderly60')} value={share(60, 200)} />
      <Fact name={t('elderly65')} value={share(65, 200)} />
      {residence.map((one) => (
        <Fact
          key={one.residence}
          name={t(`residence_${one.residence as 'registered'}`)}
          value={formatNumber(one.total, language)}
        />
      ))}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <span className="muted">{name}</span>
      <b className="numeric">{value}</b>
    </div>
  );
}

/** Residents of an age from one year up to, and without, another. Bands of five years. */
const countIn = (bands: readonly AgeBand[], from: number, to: number): number =>
  bands
    .filter((band) => band.from !== undefined && band.from >= from && band.from < to)
    .reduce((sum, { male, female, other }) => sum + male + female + other, 0);

const percent = (count: number, total: number, language: Language): string =>
  total > 0 ? `${formatNumber(Math.round((1000 * count) / total) / 10, language)} %` : '–';
