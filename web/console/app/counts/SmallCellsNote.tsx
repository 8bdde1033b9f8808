import { useTranslation } from 'react-i18next';

/** Why some counts are not shown at this level. */
export function SmallCellsNote({ rule }: { readonly rule: { readonly below: number; readonly version: number } | undefined }) {
  const { t } = useTranslation('population');
  if (!rule) return null;
  return <p className="muted population-small">{t('smallCells', rule)}</p>;
}
