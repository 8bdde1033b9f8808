import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { NetworkNode } from '../../../src/platform/directory/contract.ts';
import { titleOf } from '../../ui/failure.ts';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { mainRegion } from '../../ui/popup.ts';
import { post } from '../app/api.ts';
import { useSession } from '../app/session.tsx';

/** The way to a platform's own console, and in the sample network its switch. */
export function NodeActions({ node, operable }: { readonly node: NetworkNode; readonly operable: boolean }) {
  const { t } = useTranslation('network');
  const name = useBilingual();
  const { platform } = useSession();
  const here = node.division === platform.division;
  // what stands behind a silent platform is unknown, and may be running
  if (here || node.state === 'unknown' || (node.state === 'down' && !operable)) return null;
  return (
    <div className="node-actions">
      {node.state === 'up' && (
        <a href={node.url} target="_blank" rel="noreferrer" aria-label={t('openOf', { platform: name(node.name) })}>
          {t('open')}
        </a>
      )}
      {operable && <Switch node={node} />}
    </div>
  );
}

function Switch({ node }: { readonly node: NetworkNode }) {
  const { t } = useTranslation('network');
  const name = useBilingual();
  const operation = useOperation(node.division);
  const platform = name(node.name);
  if (node.state !== 'up') {
    return (
      <Button
        size="small"
        loading={operation.isPending}
        aria-label={t('startOf', { platform })}
        onClick={() => operation.mutate('start')}
      >
        {t('start')}
      </Button>
    );
  }
  return (
    <Popconfirm
      title={t('stopAsk', { platform })}
      description={<div className="node-ask">{t('stopWhy')}</div>}
      getPopupContainer={mainRegion}
      okText={t('stop')}
      okButtonProps={{ danger: true }}
      onConfirm={() => operation.mutate('stop')}
    >
      <Button size="small" danger loading={operation.isPending} aria-label={t('stopOf', { platform })}>
        {t('stop')}
      </Button>
    </Popconfirm>
  );
}

function useOperation(division: string) {
  const language = useLanguage();
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (act: 'stop' | 'start') => post<undefined>(`/api/network/${encodeURIComponent(division)}/${act}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/network'] }),
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
}
