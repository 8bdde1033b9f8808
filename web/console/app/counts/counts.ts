import { useTranslation } from 'react-i18next';
import type { Count } from '../../../../src/databases/population/statistics/contract.ts';
import { formatNumber } from '../../../ui/format.ts';
import { useLanguage } from '../../../ui/language.ts';

/** A count as far as it is known; nothing of one that is not shown. */
export const numberOf = (count: Count): number | undefined => (typeof count === 'number' ? count : undefined);

/** What counts are together: `withheld` where one of them is not shown. */
export const sumOf = (counts: readonly Count[]): Count =>
  counts.every((count) => typeof count === 'number') ? counts.reduce((sum, count) => sum + count, 0) : 'withheld';

/** Counts in words: `<5` for few, a dot for one that would tell another. */
export function useCounts(smallCells: { readonly below: number } | undefined): {
  readonly inWords: (count: Count) => string;
  /** For spreadsheets: numbers stay numbers. */
  readonly plain: (count: Count) => string | number;
} {
  const { t } = useTranslation('population');
  const language = useLanguage();
  const hidden = (count: 'few' | 'withheld') => (count === 'few' ? t('few', { below: smallCells?.below ?? 0 }) : t('withheld'));
  return {
    inWords: (count) => (typeof count === 'number' ? formatNumber(count, language) : hidden(count)),
    plain: (count) => (typeof count === 'number' ? count : hidden(count)),
  };
}
