import { formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';

/** `62.5 %`; a dash where there is no rate. */
export function usePercent(): (rate: number | undefined) => string {
  const language = useLanguage();
  return (rate) => (rate === undefined ? '–' : `${formatNumber(rate, language)} %`);
}
