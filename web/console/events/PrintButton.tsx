import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { EventDetail } from '../../../src/databases/population/events/contract.ts';
import { titleOf } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';
import { mainRegion } from '../../ui/popup.ts';
import { post } from '../app/api.ts';
import { Certificate } from './Certificate.tsx';

/** Asks for the event with its numbers in full, which is logged, and prints it; afterwards they are gone from the page. */
export function PrintButton({ id }: { readonly id: string }) {
  const { t } = useTranslation('events');
  const language = useLanguage();
  const { message } = App.useApp();
  const asking = useMutation({
    mutationFn: () => post<EventDetail>(`/api/events/${encodeURIComponent(id)}/certificate`),
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
  const { data, reset } = asking;
  useEffect(() => {
    if (!data) return;
    window.addEventListener('afterprint', reset, { once: true });
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', reset);
    };
  }, [data, reset]);
  return (
    <>
      <Button loading={asking.isPending} onClick={() => asking.mutate()}>
        {t('print')}
      </Button>
      {data && createPortal(<Certificate event={data} />, mainRegion())}
    </>
  );
}
