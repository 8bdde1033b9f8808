import { useTranslation } from 'react-i18next';
import { ImportBoard } from '../app/imports/ImportBoard.tsx';

const NOTHING_ELSE = {};

/** Many residents from a workbook. */
export function ImportPage() {
  const { t } = useTranslation('residentImport');
  return (
    <ImportBoard
      title={t('title')}
      purpose={t('purpose')}
      standard={t('standard')}
      base="/api/imports/residents"
      about={NOTHING_ELSE}
      mayUpdate
    />
  );
}
