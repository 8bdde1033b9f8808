import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { titleOf } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';
import { send } from '../app/api.ts';

/** Shows at once what became of the jobs. */
export function useRefreshJobs(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/jobs') });
}

/** A change of a job; what is shown is asked for again, and a refusal is told. */
export function useOperation(path: string, { method = 'POST', onDone = () => {} } = {}) {
  const language = useLanguage();
  const refresh = useRefreshJobs();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: () => send(path, { method }),
    onSuccess: onDone,
    onSettled: refresh,
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
}
