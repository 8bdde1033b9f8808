import { useTranslation } from 'react-i18next';
import type { NetworkNode } from '../../../src/platform/directory/contract.ts';
import { formatAgo, formatNumber, formatSpan } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';

/** The figures of a platform in words, for card and table alike; ages are counted to `asOf`. */
export function useNodeWords(asOf: string) {
  const { t } = useTranslation('network');
  const language = useLanguage();
  return (node: NetworkNode) => {
    const { population, healthRecords, medicalRecords, reference } = node.records;
    const lag = node.lag && { count: node.lag.changes, span: formatSpan(node.lag.seconds, language) };
    return {
      level: t(node.level, { ns: 'app' }),
      residents: formatNumber(node.residents, language),
      indexed: formatNumber(node.indexed, language),
      records: formatNumber(population + healthRecords + medicalRecords + reference, language),
      late: (node.lag?.changes ?? 0) > 0,
      lag: lag ? (lag.count > 0 ? t('lagging', lag) : t('noLag')) : t('top'),
      lastExchange: node.lastExchange ? formatAgo(node.lastExchange, Date.parse(asOf), language) : t('never'),
      batch: node.lastBatch === undefined ? undefined : t('batch', { number: formatNumber(node.lastBatch, language) }),
    };
  };
}
