import { useTranslation } from 'react-i18next';
import type { EditionView } from '../../../../src/definitions/contract.ts';

/** From when to when a version applies, in words. */
export function useValidity(): (valid: EditionView['valid']) => string {
  const { t } = useTranslation('versions');
  return (valid) => {
    if (!valid) return '—';
    const { from, until } = valid;
    return until === undefined ? t('from', { from }) : t('fromUntil', { from, until });
  };
}
