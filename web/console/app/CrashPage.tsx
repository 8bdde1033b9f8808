import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from './Notice.tsx';

/** The error boundary of every route: a fault of one page leaves the frame standing. */
export function CrashPage({ reset }: { readonly reset: () => void }) {
  const { t } = useTranslation();
  const action = (
    <Space>
      <Button type="primary" onClick={reset}>
        {t('retry', { ns: 'ui' })}
      </Button>
      <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
    </Space>
  );
  return <Notice status="error" title={t('crashed')} why={t('crashedWhy')} action={action} />;
}
