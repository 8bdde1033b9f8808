import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DivisionRow } from '../../../src/platform/directory/contract.ts';
import { post } from '../app/api.ts';

/** Takes the name away, after asking. */
export function ForgetButton({ row }: { readonly row: DivisionRow }) {
  const { t } = useTranslation('divisions');
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const forgetting = useMutation({
    mutationFn: () => post<void>(`/api/divisions/${row.code}/forget`),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/') }),
    onError: () => void message.error(t('notForgotten')),
  });
  const ask = () =>
    void modal.confirm({
      title: t('forgetAsk', { name: row.name?.zh ?? '', code: row.code }),
      content: t('forgetWhy'),
      okText: t('forget'),
      onOk: () => forgetting.mutateAsync().catch(() => {}),
    });
  return (
    <Button size="small" danger loading={forgetting.isPending} onClick={ask} aria-label={`${t('forget')} ${row.code}`}>
      {t('forget')}
    </Button>
  );
}
