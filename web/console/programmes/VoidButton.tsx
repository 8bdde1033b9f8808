import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { titleOf } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';
import { post } from '../app/api.ts';
import { useProgrammesChanged } from '../app/programmes/programmes-changed.ts';
import type { WhoseLine } from './WhoseForm.tsx';

interface VoidButtonProps {
  /** Patient id. */
  readonly resident: string;
  /** Encounter id. */
  readonly contact: string;
  readonly who: WhoseLine;
  /** YYYY-MM-DD. */
  readonly on: string;
}

/** Marks a contact as entered in error, after a question that repeats whose it is. */
export function VoidButton({ resident, contact, who, on }: VoidButtonProps) {
  const { t } = useTranslation('programmes');
  const language = useLanguage();
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const changed = useProgrammesChanged();
  const path = `/api/residents/${encodeURIComponent(resident)}/contacts/${encodeURIComponent(contact)}/void`;
  const voiding = useMutation({
    mutationFn: () => post<void>(path),
    onSuccess: async () => {
      void message.success(t('voided'));
      changed();
      await navigate({ to: '/residents/$id', params: { id: resident }, search: { tab: 'programmes' } });
    },
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
  const ask = () =>
    modal.confirm({
      title: t('voidTitle'),
      content: t('voidWhy', { who: who.line, on }),
      okText: t('doVoid'),
      okButtonProps: { danger: true },
      cancelText: t('cancel', { ns: 'ui' }),
      onOk: () => voiding.mutateAsync().catch(() => {}),
    });
  return (
    <Button danger onClick={() => void ask()} loading={voiding.isPending}>
      {t('void')}
    </Button>
  );
}
