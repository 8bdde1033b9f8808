import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';
import { AccessTable } from '../app/AccessTable.tsx';
import { useUrlState } from '../app/url-state.ts';

/** Who looked at the data of this division's residents. */
export function AccessesPage() {
  const { t } = useTranslation('accesses');
  const [{ resident }, setUrl] = useUrlState({ resident: '', cursor: '' });
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')}>
      {resident && (
        <div className="toolbar">
          <span>{t('onlyResident')}</span>
          <Button size="small" onClick={() => setUrl({ resident: '', cursor: '' })}>
            {t('showAll')}
          </Button>
        </div>
      )}
      <AccessTable resident={resident} onResident={(id) => setUrl({ resident: id, cursor: '' })} />
    </Page>
  );
}
