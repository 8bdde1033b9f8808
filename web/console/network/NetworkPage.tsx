import { Empty, Segmented, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { NetworkStatus } from '../../../src/platform/directory/contract.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { useUrlState } from '../app/url-state.ts';
import { NetworkTable } from './NetworkTable.tsx';
import { NetworkTree } from './NetworkTree.tsx';
import './network.css';

/** Every platform from nation to county, as it is now. */
export function NetworkPage() {
  const { t } = useTranslation('network');
  const [{ view }, setUrl] = useUrlState({ view: '' });
  const network = useAnswer<NetworkStatus>('/api/network', { refetchInterval: 2_000 });
  const views = [
    { value: '', label: t('tree') },
    { value: 'table', label: t('table') },
  ];
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      standard={t('standard')}
      actions={
        <>
          {network.data && <Summary status={network.data} />}
          <Segmented
            aria-label={t('view')}
            options={views}
            value={view}
            onChange={(next) => setUrl({ view: next }, { replace: true })}
          />
        </>
      }
    >
      {network.isPending && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {network.isError && (
        <ProblemNotice error={network.error} onRetry={() => void network.refetch()} staleSince={network.data?.asOf} />
      )}
      {network.data && <Status status={network.data} asTable={view === 'table'} />}
    </Page>
  );
}

function Status({ status, asTable }: { readonly status: NetworkStatus; readonly asTable: boolean }) {
  const { t } = useTranslation('network');
  if (status.nodes.length === 0) return <Empty description={t('none')} />;
  return asTable ? <NetworkTable status={status} /> : <NetworkTree status={status} />;
}

function Summary({ status }: { readonly status: NetworkStatus }) {
  const { t } = useTranslation('network');
  const up = status.nodes.filter(({ state }) => state === 'up').length;
  return (
    <span className="network-summary">
      <span>{t('upOf', { up, all: status.nodes.length })}</span>
      <AsOf instant={status.asOf} />
    </span>
  );
}
