import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';
import { readLines } from './lines.ts';

interface NameDialogProps {
  /** What stands in it when it opens; undefined: closed. */
  readonly text: string | undefined;
  readonly onClose: () => void;
}

/** Names one division or many, a line each. */
export function NameDialog({ text, onClose }: NameDialogProps) {
  const { t } = useTranslation('divisions');
  const id = useId();
  const [typed, setTyped] = useState('');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { lines, wrong } = readLines(typed);
  const naming = useMutation({
    mutationFn: () => post<void>('/api/divisions', { divisions: lines }),
    onSuccess: async () => {
      void message.success(t('named', { count: lines.length }));
      onClose();
      await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/') });
    },
  });
  const { reset } = naming;
  useEffect(() => {
    setTyped(text ?? '');
    reset();
  }, [text, reset]);
  return (
    <Modal
      title={t('add')}
      open={text !== undefined}
      onCancel={onClose}
      okText={t('save')}
      okButtonProps={{ disabled: lines.length === 0 || wrong.length > 0, loading: naming.isPending }}
      onOk={() => naming.mutate()}
      destroyOnHidden
      width={640}
    >
      {naming.error && <ProblemNotice error={naming.error} />}
      <label htmlFor={id}>{t('lines')}</label>
      <Input.TextArea
        id={id}
        rows={8}
        value={typed}
        status={wrong.length > 0 ? 'error' : ''}
        aria-invalid={wrong.length > 0}
        aria-describedby={`${id}-about`}
        placeholder={t('linesExample')}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p id={`${id}-about`} className="muted">
        {wrong.length > 0 ? t('wrongLines', { lines: wrong.slice(0, 10).join(', ') }) : t('linesHint')}
      </p>
    </Modal>
  );
}
