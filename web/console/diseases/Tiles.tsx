import { useTranslation } from 'react-i18next';
import type { Counted } from '../../../src/applications/public-health/diseases/contract.ts';
import { useBilingual } from '../../ui/language.ts';

interface TilesProps {
  readonly rows: readonly Counted[];
  readonly onChoose: (division: string) => void;
}

/** Shades of a tile, from none to most. */
const SHADES = 5;

/** The part of the greatest count, in equal steps; without cases the lightest. */
export function shadeOf(cases: number, most: number): number {
  if (cases === 0 || most === 0) return 0;
  return Math.min(SHADES - 1, Math.ceil((cases / most) * (SHADES - 1)));
}

/**
 * A tile a division, all of one size and in the order of their codes: a map without boundaries, of which there are no data. Each tells its
 * number, so that colour says nothing alone, and leads to its own parts; the table of the ranking beside it has the same numbers.
 */
export function Tiles({ rows, onChoose }: TilesProps) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map(({ cases }) => cases));
  return (
    <section className="panel" aria-label={t('tiles')}>
      <div className="panel-head">
        <h2>{t('tiles')}</h2>
      </div>
      <div className="panel-body stack">
        <p className="muted">{t('tilesNote', { most })}</p>
        <ul className="disease-tiles">
          {rows
            .toSorted((a, b) => (a.key < b.key ? -1 : 1))
            .map(({ key, name, cases, deaths }) => (
              <li key={key}>
                <button
                  type="button"
                  className={`disease-tile disease-shade-${shadeOf(cases, most)}`}
                  onClick={() => onChoose(key)}
                >
                  <span>{say(name)}</span>
                  <strong className="numeric">{cases}</strong>
                  {deaths > 0 && <span>{t('tileDeaths', { deaths })}</span>}
                </button>
              </li>
            ))}
        </ul>
      </div>
    </section>
  );
}
