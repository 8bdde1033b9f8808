import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { mainRegion } from '../../ui/popup.ts';
import { useOperation } from './operation.ts';

/** Asks for everything to be indexed anew. */
export function ReindexButton() {
  const { t } = useTranslation('jobs');
  const { message } = App.useApp();
  const asking = useOperation('/api/jobs/reindex', { onDone: () => void message.success(t('reindexStarted')) });
  return (
    <Popconfirm
      title={t('reindexAsk')}
      description={<div className="job-ask">{t('reindexWhy')}</div>}
      getPopupContainer={mainRegion}
      placement="bottomRight"
      okText={t('reindex')}
      onConfirm={() => asking.mutate()}
    >
      <Button loading={asking.isPending}>{t('reindex')}</Button>
    </Popconfirm>
  );
}
