import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../../app/api.ts';

/** Something done to an outbreak; what is shown is asked for again. */
export function useAct(outbreak: string, what: string, onDone?: () => void) {
  const { t } = useTranslation('outbreaks');
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => post(`/api/outbreaks/${encodeURIComponent(outbreak)}/${what}`, body),
    onSuccess: async () => {
      void message.success(t('recorded'));
      onDone?.();
      await queries.invalidateQueries();
    },
  });
}
