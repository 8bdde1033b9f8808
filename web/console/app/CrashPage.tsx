import { Link } from '@tanstack/react-router';
import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from './Notice.tsx';
import { useConnection } from './offline/connection.ts';

/** The error boundary of every route: a fault of one page leaves the frame standing. */
export function CrashPage({ reset }: { readonly reset: () => void }) {
  const { t } = useTranslation();
  const { isReached, isLocal } = useConnection();
  if (isLocal || !isReached) {
    // not every page was taken along
    const back = (
      <Link to="/due" onClick={reset}>
        {t('due')}
      </Link>
    );
    return <Notice status="info" title={t('needsNetwork')} why={t('needsNetworkWhy')} action={back} />;
  }
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
