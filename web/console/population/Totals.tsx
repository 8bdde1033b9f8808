import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AgeBand, PopulationStatistics } from '../../../src/databases/population/statistics/contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { type Language, useLanguage } from '../../ui/language.ts';
import { numberOf, sumOf, useCounts } from '../app/counts/counts.ts';
import { useMay } from '../app/session.tsx';

/** The whole, its shares by age, and by residence. */
export function Totals({ statistics }: { readonly statistics: PopulationStatistics }) {
  const { t } = useTranslation('population');
  const language = useLanguage();
  const may = useMay();
  const { total, male, female, pyramid, residence, division, isHere, smallCells } = statistics;
  const { inWords } = useCounts(smallCells);
  const share = (from: number, to: number) => percent(countIn(pyramid, from, to), numberOf(total), language);
  const ratio = sexRatio(numberOf(male), numberOf(female));
  const whole = inWords(total);
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
      <Fact name={t('male')} value={inWords(male)} />
      <Fact name={t('female')} value={inWords(female)} />
      <Fact name={t('sexRatio')} value={ratio} />
      <Fact name={t('children')} value={share(0, 15)} />
      <Fact name={t('elderly60')} value={share(60, 200)} />
      <Fact name={t('elderly65')} value={share(65, 200)} />
      {residence.map((one) => (
        <Fact key={one.residence} name={t(`residence_${one.residence as 'registered'}`)} value={inWords(one.total)} />
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

const sexRatio = (male: number | undefined, female: number | undefined): string =>
  male !== undefined && female !== undefined && female > 0 ? ((100 * male) / female).toFixed(1) : '–';

/** Residents of an age from one year up to, and without, another, in bands of five years; undefined where men or women are not shown. */
function countIn(bands: readonly AgeBand[], from: number, to: number): number | undefined {
  const within = bands.filter((band) => band.from !== undefined && band.from >= from && band.from < to);
  const known = numberOf(sumOf(within.flatMap(({ male, female }) => [male, female])));
  // those of another or unknown sex are few: they do not change a share
  return known === undefined ? undefined : known + within.reduce((sum, { other }) => sum + (numberOf(other) ?? 0), 0);
}

const percent = (count: number | undefined, total: number | undefined, language: Language): string =>
  count === undefined || total === undefined || total === 0
    ? '–'
    : `${formatNumber(Math.round((1000 * count) / total) / 10, language)} %`;
