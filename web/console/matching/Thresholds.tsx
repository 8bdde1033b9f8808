import { useTranslation } from 'react-i18next';
import type { MatchingModel } from '../../../src/databases/population/linking/contract.ts';
import { signedBits } from '../app/matching/matching-words.ts';

const kinds = ['numbered', 'agreeing', 'other'] as const;

/** From which score on a pair is linked or shown to somebody, by what its evidence rests on. */
export function Thresholds({ thresholds }: Pick<MatchingModel, 'thresholds'>) {
  const { t } = useTranslation('model');
  return (
    <table className="plain-table">
      <caption className="sr-only">{t('thresholds')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('evidenceKind')}</th>
          <th scope="col" className="end">
            {t('review')}
          </th>
          <th scope="col" className="end">
            {t('link')}
          </th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => {
          const bounds = thresholds[kind];
          if (!bounds) return null;
          return (
            <tr key={kind}>
              <th scope="row">{t(kind)}</th>
              <td className="end">{t('bits', { value: signedBits(bounds.review) })}</td>
              <td className="end">{t('bits', { value: signedBits(bounds.link) })}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
