import { useTranslation } from 'react-i18next';
import type { NetworkNode } from '../../../src/platform/directory/contract.ts';
import { formatAgo, formatNumber, formatSpan } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';

/** A platform that does not answer tells nothing of itself: no figure is better than a false nought. */
const UNKNOWN = '—';

/** The figures of a platform in words, for card and table alike; ages are counted to `asOf`. */
export function useNodeWords(asOf: string) {
  const { t } = useTranslation('network');
  const language = useLanguage();
  return (node: NetworkNode) => {
    const { population, healthRecords, medicalRecords, reference } = node.records;
    const known = node.state === 'up' || node.version !== undefined;
    const figure = (value: number) => (known ? formatNumber(value, language) : UNKNOWN);
    const lag = node.lag && { count: node.lag.changes, span: formatSpan(node.lag.seconds, language) };
    const lagWords = lag ? (lag.count > 0 ? t('lagging', lag) : t('noLag')) : node.upper ? UNKNOWN : t('top');
    const agoWords = node.lastExchange ? formatAgo(node.lastExchange, Date.parse(asOf), language) : known ? t('never') : UNKNOWN;
    return {
      level: t(node.level, { ns: 'app' }),
      residents: figure(node.residents),
      indexed: figure(node.indexed),
      records: figure(population + healthRecords + medicalRecords + reference),
      late: (node.lag?.changes ?? 0) > 0,
      lag: lagWords,
      lastExchange: agoWords,
      uplink: known ? t('uplinkState', { lag: lagWords, lastExchange: agoWords }) : UNKNOWN,
      batch: node.lastBatch === undefined ? undefined : t('batch', { number: formatNumber(node.lastBatch, language) }),
    };
  };
}
